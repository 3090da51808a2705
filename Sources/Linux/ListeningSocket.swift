import CLinux

/// A TCP socket that takes connections (`listen(2)`).
package struct ListeningSocket: ~Copyable, Sendable {
  package let descriptor: FileDescriptor
  /// Where it listens, with the port that the kernel chose if none was asked for.
  package let address: InternetAddress

  /// Listens at an address; port 0 lets the kernel choose.
  package init(at wanted: InternetAddress, backlog: Int32 = 512) throws(SystemError) {
    let made = try wanted.makeSocket()
    let number = made.rawValue
    var one: Int32 = 1
    // A server that starts again must not wait for the connections of the one before.
    try systemCall("setsockopt") {
      unsafe setsockopt(
        number, SOL_SOCKET, SO_REUSEADDR, &one, socklen_t(MemoryLayout<Int32>.size))
    }
    try systemCall("bind", wanted.description) {
      unsafe assay_bind(number, wanted.host, wanted.isVersion6 ? 1 : 0, wanted.port)
    }
    try systemCall("listen", wanted.description) { listen(number, backlog) }
    let port = try systemCall("getsockname") { assay_local_port(number) }
    descriptor = made
    address = InternetAddress(
      host: wanted.host, isVersion6: wanted.isVersion6, port: UInt16(truncatingIfNeeded: port))
  }
}

/// A numeric Internet address and a port: `127.0.0.1:7080`, `[::1]:7080`.
package struct InternetAddress: Hashable, Sendable, CustomStringConvertible {
  let host: String
  let isVersion6: Bool
  package let port: UInt16

  init(host: String, isVersion6: Bool, port: UInt16) {
    self.host = host
    self.isVersion6 = isVersion6
    self.port = port
  }

  /// Nil for what is not of the form above. Names are not looked up; whether the digits are an
  /// address is seen when it is used.
  package init?(_ text: String) {
    guard let colon = text.lastIndex(of: ":"), let port = UInt16(text[text.index(after: colon)...])
    else { return nil }
    let front = text[..<colon]
    isVersion6 = front.hasPrefix("[") && front.hasSuffix("]")
    host = String(isVersion6 ? front.dropFirst().dropLast() : front)
    self.port = port
    let digits = host.utf8.allSatisfy { byte in
      (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
        || (isVersion6
          ? "abcdefABCDEF:.".utf8.contains(byte) : byte == UInt8(ascii: "."))
    }
    guard digits, !host.isEmpty else { return nil }
  }

  package var description: String { (isVersion6 ? "[\(host)]" : host) + ":\(port)" }

  /// A stream socket of the right family (`socket(2)`).
  fileprivate func makeSocket() throws(SystemError) -> FileDescriptor {
    let number = try systemCall("socket", description) {
      socket(
        isVersion6 ? AF_INET6 : AF_INET,
        Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
    }
    return FileDescriptor(adopting: number)
  }
}

extension FileDescriptor {
  /// Connects to a server (`connect(2)`).
  package static func connecting(to address: InternetAddress) throws(SystemError) -> FileDescriptor
  {
    let descriptor = try address.makeSocket()
    let number = descriptor.rawValue
    try systemCall("connect", address.description) {
      unsafe assay_connect(number, address.host, address.isVersion6 ? 1 : 0, address.port)
    }
    return descriptor
  }

  /// Ends both directions of the connection `number`, which somebody else owns and closes; who waits
  /// for it then sees its end (`shutdown(2)`).
  package static func shutDown(socket number: Int32) {
    // Fails only where the other side has ended it already.
    _ = shutdown(number, Int32(SHUT_RDWR))
  }
}
