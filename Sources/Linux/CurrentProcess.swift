import CLinux

/// Settings of the running process and, unless said otherwise, of those it starts.
package enum CurrentProcess {
  /// Other processes of the same user can neither trace this one nor read its memory, and no
  /// core is dumped; undone by exec (`PR_SET_DUMPABLE`).
  package static func hideMemory() throws(SystemError) {
    try systemCall("prctl(PR_SET_DUMPABLE)") { assay_prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) }
  }

  /// Undoes `hideMemory`: the files of `/proc` that show this process belong to its user again.
  package static func showMemory() throws(SystemError) {
    try systemCall("prctl(PR_SET_DUMPABLE)") { assay_prctl(PR_SET_DUMPABLE, 1, 0, 0, 0) }
  }

  /// Descendants whose parents have ended become children of this process
  /// (`PR_SET_CHILD_SUBREAPER`).
  package static func adoptOrphans() throws(SystemError) {
    try systemCall("prctl(PR_SET_CHILD_SUBREAPER)") {
      assay_prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    }
  }

  /// The kernel kills this process as soon as the thread that started it ends; forgotten when the
  /// user changes (`PR_SET_PDEATHSIG`).
  package static func dieWithParent() throws(SystemError) {
    try systemCall("prctl(PR_SET_PDEATHSIG)") {
      assay_prctl(PR_SET_PDEATHSIG, UInt(SIGKILL), 0, 0, 0)
    }
  }

  /// Leads a session of its own, away from any terminal (`setsid(2)`).
  package static func startSession() throws(SystemError) {
    try systemCall("setsid") { setsid() }
  }

  /// Starts an empty, anonymous keyring for this session (`keyctl(2)`).
  package static func startKeyring() throws(SystemError) {
    try systemCall("keyctl") { assay_join_session_keyring() }
  }

  /// The host name of the UTS namespace (`sethostname(2)`).
  package static func setHostname(_ name: String) throws(SystemError) {
    try systemCall("sethostname", name) { unsafe sethostname(name, name.utf8.count) }
  }

  /// Permission bits that new files never have (`umask(2)`).
  package static func setFileMask(_ mask: UInt32) { _ = umask(mask) }

  /// Puts programs, stacks and heaps at the same addresses in every run
  /// (`personality(ADDR_NO_RANDOMIZE)`).
  package static func fixAddresses() throws(SystemError) {
    try systemCall("personality") { personality(UInt(ADDR_NO_RANDOMIZE)) }
  }

  /// Keeps to the first of the processors that it may use now (`sched_setaffinity(2)`).
  package static func useOneProcessor() throws(SystemError) {
    var processors = cpu_set_t()
    let size = MemoryLayout<cpu_set_t>.size
    try systemCall("sched_getaffinity") { unsafe sched_getaffinity(0, size, &processors) }
    var found = false
    unsafe withUnsafeMutableBytes(of: &processors) { bytes in
      for index in bytes.indices {
        let lowest = unsafe bytes[index] & (~bytes[index] &+ 1)
        unsafe bytes[index] = found ? 0 : lowest
        found = found || lowest != 0
      }
    }
    try systemCall("sched_setaffinity") { unsafe sched_setaffinity(0, size, &processors) }
  }

  /// Makes `directory` the working directory (`fchdir(2)`).
  package static func enter(_ directory: borrowing FileDescriptor) throws(SystemError) {
    let number = directory.rawValue
    try systemCall("fchdir") { fchdir(number) }
  }

  /// Closes every descriptor from `first` to `last` (`close_range(2)`).
  package static func closeDescriptors(
    from first: Int32, through last: Int32 = .max
  ) throws(SystemError) {
    guard first <= last else { return }
    try systemCall("close_range") { close_range(UInt32(first), UInt32(last), 0) }
  }

  /// Closes every descriptor from `first` on but those of `kept`.
  package static func closeDescriptors(from first: Int32, except kept: [Int32])
    throws(SystemError)
  {
    var next = first
    for number in kept.sorted() where number >= first {
      try closeDescriptors(from: next, through: number - 1)
      next = number + 1
    }
    try closeDescriptors(from: next)
  }

  /// Makes `number` a second name of `descriptor` that survives exec (`dup2(2)`).
  package static func place(_ descriptor: Int32, at number: Int32) throws(SystemError) {
    try systemCall("dup2") { dup2(descriptor, number) }
  }

  /// The number of this process (`getpid(2)`).
  package static var identifier: Int32 { getpid() }

  /// A descriptor that becomes readable when this process has ended (`pidfd_open(2)`).
  package static func handle() throws(SystemError) -> FileDescriptor {
    FileDescriptor(adopting: try systemCall("pidfd_open") { pidfd_open(getpid(), 0) })
  }

  /// Whether a process of that number exists (`kill(2)` with signal 0).
  package static func exists(_ process: Int32) -> Bool {
    do throws(SystemError) {
      try systemCall("kill") { kill(process, 0) }
      return true
    } catch {
      return !error.isNoSuchProcess
    }
  }

  /// How many processors it may use (`sched_getaffinity(2)`).
  package static var processorCount: Int {
    var processors = cpu_set_t()
    let result = unsafe sched_getaffinity(0, MemoryLayout<cpu_set_t>.size, &processors)
    guard result == 0 else { return 1 }
    return unsafe withUnsafeBytes(of: &processors) { bytes in
      unsafe bytes.reduce(0) { $0 + $1.nonzeroBitCount }
    }
  }

  /// Ends this process at once, without running anything registered for its end (`_exit(2)`).
  package static func exit(_ code: Int32) -> Never { _exit(code) }
}
