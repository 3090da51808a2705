package import Content
package import Linux
import Synchronization

/// What a client is answered.
package struct HTTPResponse: Sendable {
  package enum Body: Sendable {
    case bytes([UInt8])
    case file(OpenFile)
  }

  package let status: Int
  /// Names with values; length and connection are the server's.
  package var headers: [(name: String, value: String)]
  package let body: Body

  package init(_ status: Int, _ body: Body, type: String) {
    self.status = status
    self.body = body
    headers = [("Content-Type", type), ("X-Content-Type-Options", "nosniff")]
  }

  package static func text(
    _ status: Int, _ text: String, type: String = "text/plain; charset=utf-8"
  ) -> HTTPResponse {
    HTTPResponse(status, .bytes(Array(text.utf8)), type: type)
  }

  package static func json(_ status: Int, _ document: JSON) -> HTTPResponse {
    HTTPResponse(status, .bytes(document.canonicalBytes + [0x0A]), type: "application/json")
  }

  /// A failure as the command line prints it with `--json`.
  package static func failure(_ status: Int, _ code: String, _ message: String) -> HTTPResponse {
    let error: JSON = .object(["code": .string(code), "message": .string(message)])
    return json(status, .object(["error": error]))
  }

  /// A refusal that passes: the client is told when to come again.
  package static func busy(_ message: String) -> HTTPResponse {
    failure(503, "busy", message).with("Retry-After", "1")
  }

  package func with(_ name: String, _ value: String) -> HTTPResponse {
    var response = self
    response.headers.append((name, value))
    return response
  }
}

/// A file that is sent as it lies, and the number of its bytes.
package final class OpenFile: Sendable {
  package let size: Int
  private let file: Mutex<FileDescriptor?>

  package init(_ file: consuming FileDescriptor) throws(SystemError) {
    size = Int(try file.status().size)
    self.file = Mutex(consume file)
  }

  /// The descriptor, which the caller closes; nil the second time.
  func release() -> Int32? {
    file.withLock { file in file.take()?.release() }
  }
}
