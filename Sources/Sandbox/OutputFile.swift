package import Linux

/// A file that a job left in `/out`; every process of the job is dead.
package struct OutputFile: ~Copyable {
  /// Its path below `/out`, of portable characters.
  package let path: String
  /// Open for reading, at the beginning.
  package let file: FileDescriptor
  package let size: Int64
}
