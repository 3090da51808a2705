import CLinux
import Synchronization

/// The control group of one job after another: what bounds and counts all of its processes together.
///
/// It is not removed with the value: `remove` does that once every process is gone.
package final class ControlGroup: Sendable {
  package struct Limits: Equatable, Sendable {
    /// Memory and swap together.
    package let memoryBytes: UInt64
    package let processes: UInt64
    /// Thousandths of a processor; nil for no bound.
    package let milliCPUs: UInt64?

    package init(memoryBytes: UInt64, processes: UInt64, milliCPUs: UInt64?) {
      self.memoryBytes = memoryBytes
      self.processes = processes
      self.milliCPUs = milliCPUs
    }
  }

  package struct Usage: Equatable, Sendable {
    /// Time on processors, of programs and of the kernel for them, since the group was made.
    package let processorMicroseconds: UInt64
    /// Nil where the kernel does not keep it.
    package let peakMemoryBytes: UInt64?
    /// Processes that the kernel killed because the group was out of memory.
    package let memoryKills: UInt64
    /// Attempts to start a process that the limit refused.
    package let processRefusals: UInt64
  }

  package let name: String
  /// Whether it was made to bound the bandwidth of devices.
  package let boundsDevices: Bool
  let parent: ControlGroupParent
  /// How many of the parent's hierarchies it is in.
  let hierarchies: Int
  let files: ControlGroupFiles
  /// The limits that stand in its files; nil for a new group, and for one that refused some.
  private let applied: Mutex<Limits?> = Mutex(nil)
  /// What its counters showed when the present job got it.
  let start: Mutex<ControlGroupStart> = Mutex(ControlGroupStart())
  /// What processes enter it by; empty until it is first asked for.
  let kept: Mutex<DescriptorList> = Mutex(DescriptorList())

  package var version: ControlGroupHierarchy.Version { parent.version }

  init(name: String, in parent: ControlGroupParent, hierarchies: Int, boundsDevices: Bool) {
    self.name = name
    self.parent = parent
    self.hierarchies = hierarchies
    self.boundsDevices = boundsDevices
    files = ControlGroupFiles(of: name, in: parent)
  }

  /// Length of the interval in which processor time is doled out. Short, so that a job that has
  /// spent its share is not stopped for long at once.
  static let periodMicroseconds: UInt64 = 20_000

  /// Processor time per period; the kernel refuses less than a millisecond.
  static func quotaMicroseconds(_ milliCPUs: UInt64) -> UInt64 {
    max(1000, milliCPUs * periodMicroseconds / 1000)
  }

  /// Makes the directories of a planned group, or none.
  package func make() throws(SystemError) {
    do throws(SystemError) {
      for index in 0..<hierarchies { try parent.directories.makeDirectory(name, at: index) }
    } catch {
      remove()
      throw error
    }
  }

  /// How long `remove` waits for processes, in milliseconds.
  private static let patience = 10_000

  /// Removes its directories. Processes that were killed are waited for: who dies with its maker may
  /// still be about to when that is noticed. A group with processes that stay is quietly left.
  package func remove() {
    for _ in 0..<Self.patience {
      if removeIfEmpty() { return }
      Thread.sleep(microseconds: 1000)
    }
  }

  /// Removes its directories but for those that still have processes.
  ///
  /// - Returns: whether none is left.
  package func removeIfEmpty() -> Bool {
    var isGone = true
    for index in 0..<hierarchies {
      isGone = parent.directories.removeDirectory(name, at: index) && isGone
    }
    return isGone
  }

  /// Whether it is known which limits it has.
  var isBounded: Bool { applied.withLock { $0 != nil } }

  /// Sets every limit that does not stand there yet.
  package func apply(_ limits: Limits) throws(SystemError) {
    let result = applied.withLock { applied in
      Result { () throws(SystemError) in
        if applied == limits { return }
        let before = applied
        applied = nil
        switch version {
        case .one: try applyVersion1(limits, instead: before)
        case .two: try applyVersion2(limits)
        }
        applied = limits
      }
    }
    try result.get()
  }

  /// Bounds what the group reads from, and as much again what it writes to, each of `devices`.
  ///
  /// - Throws: `ENOENT` if the group was not made for that.
  package func bound(
    _ devices: [BlockDevice], bytesPerSecond rate: UInt64
  ) throws(SystemError) {
    for device in devices {
      switch version {
      case .one:
        try write("\(device) \(rate)", "blkio", "blkio.throttle.read_bps_device")
        try write("\(device) \(rate)", "blkio", "blkio.throttle.write_bps_device")
      case .two: try write("\(device) rbps=\(rate) wbps=\(rate)", "blkio", "io.max")
      }
    }
  }

  /// What the group has used so far.
  package func usage() throws(SystemError) -> Usage {
    let start = start.withLock { $0 }
    return Usage(
      processorMicroseconds: try processorMicroseconds(),
      peakMemoryBytes: try peakMemoryBytes().map { $0 - min($0, start.memoryBytes) },
      memoryKills: try memoryKills() - start.memoryKills,
      processRefusals: try processRefusals() - start.processRefusals)
  }

  /// Processor time used so far, in microseconds.
  package func processorMicroseconds() throws(SystemError) -> UInt64 {
    switch version {
    case .one: try files.number(.processorTime) / 1000
    case .two: try files.entry(.processorTime, "usage_usec")
    }
  }

  func memoryKills() throws(SystemError) -> UInt64 { try files.entry(.memoryEvents, "oom_kill") }

  func processRefusals() throws(SystemError) -> UInt64 { try files.entry(.processEvents, "max") }

  private func peakMemoryBytes() throws(SystemError) -> UInt64? {
    // Linux 5.19 and later.
    if version == .two && !has("memory", "memory.peak") { return nil }
    return try files.number(.peakMemory)
  }

  /// Whether swap counts towards the memory limit.
  package var boundsSwap: Bool {
    switch version {
    case .one: has("memory", "memory.memsw.limit_in_bytes")
    case .two: has("memory", "memory.swap.max")
    }
  }

  func write(_ value: String, _ controller: String, _ file: String) throws(SystemError) {
    let position = try parent.position(of: controller, among: hierarchies)
    try parent.directories.open("\(name)/\(file)", .writeOnly, at: position)
      .writeAll(Array(value.utf8))
  }

  private func has(_ controller: String, _ file: String) -> Bool {
    guard let position = try? parent.position(of: controller, among: hierarchies) else {
      return false
    }
    let path = "\(name)/\(file)"
    return unsafe faccessat(parent.directories.rawValues[position], path, F_OK, 0) == 0
  }
}
