import Linux

/// A socket that accepts what the job connects to one address, and where that leads.
final class Listener {
  let socket: FileDescriptor
  let target: InternetEndpoint

  init(_ socket: consuming FileDescriptor, target: InternetEndpoint) {
    self.socket = socket
    self.target = target
  }
}
