import CLinux

/// Open descriptors that belong together, for instance those that came with one message; each is
/// closed with the list unless it was taken.
package struct DescriptorList: ~Copyable, Sendable {
  private(set) var numbers: [Int32]

  /// Takes over `numbers`, which must be open and owned by nobody else.
  package init(adopting numbers: [Int32] = []) {
    self.numbers = numbers
  }

  deinit {
    for number in numbers where number >= 0 { _ = close(number) }
  }

  /// How many descriptors the list began with and got since, taken ones included.
  package var count: Int { numbers.count }

  /// The kernel's numbers, −1 where one was taken; valid as long as the list lives.
  package var rawValues: [Int32] { numbers }

  package mutating func append(_ descriptor: consuming FileDescriptor) {
    numbers.append(descriptor.release())
  }

  package mutating func append(contentsOf others: consuming DescriptorList) {
    numbers += others.release()
  }

  /// Moves one descriptor out; nil if there is none at `index` any more.
  package mutating func take(_ index: Int) -> FileDescriptor? {
    guard numbers.indices.contains(index), numbers[index] >= 0 else { return nil }
    defer { numbers[index] = -1 }
    return FileDescriptor(adopting: numbers[index])
  }

  /// Gives the numbers away; the caller closes them.
  package consuming func release() -> [Int32] {
    let released = numbers
    numbers = []
    return released
  }

  /// Kind, size and identity of every file (`fstat(2)`).
  package func statuses() throws(SystemError) -> [FileStatus] {
    var statuses: [FileStatus] = []
    for number in numbers { statuses.append(try FileStatus(of: number)) }
    return statuses
  }

  /// Kind, size and identity of the open file at `index` (`fstat(2)`).
  package func status(_ index: Int) throws(SystemError) -> FileStatus {
    try FileStatus(of: numbers[index])
  }
}
