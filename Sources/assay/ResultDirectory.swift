import Attestation
import Content
import Linux
import Requestor
import Verification

/// The folder that a run leaves behind: `verdict.assay`, and beside it the outputs under the names
/// that statements give them (`stdout`, `stderr`, `out/…`). Where numbers were compared, `compared`
/// holds the outputs that were not accepted, so that anybody can compare them again.
struct ResultDirectory: Sendable {
  static let bundleName = "verdict.assay"
  /// What a run writes besides the bundle; removed before the next run writes anew.
  static let outputNames = ["stdout", "stderr", "out"]
  /// Files named by the digests of their contents, in hexadecimal.
  static let comparedName = "compared"

  let path: String
  var bundlePath: String { "\(path)/\(Self.bundleName)" }

  /// Takes a new folder, an empty one, or one that an earlier run left.
  init(at path: String) throws(CommandError) {
    self.path = path
    let names: [String]
    do throws(SystemError) {
      try makeDirectories(path)
      names = try FileDescriptor.open(path, [.readOnly, .directory]).entries()
    } catch {
      throw Self.failure(error)
    }
    guard names.isEmpty || names.contains(Self.bundleName) else {
      throw CommandError(
        .usage, "output.occupied",
        "--output \(path) holds other files; expected a new or empty folder, or one with an "
          + "earlier \(Self.bundleName)")
    }
  }

  /// Writes the bundle, and copies the accepted outputs out of the store, checking each digest on
  /// the way.
  ///
  /// - Parameter withOutputs: whether they are accepted, too, by whoever asked for them.
  func publish(
    _ decision: Requestor.Decision, from content: BlobStore, withOutputs: Bool
  ) throws(CommandError) {
    do throws(SystemError) {
      let directory = try directory()
      let present = try directory.entries()
      for name in Self.outputNames + [Self.comparedName] where present.contains(name) {
        try directory.removeTree(name)
      }
      if withOutputs { try write(decision, from: content) }
      try directory.write(decision.bundle.bytes, to: Self.bundleName, .durable)
    } catch {
      throw Self.failure(error)
    }
  }

  /// The accepted outputs, and those that were compared with them.
  private func write(
    _ decision: Requestor.Decision, from content: BlobStore
  ) throws(SystemError) {
    let accepted = decision.verdict.result?.outputs ?? []
    for output in accepted { try write(output.digest, of: content, to: output.name) }
    for digest in decision.bundle.comparedContents.subtracting(accepted.map(\.digest)) {
      try write(digest, of: content, to: "\(Self.comparedName)/\(digest.hexadecimal)")
    }
  }

  private func write(
    _ digest: Digest, of content: BlobStore, to name: String
  ) throws(SystemError) {
    let target = "\(path)/\(name)"
    try makeDirectories(Path.directory(of: target))
    let file = try FileDescriptor.open(target, [.writeOnly, .create, .exclusive])
    try content.copy(digest, to: file)
  }

  private func directory() throws(SystemError) -> FileDescriptor {
    try FileDescriptor.open(path, [.readOnly, .directory])
  }

  private static func failure(_ error: SystemError) -> CommandError {
    CommandError(.operationalError, "output.unwritable", "\(error)")
  }
}
