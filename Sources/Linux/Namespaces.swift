import CLinux

/// Kinds of kernel namespaces (`namespaces(7)`).
package struct Namespaces: OptionSet, Sendable {
  package let rawValue: UInt64
  package init(rawValue: UInt64) { self.rawValue = rawValue }

  /// As every set has it; this one needs nothing of the runtime's tables, which a process that has
  /// just begun finds empty.
  package init(arrayLiteral elements: Namespaces...) {
    rawValue = elements.reduce(0) { $0 | $1.rawValue }
  }

  package static let user = Namespaces(rawValue: UInt64(CLONE_NEWUSER))
  package static let processes = Namespaces(rawValue: UInt64(CLONE_NEWPID))
  package static let mounts = Namespaces(rawValue: UInt64(CLONE_NEWNS))
  package static let network = Namespaces(rawValue: UInt64(CLONE_NEWNET))
  package static let ipc = Namespaces(rawValue: UInt64(CLONE_NEWIPC))
  package static let hostname = Namespaces(rawValue: UInt64(CLONE_NEWUTS))
  package static let cgroups = Namespaces(rawValue: UInt64(CLONE_NEWCGROUP))
  package static let time = Namespaces(rawValue: 0x80)  // CLONE_NEWTIME, which glibc 2.36 hides

  /// Moves this process (for `time`: its children) into new namespaces (`unshare(2)`).
  package func enter() throws(SystemError) {
    try systemCall("unshare") { unshare(Int32(truncatingIfNeeded: rawValue)) }
  }

  /// Moves this process into the namespace that `descriptor` is open on, which must be of this one
  /// kind (`setns(2)`).
  package func join(_ descriptor: Int32) throws(SystemError) {
    try systemCall("setns") { setns(descriptor, Int32(truncatingIfNeeded: rawValue)) }
  }
}

/// Which process `fork` answers in.
package enum Forked: ~Copyable {
  case child
  /// The child's number, and a descriptor that stays bound to this very process (`pidfd_open(2)`).
  case parent(process: Int32, handle: FileDescriptor)
}

extension Namespaces {
  /// Starts a copy of this process in new namespaces (`clone3(2)`).
  ///
  /// Only for a process with a single thread: the copy has that thread alone, and locks that
  /// others held would stay locked in it for ever.
  ///
  /// - Parameter cgroup: a version 2 control group directory in which the copy begins its life.
  package func fork(into cgroup: Int32?) throws(SystemError) -> Forked {
    var handle: Int32 = -1
    let process = try systemCall("clone3") {
      unsafe assay_clone3(rawValue | UInt64(CLONE_PIDFD), &handle, cgroup ?? -1)
    }
    if process == 0 { return .child }
    return .parent(process: process, handle: FileDescriptor(adopting: handle))
  }
}
