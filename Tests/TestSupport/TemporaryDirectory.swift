package import Linux

/// An empty directory for one test, removed with everything in it when the value ends.
package struct TemporaryDirectory: ~Copyable {
  package let path: String

  package init() throws(SystemError) {
    let parent = Environment.value(of: "TMPDIR") ?? "/tmp"
    path = "\(parent)/assay-test-\(String(UInt64.random(in: .min ... .max), radix: 36))"
    try makeDirectories(path, permissions: 0o700)
  }

  deinit {
    // Left-over files in a temporary place do no harm, and a deinit cannot report them.
    guard let slash = path.lastIndex(of: "/") else { return }
    let parent = try? FileDescriptor.open(String(path[..<slash]), [.readOnly, .directory])
    try? parent?.removeTree(String(path[path.index(after: slash)...]))
  }
}
