package import Linux

/// The kernel's interface for reports of confidential guests (configfs-tsm, since Linux 6.7;
/// Documentation/ABI/testing/configfs-tsm-report): a directory made below the root gets files, of
/// which `inblob` takes the report data, and `outblob` then holds the report.
package protocol ReportInterface: Sendable {
  /// Makes an entry, in which the kernel puts its files.
  func makeEntry(_ name: String) throws(SystemError)
  func removeEntry(_ name: String) throws(SystemError)
  /// Writes the whole of a file in one call, as the kernel expects.
  func write(_ bytes: [UInt8], to file: String, of entry: String) throws(SystemError)
  func read(_ file: String, of entry: String) throws(SystemError) -> [UInt8]
}
