import CLinux

/// A time namespace (`time_namespaces(7)`) that this process has made and not entered yet: as long
/// as nobody is in it, its clocks can be set.
package struct TimeNamespace: ~Copyable {
  private let offsets: FileDescriptor
  private let namespace: FileDescriptor

  /// Makes one (`unshare(2)`); `/proc` must show this process, whose files must be its own user's.
  package init() throws(SystemError) {
    try Namespaces.time.enter()
    let offsets = try Self.openOffsets()
    namespace = try FileDescriptor.open("/proc/self/ns/time_for_children", .readOnly)
    self.offsets = offsets
  }

  /// Lets its monotonic and its boot clock begin at 0 and moves this process, which must have a
  /// single thread, into it.
  ///
  /// - Returns: how far the monotonic clock was set back, in nanoseconds.
  package func enter() throws(SystemError) -> Int64 {
    let monotonic = try Self.begin(offsets)
    try Namespaces.time.join(namespace.rawValue)
    return monotonic
  }

  /// Lets the clocks begin at 0 in the namespace that the children of a process will be in, which
  /// nobody is in yet.
  ///
  /// - Parameter offsets: what `openOffsets` has opened in that process.
  /// - Returns: how far the monotonic clock was set back, in nanoseconds.
  @discardableResult
  package static func begin(_ offsets: borrowing FileDescriptor) throws(SystemError) -> Int64 {
    let monotonic = Clock.monotonicNanoseconds()
    let lines = line("monotonic", -monotonic) + line("boottime", -Clock.bootNanoseconds())
    try offsets.writeAll(Array(lines.utf8))
    return monotonic
  }

  /// Where the clocks of this process's children are set, whichever namespace that is by then;
  /// `/proc` must show this process, whose files must be its own user's.
  package static func openOffsets() throws(SystemError) -> FileDescriptor {
    try FileDescriptor.open("/proc/self/timens_offsets", .writeOnly)
  }

  /// The kernel wants the nanoseconds of a negative offset counted upwards.
  private static func line(_ clock: String, _ offset: Int64) -> String {
    let second: Int64 = 1_000_000_000
    let nanoseconds = (offset % second + second) % second
    return "\(clock) \((offset - nanoseconds) / second) \(nanoseconds)\n"
  }
}
