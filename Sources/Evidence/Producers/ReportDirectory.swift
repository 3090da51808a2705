package import Linux

/// The kernel's interface where it is mounted.
package struct ReportDirectory: ReportInterface {
  package static let standardRoot = "/sys/kernel/config/tsm/report"
  /// A report, or certificates beside it.
  private static let largestFile = 1 << 20

  package let root: String

  package init(root: String = Self.standardRoot) {
    self.root = root
  }

  /// Whether the kernel offers the interface there.
  package var exists: Bool { (try? FileDescriptor.open(root, [.readOnly, .directory])) != nil }

  package func makeEntry(_ name: String) throws(SystemError) {
    try FileDescriptor.open(root, [.readOnly, .directory]).makeDirectory(name)
  }

  package func removeEntry(_ name: String) throws(SystemError) {
    try FileDescriptor.open(root, [.readOnly, .directory]).removeDirectory(name)
  }

  package func write(_ bytes: [UInt8], to file: String, of entry: String) throws(SystemError) {
    try FileDescriptor.open("\(root)/\(entry)/\(file)", .writeOnly).writeAll(bytes)
  }

  package func read(_ file: String, of entry: String) throws(SystemError) -> [UInt8] {
    let path = "\(root)/\(entry)/\(file)"
    return try FileDescriptor.open(path, .readOnly).readAll(limit: Self.largestFile, subject: path)
  }
}
