import Evidence
import Linux
import Synchronization
import TestSupport

/// A directory tree that behaves as the kernel's for reports: making a directory puts files into it,
/// and each write to `inblob` makes a report of it and advances the generation.
final class FakeKernel: ReportInterface {
  private let directory: ReportDirectory
  private let provider: String
  private let makeReport: @Sendable ([UInt8]) -> [UInt8]
  /// How often somebody else still writes between our write and our read.
  private let intrusions: Mutex<Int>

  init(
    root: String, provider: String, intrusions: Int = 0,
    makeReport: @escaping @Sendable ([UInt8]) -> [UInt8]
  ) {
    directory = ReportDirectory(root: root)
    self.provider = provider
    self.intrusions = Mutex(intrusions)
    self.makeReport = makeReport
  }

  func makeEntry(_ name: String) throws(SystemError) {
    try directory.makeEntry(name)
    try put("provider", provider + "\n", name)
    try put("generation", "0\n", name)
    for file in ["inblob", "outblob", "auxblob"] { try put(file, "", name) }
  }

  /// As the kernel's: its files go with the directory.
  func removeEntry(_ name: String) throws(SystemError) {
    let entry = try FileDescriptor.open("\(directory.root)/\(name)", [.readOnly, .directory])
    for file in try entry.entries() { try entry.removeFile(file) }
    try directory.removeEntry(name)
  }

  func write(_ bytes: [UInt8], to file: String, of entry: String) throws(SystemError) {
    // Longer report data is refused by the kernel (EINVAL).
    guard file == "inblob", bytes.count <= 64 else { throw SystemError("write", file, code: 22) }
    try directory.write(bytes, to: file, of: entry)
    try answer(bytes, entry)
    let intruded = intrusions.withLock { left in
      left -= 1
      return left >= 0
    }
    if intruded { try answer([UInt8](repeating: 0xEE, count: 64), entry) }
  }

  func read(_ file: String, of entry: String) throws(SystemError) -> [UInt8] {
    try directory.read(file, of: entry)
  }

  private func answer(_ data: [UInt8], _ entry: String) throws(SystemError) {
    let before = try directory.read("generation", of: entry)
    let generation = Int(String(decoding: before.dropLast(), as: UTF8.self)) ?? 0
    try put("generation", "\(generation + 1)\n", entry)
    try replace("outblob", makeReport(data), entry)
  }

  private func put(_ file: String, _ text: String, _ entry: String) throws(SystemError) {
    try replace(file, Array(text.utf8), entry)
  }

  private func replace(_ file: String, _ bytes: [UInt8], _ entry: String) throws(SystemError) {
    try FileDescriptor.open("\(directory.root)/\(entry)", [.readOnly, .directory])
      .write(bytes, to: file, .atomic)
  }
}
