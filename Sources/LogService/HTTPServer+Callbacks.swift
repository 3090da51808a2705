import CMicroHTTP
import Linux
import Synchronization

// What the library calls, each with the server as its first argument: from the library's own threads,
// and for one connection never from two at once.

extension HTTPServer {
  private static func server(_ context: UnsafeMutableRawPointer?) -> HTTPServer {
    guard let context = unsafe context else { preconditionFailure("a callback without its server") }
    return unsafe Unmanaged<HTTPServer>.fromOpaque(context).takeUnretainedValue()
  }

  /// `MHD_AccessHandlerCallback`
  static func handle(
    _ context: UnsafeMutableRawPointer?, _ connection: OpaquePointer?,
    _ path: UnsafePointer<CChar>?, _ method: UnsafePointer<CChar>?,
    _ upload: UnsafePointer<CChar>?, _ size: UnsafeMutablePointer<Int>?,
    _ state: UnsafeMutablePointer<UnsafeMutableRawPointer?>?
  ) -> MHD_Result {
    guard let connection = unsafe connection, let path = unsafe path,
      let method = unsafe method, let size = unsafe size, let state = unsafe state
    else { return .NO }
    let server = unsafe HTTPServer.server(context)
    guard let known = unsafe state.pointee else {
      let head = unsafe HTTPRequest(
        method: String(cString: method), path: String(cString: path),
        contentLength: HTTPServer.contentLength(of: connection))
      return unsafe server.begin(head, connection, state)
    }
    let exchange = unsafe Unmanaged<HTTPExchange>.fromOpaque(known).takeUnretainedValue()
    if let upload = unsafe upload, unsafe size.pointee > 0 {
      let piece = unsafe [UInt8](UnsafeRawBufferPointer(start: upload, count: size.pointee))
      // Too late for an answer: the library takes one only before or after the whole body.
      guard exchange.append(piece) else { return .NO }
      unsafe size.pointee = 0
      return .YES
    }
    return unsafe server.proceed(exchange, connection)
  }

  /// `MHD_RequestCompletedCallback`
  static func completed(
    _ context: UnsafeMutableRawPointer?, _ connection: OpaquePointer?,
    _ state: UnsafeMutablePointer<UnsafeMutableRawPointer?>?
  ) {
    let server = unsafe HTTPServer.server(context)
    guard let state = unsafe state, let exchange = unsafe state.pointee else { return }
    // Balances passRetained in `begin`.
    unsafe Unmanaged<HTTPExchange>.fromOpaque(exchange).release()
    unsafe state.pointee = nil
    server.exchanges.subtract(1, ordering: .acquiringAndReleasing)
    server.watch.expect(Int(bitPattern: connection))
  }

  /// `MHD_NotifyConnectionCallback`
  static func notified(
    _ context: UnsafeMutableRawPointer?, _ connection: OpaquePointer?,
    _ event: MHD_ConnectionNotificationCode
  ) {
    let server = unsafe HTTPServer.server(context)
    let key = Int(bitPattern: connection)
    if event == .CONNECTION_NOTIFY_STARTED {
      guard let connection = unsafe connection else { return }
      server.watch.opened(key, socket: unsafe assay_http_socket(connection))
    } else {
      server.watch.closed(key)
    }
  }

  private static func contentLength(of connection: OpaquePointer) -> Int? {
    let value = unsafe MHD_lookup_connection_value(connection, .HEADER_KIND, "Content-Length")
    return unsafe value.flatMap { unsafe Int(String(cString: $0)) }
  }

  /// Decides on a request whose head has come.
  private func begin(
    _ head: HTTPRequest, _ connection: OpaquePointer,
    _ state: UnsafeMutablePointer<UnsafeMutableRawPointer?>
  ) -> MHD_Result {
    let largestBody: Int
    switch handler.admit(head) {
    case .refused(let response): return unsafe send(response, on: connection)
    case .accepted(let limit): largestBody = limit
    }
    if let length = head.contentLength, length > largestBody {
      let message = "the body has \(length) bytes, at most \(largestBody) are taken"
      return unsafe send(.failure(413, "too-large", message), on: connection)
    }
    let exchange = HTTPExchange(head, largestBody: largestBody, budget: budget)
    guard exchange.reserve(head.contentLength ?? 0) else {
      return unsafe send(.busy("too many bodies are being read"), on: connection)
    }
    exchanges.add(1, ordering: .acquiringAndReleasing)
    unsafe state.pointee = Unmanaged.passRetained(exchange).toOpaque()
    return .YES
  }

  /// Goes on with a request that has come as a whole.
  private func proceed(_ exchange: HTTPExchange, _ connection: OpaquePointer) -> MHD_Result {
    switch exchange.next() {
    case .wait: return .YES
    case .send(let response): return unsafe send(response, on: connection)
    case .handle(let request):
      switch handler.answer(request) {
      case .now(let response): return unsafe send(response, on: connection)
      case .later(let begin):
        let address = Int(bitPattern: connection)
        watch.pause(address)
        waiting.add(1, ordering: .acquiringAndReleasing)
        unsafe MHD_suspend_connection(connection)
        begin { [self] response in
          exchange.answer(response)
          // A suspended connection lives until it is resumed, and it is resumed here alone.
          if let connection = unsafe OpaquePointer(bitPattern: address) {
            unsafe MHD_resume_connection(connection)
          }
          waiting.subtract(1, ordering: .acquiringAndReleasing)
        }
        return .YES
      }
    }
  }

  private func send(_ response: HTTPResponse, on connection: OpaquePointer) -> MHD_Result {
    watch.expect(Int(bitPattern: connection))
    guard let made = unsafe response.made() else { return .NO }
    for header in response.headers {
      unsafe _ = MHD_add_response_header(made, header.name, header.value)
    }
    let result = unsafe MHD_queue_response(connection, UInt32(response.status), made)
    unsafe MHD_destroy_response(made)
    return result
  }
}

extension HTTPResponse {
  /// The library's form of it, owned by the caller.
  fileprivate func made() -> OpaquePointer? {
    switch body {
    case .bytes(var bytes):
      return unsafe bytes.withUnsafeMutableBytes { buffer in
        unsafe MHD_create_response_from_buffer(
          buffer.count, buffer.baseAddress, .RESPMEM_MUST_COPY)
      }
    case .file(let file):
      guard let number = file.release() else { return nil }
      return unsafe MHD_create_response_from_fd(file.size, number)
    }
  }
}
