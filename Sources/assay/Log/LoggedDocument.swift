import Content
import Linux
import Transparency
import Verification

/// A bundle or an envelope as a file, and what a log enters of it.
struct LoggedDocument: Sendable {
  /// Of a bundle, whose payload has 16 MiB at most and is written in base64.
  static let largest = 24 << 20

  let path: String
  let bytes: [UInt8]
  let records: [LogRecord]

  /// What the file itself is entered as; for a bundle, the envelopes in it are entered before.
  var record: LogRecord { records[records.count - 1] }
  var entry: [UInt8] { record.canonicalBytes }

  init(at path: String) throws(CommandError) {
    self.path = path
    bytes = try TextFile.read(path, limit: Self.largest)
    do throws(VerificationError) {
      records = try LogRecord.records(of: bytes)
    } catch {
      throw CommandError(
        .usage, "document.invalid",
        "\(path) is neither a bundle nor a provider's signed statement: \(error)")
    }
  }

  /// The bundle in this file with `proof`, which takes the place of an older one by the same log.
  ///
  /// - Throws: where the file is no bundle.
  func adding(_ proof: LogProof) throws(CommandError) -> [UInt8] {
    guard case .bundle = record else {
      throw .usage("\(path) is an envelope; only bundles carry proofs (leave out --embed)")
    }
    do throws(VerificationError) {
      return try Bundle(parsing: bytes).entering(proof).bytes
    } catch {
      throw CommandError(.operationalError, "document.invalid", "\(path): \(error)")
    }
  }
}
