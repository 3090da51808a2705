import CLinux

/// TCP sockets (`tcp(7)`); none of them ever waits.
extension FileDescriptor {
  /// A socket that accepts connections to `endpoint` in this network namespace; port 0 takes any.
  ///
  /// - Parameter backlog: connections that the kernel holds until they are accepted.
  package static func listen(
    at endpoint: InternetEndpoint, backlog: Int32
  ) throws(SystemError) -> FileDescriptor {
    let socket = try bind(to: endpoint)
    try systemCall("listen", endpoint.description) { CLinux.listen(socket.rawValue, backlog) }
    return socket
  }

  fileprivate static func bind(
    to endpoint: InternetEndpoint
  ) throws(SystemError) -> FileDescriptor {
    let socket = try stream(for: endpoint)
    let bytes = endpoint.address.bytes
    try systemCall("bind", endpoint.description) {
      unsafe assay_bind(socket.rawValue, bytes, UInt32(bytes.count), endpoint.port)
    }
    return socket
  }

  /// Begins to connect; the socket becomes writable when `connectionError` can tell how it went.
  package static func connect(
    to endpoint: InternetEndpoint
  ) throws(SystemError) -> FileDescriptor {
    let socket = try stream(for: endpoint)
    let bytes = endpoint.address.bytes
    do throws(SystemError) {
      try systemCall("connect", endpoint.description) {
        unsafe assay_connect(socket.rawValue, bytes, UInt32(bytes.count), endpoint.port)
      }
    } catch let error where error.code == EINPROGRESS {
      // As is usual for a socket that does not wait.
    }
    return socket
  }

  private static func stream(
    for endpoint: InternetEndpoint
  ) throws(SystemError) -> FileDescriptor {
    FileDescriptor(
      adopting: try systemCall("socket") {
        assay_stream_socket(UInt32(endpoint.address.bytes.count))
      })
  }

  /// The next connection that somebody made (`accept4(2)`); nil if there is none now.
  package func accept() throws(SystemError) -> FileDescriptor? {
    do throws(SystemError) {
      return FileDescriptor(adopting: try systemCall("accept4") { assay_accept(rawValue) })
    } catch let error where error.wouldBlock || error.code == ECONNABORTED {
      return nil
    }
  }

  /// Why the connection could not be made or broke (`SO_ERROR`); nil if it stands.
  package func connectionError() throws(SystemError) -> SystemError? {
    var code: Int32 = 0
    try systemCall("getsockopt") { unsafe assay_socket_error(rawValue, &code) }
    return code == 0 ? nil : SystemError("connect", code: code)
  }

  /// The port that this socket has on this side (`getsockname(2)`).
  package func localPort() throws(SystemError) -> UInt16 {
    UInt16(truncatingIfNeeded: try systemCall("getsockname") { assay_bound_port(rawValue) })
  }

  /// Sends some of `bytes` (`send(2)`).
  ///
  /// - Returns: how many the kernel took.
  /// - Throws: `EWOULDBLOCK` if it can take none now.
  package func send(_ bytes: ArraySlice<UInt8>) throws(SystemError) -> Int {
    let result = unsafe bytes.withUnsafeBytes { buffer -> Result<Int, SystemError> in
      Result { () throws(SystemError) in
        try systemCall("send") {
          unsafe CLinux.send(rawValue, buffer.baseAddress, buffer.count, Int32(MSG_NOSIGNAL))
        }
      }
    }
    return try result.get()
  }

  /// Tells the other side that nothing more will come (`shutdown(2)`).
  package func endWriting() throws(SystemError) {
    try systemCall("shutdown") { shutdown(rawValue, Int32(SHUT_WR)) }
  }

  /// Sends what is written at once, without waiting for more (`TCP_NODELAY`).
  package func sendAtOnce() throws(SystemError) {
    try systemCall("setsockopt(TCP_NODELAY)") { assay_send_at_once(rawValue) }
  }

  /// Closing it breaks the connection instead of ending it (`SO_LINGER` of 0).
  package func breakOnClose() throws(SystemError) {
    try systemCall("setsockopt(SO_LINGER)") { assay_reset_on_close(rawValue) }
  }
}

extension InternetAddress {
  /// Whether it is one of this network namespace's own: a socket can be bound to it.
  package var belongsToThisHost: Bool {
    (try? FileDescriptor.bind(to: InternetEndpoint(self, port: 0))) != nil
  }
}
