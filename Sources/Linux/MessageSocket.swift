import CLinux

/// One end of a Unix socket that keeps message boundaries and passes descriptors
/// (`SOCK_SEQPACKET`, `SCM_RIGHTS`).
package struct MessageSocket: ~Copyable, Sendable {
  package let descriptor: FileDescriptor

  /// The kernel takes no more descriptors with one message (`SCM_MAX_FD`).
  package static let descriptorLimit = 253

  package init(adopting descriptor: consuming FileDescriptor) {
    self.descriptor = descriptor
  }

  /// Makes two connected ends, closed on exec (`socketpair(2)`): the near one is returned, the far
  /// one goes to the end of `descriptors`.
  package static func pair(farEndTo descriptors: inout DescriptorList) throws(SystemError)
    -> MessageSocket
  {
    var numbers: [Int32] = [-1, -1]
    try systemCall("socketpair") {
      unsafe socketpair(
        AF_UNIX, Int32(SOCK_SEQPACKET.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0, &numbers)
    }
    descriptors.append(FileDescriptor(adopting: numbers[1]))
    return MessageSocket(adopting: FileDescriptor(adopting: numbers[0]))
  }

  /// Sends one whole message (`sendmsg(2)`); `descriptors` stay the caller's.
  ///
  /// - Throws: `EPIPE` if the other end is gone, `EMSGSIZE` if the message is too large.
  package func send(_ bytes: [UInt8], descriptors: [Int32] = []) throws(SystemError) {
    try systemCall("sendmsg") {
      unsafe assay_send(
        descriptor.rawValue, bytes, bytes.count, descriptors, UInt32(descriptors.count))
    }
  }

  /// Receives one message (`recvmsg(2)`); its descriptors are closed on exec.
  ///
  /// If the other end was closed before it had read everything, the kernel says so once
  /// (`ECONNRESET`), ahead of messages that it sent before that; those are received all the same.
  ///
  /// - Parameter wait: when false, `EAGAIN` is thrown if no message is there.
  /// - Returns: nil when the other end is closed.
  /// - Throws: `EMSGSIZE` if the message has more than `limit` bytes or too many descriptors.
  package func receive(limit: Int, wait: Bool = true) throws(SystemError) -> Message? {
    do throws(SystemError) {
      return try receiveNext(limit: limit, wait: wait)
    } catch let error where error.code == ECONNRESET {
      return try receiveNext(limit: limit, wait: wait)
    }
  }

  private func receiveNext(limit: Int, wait: Bool) throws(SystemError) -> Message? {
    var numbers = [Int32](repeating: -1, count: Self.descriptorLimit)
    var arrived: UInt32 = 0
    var truncated: Int32 = 0
    var failure: SystemError?
    let flags = wait ? 0 : Int32(MSG_DONTWAIT)
    let bytes = unsafe [UInt8](unsafeUninitializedCapacity: limit) { buffer, count in
      do throws(SystemError) {
        count = try systemCall("recvmsg") {
          unsafe assay_receive(
            descriptor.rawValue, buffer.baseAddress, buffer.count, &numbers, &arrived,
            &truncated, flags)
        }
      } catch {
        failure = error
      }
    }
    if let failure { throw failure }
    let descriptors = DescriptorList(adopting: Array(numbers.prefix(Int(arrived))))
    guard truncated == 0 else { throw SystemError("recvmsg", code: EMSGSIZE) }
    if bytes.isEmpty { return nil }
    return Message(bytes: bytes, descriptors: descriptors)
  }

  /// Waits no longer than `seconds` in `receive`, which then throws `EAGAIN` (`SO_RCVTIMEO`).
  package func waitAtMost(seconds: Int) throws(SystemError) {
    var time = timeval(tv_sec: seconds, tv_usec: 0)
    try systemCall("setsockopt(SO_RCVTIMEO)") {
      unsafe setsockopt(
        descriptor.rawValue, SOL_SOCKET, SO_RCVTIMEO, &time,
        socklen_t(MemoryLayout<timeval>.size))
    }
  }

  package struct Message: ~Copyable {
    package let bytes: [UInt8]
    package var descriptors: DescriptorList

    /// Keeps the descriptors only.
    package consuming func takeDescriptors() -> DescriptorList { descriptors }
  }
}

extension SystemError {
  /// Bytes that came from another process are not what they should be (`EBADMSG`).
  package static func badMessage(_ subject: String) -> SystemError {
    SystemError("recvmsg", subject, code: EBADMSG)
  }

  /// The other end of a pipe or socket is gone (`EPIPE`, `ECONNRESET`).
  package var isDisconnected: Bool { code == EPIPE || code == ECONNRESET }
}
