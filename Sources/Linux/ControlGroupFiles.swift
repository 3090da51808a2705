import CLinux
import Synchronization

/// The files in which one control group counts. Each is opened when it is first read and kept, since
/// opening one takes longer than reading it.
final class ControlGroupFiles: Sendable {
  enum Kind: Int, CaseIterable {
    case processorTime
    case peakMemory
    case memoryInUse
    case memoryEvents
    case processEvents
    case processCount

    private var controller: String {
      switch self {
      case .processorTime: "cpuacct"
      case .peakMemory, .memoryInUse, .memoryEvents: "memory"
      case .processEvents, .processCount: "pids"
      }
    }

    private func name(_ version: ControlGroupHierarchy.Version) -> String {
      switch (self, version) {
      case (.processorTime, .one): "cpuacct.usage"
      case (.processorTime, .two): "cpu.stat"
      case (.peakMemory, .one): "memory.max_usage_in_bytes"
      case (.peakMemory, .two): "memory.peak"
      case (.memoryInUse, .one): "memory.usage_in_bytes"
      case (.memoryInUse, .two): "memory.current"
      case (.memoryEvents, .one): "memory.oom_control"
      case (.memoryEvents, .two): "memory.events"
      case (.processEvents, _): "pids.events"
      case (.processCount, _): "pids.current"
      }
    }

    func open(
      _ group: String, in parent: ControlGroupParent
    ) throws(SystemError) -> FileDescriptor {
      try parent.directories.open(
        "\(group)/\(name(parent.version))",
        // Writing sets it back, where the kernel lets.
        self == .peakMemory && parent.version == .one ? .readWrite : .readOnly,
        at: try parent.position(of: controller))
    }
  }

  private let group: String
  private let parent: ControlGroupParent
  /// The kernel's numbers; −1 for those not opened yet.
  private let numbers: Mutex<[Int32]> = Mutex(Array(repeating: -1, count: Kind.allCases.count))

  init(of group: String, in parent: ControlGroupParent) {
    self.group = group
    self.parent = parent
  }

  deinit {
    numbers.withLock { numbers in
      for number in numbers where number >= 0 { _ = close(number) }
    }
  }

  /// The number that the file consists of.
  func number(_ kind: Kind) throws(SystemError) -> UInt64 {
    guard let value = Self.number(try text(kind)[...]) else {
      throw SystemError("read a number", "\(group), \(kind)", code: EBADMSG)
    }
    return value
  }

  /// The value after `key` in a file of lines `key value`; 0 if the kernel has no such line.
  func entry(_ kind: Kind, _ key: String) throws(SystemError) -> UInt64 {
    for line in try text(kind).split(separator: UInt8(ascii: "\n")) {
      guard let space = line.firstIndex(of: UInt8(ascii: " ")),
        line[..<space].elementsEqual(key.utf8)
      else { continue }
      return Self.number(line[(space + 1)...]) ?? 0
    }
    return 0
  }

  /// Sets a counter back, as far as it goes (`0` written into the file).
  func reset(_ kind: Kind) throws(SystemError) {
    let number = try descriptor(kind)
    let zero: [UInt8] = [UInt8(ascii: "0")]
    try systemCall("pwrite", "\(kind)") { unsafe pwrite(number, zero, zero.count, 0) }
  }

  private static func number(_ digits: ArraySlice<UInt8>) -> UInt64? {
    var value: UInt64?
    for digit in digits {
      guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(digit) else { break }
      value = (value ?? 0) &* 10 &+ UInt64(digit - UInt8(ascii: "0"))
    }
    return value
  }

  /// The whole file, as it is now.
  private func text(_ kind: Kind) throws(SystemError) -> [UInt8] {
    let number = try descriptor(kind)
    var failure: SystemError?
    let text = unsafe [UInt8](unsafeUninitializedCapacity: Self.capacity) { buffer, count in
      do throws(SystemError) {
        count = try systemCall("pread", "\(kind)") {
          unsafe pread(number, buffer.baseAddress, buffer.count, 0)
        }
      } catch {
        failure = error
      }
    }
    if let failure { throw failure }
    return text
  }

  /// Bytes; none of the files has as many.
  private static let capacity = 4096

  private func descriptor(_ kind: Kind) throws(SystemError) -> Int32 {
    let result = numbers.withLock { numbers in
      Result { () throws(SystemError) in
        if numbers[kind.rawValue] < 0 {
          numbers[kind.rawValue] = try kind.open(group, in: parent).release()
        }
        return numbers[kind.rawValue]
      }
    }
    return try result.get()
  }
}
