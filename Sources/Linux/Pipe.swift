import CLinux

/// Both ends of a pipe, closed on exec (`pipe2(2)`).
package struct Pipe: ~Copyable {
  package let reading: FileDescriptor
  package let writing: FileDescriptor

  package init() throws(SystemError) {
    var numbers: [Int32] = [-1, -1]
    try systemCall("pipe2") { unsafe pipe2(&numbers, O_CLOEXEC) }
    reading = FileDescriptor(adopting: numbers[0])
    writing = FileDescriptor(adopting: numbers[1])
  }

  /// Keeps the end to read from; the other is closed.
  package consuming func takeReading() -> FileDescriptor { reading }

  /// Keeps the end to write to; the other is closed.
  package consuming func takeWriting() -> FileDescriptor { writing }
}
