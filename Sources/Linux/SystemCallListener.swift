import CLinux

/// A system call whose caller waits for an answer.
package struct CallNotification: Sendable {
  package let identifier: UInt64
  /// The calling thread, as numbered in our pid namespace.
  package let thread: Int32
  package let number: UInt32
  /// As `AUDIT_ARCH_X86_64`.
  package let architecture: UInt32
  package let instructionPointer: UInt64
  /// Six, which say nothing that could be trusted.
  package let arguments: [UInt64]
}

/// Where the kernel tells of system calls that a filter does not decide (`seccomp_unotify(2)`).
///
/// When it is closed, callers that wait get `ENOSYS`, and so does every later one.
package struct SystemCallListener: ~Copyable {
  package let descriptor: FileDescriptor

  package init(adopting descriptor: consuming FileDescriptor) {
    self.descriptor = descriptor
  }

  /// Takes one notification; nil if there is none, or its caller has given up.
  package func receive() throws(SystemError) -> CallNotification? {
    var raw = assay_notification()
    do throws(SystemError) {
      let number = descriptor.rawValue
      let count = try systemCall("ioctl(SECCOMP_IOCTL_NOTIF_RECV)") {
        unsafe assay_receive_notification(number, &raw)
      }
      if count == 0 { return nil }
    } catch let error where error.isNotFound {
      return nil
    }
    let arguments = raw.arguments
    return CallNotification(
      identifier: raw.identifier, thread: Int32(bitPattern: raw.thread), number: raw.number,
      architecture: raw.architecture, instructionPointer: raw.instruction_pointer,
      arguments: [
        arguments.0, arguments.1, arguments.2, arguments.3, arguments.4, arguments.5,
      ])
  }

  /// Whether the caller still waits; otherwise its thread's number may be another's by now.
  package func isWaiting(_ notification: CallNotification) -> Bool {
    assay_notification_is_valid(descriptor.rawValue, notification.identifier) == 0
  }

  /// Lets the call return `value`.
  package func answer(_ notification: CallNotification, value: Int64) throws(SystemError) {
    try answer(notification, value, error: 0)
  }

  /// Lets the call fail with the error number `code`, which must not be 0.
  package func refuse(_ notification: CallNotification, code: Int32) throws(SystemError) {
    try answer(notification, 0, error: code)
  }

  private func answer(
    _ notification: CallNotification, _ value: Int64, error: Int32
  ) throws(SystemError) {
    do throws(SystemError) {
      let number = descriptor.rawValue
      try systemCall("ioctl(SECCOMP_IOCTL_NOTIF_SEND)") {
        assay_answer_notification(number, notification.identifier, value, error)
      }
    } catch let error where error.isNotFound {
      // The caller was killed, or a signal took it away: nobody waits for the answer.
    }
  }
}

/// Writes into the memory of another process where that may be written to
/// (`process_vm_writev(2)`).
///
/// - Returns: how many bytes were written before memory ended that may be.
package func write(
  _ bytes: [UInt8], toMemoryOf thread: Int32, at address: UInt64
) throws(SystemError) -> Int {
  try systemCall("process_vm_writev") {
    unsafe assay_write_memory(thread, address, bytes, bytes.count)
  }
}
