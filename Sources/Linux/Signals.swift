import CLinux

/// Signal dispositions, masks and delivery (`signal(7)`).
package enum Signals {
  /// Gives every signal its default action (raw `rt_sigaction(2)`, see CLinux.h).
  package static func restoreDefaults() {
    // SIGKILL, SIGSTOP and two numbers of libc's are refused, which changes nothing.
    for signal in Int32(1)...64 { _ = assay_default_action(signal) }
  }

  /// Lets every signal through (`rt_sigprocmask(2)`).
  package static func unblockAll() throws(SystemError) {
    try systemCall("rt_sigprocmask") { assay_unblock_signals() }
  }

  /// A descriptor that becomes readable when a child ends; the signal itself is blocked
  /// (`signalfd(2)`).
  package static func watchChildren() throws(SystemError) -> FileDescriptor {
    var set = sigset_t()
    unsafe sigemptyset(&set)
    unsafe sigaddset(&set, SIGCHLD)
    try systemCall("sigprocmask") { unsafe sigprocmask(SIG_BLOCK, &set, nil) }
    let number = try systemCall("signalfd") {
      unsafe signalfd(-1, &set, Int32(SFD_CLOEXEC) | Int32(SFD_NONBLOCK))
    }
    return FileDescriptor(adopting: number)
  }

  /// A descriptor that becomes readable when somebody asks this process to end; the signals
  /// themselves, `SIGTERM` and `SIGINT`, are blocked in this thread and those that it starts
  /// (`signalfd(2)`).
  package static func watchTermination() throws(SystemError) -> FileDescriptor {
    var set = sigset_t()
    unsafe sigemptyset(&set)
    unsafe sigaddset(&set, SIGTERM)
    unsafe sigaddset(&set, SIGINT)
    try systemCall("sigprocmask") { unsafe sigprocmask(SIG_BLOCK, &set, nil) }
    let number = try systemCall("signalfd") { unsafe signalfd(-1, &set, Int32(SFD_CLOEXEC)) }
    return FileDescriptor(adopting: number)
  }

  /// Takes what `watchChildren` has to say, so that it is quiet until the next child ends.
  ///
  /// - Returns: how many bytes that were.
  @discardableResult
  package static func clear(_ watch: borrowing FileDescriptor) throws(SystemError) -> UInt64 {
    // One signal is all that can wait: it stands for any number of children, and the caller asks for
    // all of them.
    var information = signalfd_siginfo()
    do throws(SystemError) {
      let read = unsafe try withUnsafeMutableBytes(of: &information) {
        buffer throws(SystemError) in
        unsafe try watch.read(into: buffer)
      }
      return UInt64(read)
    } catch let error where error.wouldBlock {
      return 0
    }
  }

  /// Sends `signal` to every process that this one may signal, itself not counted
  /// (`kill(-1)`); as the first process of a pid namespace, to all others of it.
  package static func sendToAll(_ signal: Int32) {
    // Fails only if there is nobody to send it to.
    _ = CLinux.kill(-1, signal)
  }

  /// Ends the process `number` (`kill(2)`), which must be a child that was not reaped yet.
  package static func kill(_ number: Int32) {
    // A child that has ended already stays until it is reaped, so that this cannot fail.
    _ = CLinux.kill(number, SIGKILL)
  }

  /// `SIGTERM`
  package static let terminateNumber = SIGTERM
  /// `SIGKILL`
  package static let killNumber = SIGKILL
}

extension FileDescriptor {
  /// Sends `signal` to the process that this pidfd stands for (`pidfd_send_signal(2)`).
  package func signal(_ signal: Int32) throws(SystemError) {
    try systemCall("pidfd_send_signal") { pidfd_send_signal(rawValue, signal, nil, 0) }
  }
}
