import Linux

/// What a cell has ready before it knows its job.
struct Preparation: ~Copyable {
  let mounts: PreparedMounts
  let clocks: PreparedClocks
  /// Nil where the kernel does not count.
  let transfer: ChildrenTransfer?
  /// Of the network in which this process began; nil if nobody will use that again.
  let sockets: SocketCount?

  /// How many processes besides this one and the job's own are the job's user's: its keeper, if there
  /// is one.
  var companions: UInt64 {
    switch clocks {
    case .namespace: 0
    case .offsets: 1
    }
  }
}

/// Clocks that have not begun.
enum PreparedClocks: ~Copyable {
  /// The cell enters the namespace, and its job with it.
  case namespace(TimeNamespace)
  /// The job is in the namespace from its program's execution on (`execve(2)`, Linux 6.3); the cell,
  /// which shares its memory and with that the clocks in it, never is. Here they are set.
  case offsets(FileDescriptor)

  /// - Returns: how far this process's own monotonic clock was set back, in nanoseconds.
  func begin() throws(SystemError) -> Int64 {
    switch self {
    case .namespace(let namespace): return try namespace.enter()
    case .offsets(let offsets):
      do throws(SystemError) {
        try TimeNamespace.begin(offsets)
      } catch let error where error.isNoSuchProcess {
        // The keeper, whose file it is, is about to end, and this process with it; nothing is missing here.
        CurrentProcess.exit(1)
      }
      return 0
    }
  }
}
