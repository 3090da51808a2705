import CLinux

/// A filter of system calls in the kernel's classic BPF (`seccomp(2)`).
package enum SystemCallFilter {
  /// Puts the filter on this process for good; it must have refused new privileges.
  ///
  /// - Parameter instructions: `struct sock_filter`, 8 bytes each, in this machine's byte order.
  package static func install(_ instructions: UnsafeRawBufferPointer) throws(SystemError) {
    try systemCall("seccomp") {
      unsafe assay_install_filter(
        instructions.baseAddress, UInt32(instructions.count / instructionSize), 0)
    }
  }

  /// As `install`, for a filter that leaves calls to whoever listens.
  ///
  /// - Throws: `EBUSY` if this process is under a filter with a listener already.
  package static func installListening(
    _ instructions: UnsafeRawBufferPointer
  ) throws(SystemError) -> FileDescriptor {
    FileDescriptor(
      adopting: try systemCall("seccomp") {
        unsafe assay_install_listening_filter(
          instructions.baseAddress, UInt32(instructions.count / instructionSize))
      })
  }

  /// Bytes of one instruction.
  package static let instructionSize = 8

  /// Whether the kernel can kill a whole process for a system call (`SECCOMP_GET_ACTION_AVAIL`).
  package static var isAvailable: Bool {
    assay_filter_action_available(0x8000_0000) == 0  // SECCOMP_RET_KILL_PROCESS
  }
}
