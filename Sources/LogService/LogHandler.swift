import Content
import Linux
import Synchronization
package import Transparency
import Verification

/// A log over HTTP: its files as they lie (C2SP tlog-tiles), and `POST /append` for documents.
package final class LogHandler: HTTPHandler {
  private static let appendPath = "/append"
  private static let checkpointPath = "checkpoint"
  private static let proofPrefix = "proof/"
  /// Of a bundle, whose payload has 16 MiB at most and is written in base64.
  private static let largestDocument = 24 << 20
  private static let year = 31_536_000

  private let storage: PosixStorage
  private let sequencer: LogSequencer<PosixStorage>
  private let key: NoteKey
  private let fatal = Mutex<LogError?>(nil)

  /// - Parameters:
  ///   - storage: of the log, for reading.
  ///   - sequencer: its one writer.
  ///   - key: by which its checkpoint is checked.
  package init(
    _ storage: PosixStorage, _ sequencer: LogSequencer<PosixStorage>, key: NoteKey
  ) {
    self.storage = storage
    self.sequencer = sequencer
    self.key = key
  }

  /// Why nothing can be appended any more; nil as long as all is well.
  package var failure: LogError? { fatal.withLock { $0 } }

  package func admit(_ head: HTTPRequest) -> HTTPAdmission {
    if head.path == Self.appendPath {
      return head.method == "POST"
        ? .accepted(largestBody: Self.largestDocument)
        : .refused(.failure(405, "method", "expected POST").with("Allow", "POST"))
    }
    return head.method == "GET" || head.method == "HEAD"
      ? .accepted(largestBody: 0)
      : .refused(.failure(405, "method", "expected GET").with("Allow", "GET, HEAD"))
  }

  package func answer(_ request: HTTPRequest) -> HTTPAnswer {
    if request.path == Self.appendPath { return append(request.body) }
    let path = request.path.dropFirst()
    if path == Self.checkpointPath {
      return .now(file(Self.checkpointPath, type: "text/plain; charset=utf-8", cache: "no-cache"))
    }
    if path.hasPrefix(Self.proofPrefix) {
      return .now(proof(path.dropFirst(Self.proofPrefix.count)))
    }
    guard let tile = Tile(path: String(path)) else { return .now(Self.notFound) }
    return .now(
      file(
        tile.path, type: "application/octet-stream",
        cache: "public, max-age=\(Self.year), immutable"))
  }

  private static let notFound = HTTPResponse.failure(
    404, "not-found", "a log has /checkpoint, /tile/…, /proof/INDEX, and POST /append")

  private func file(_ path: String, type: String, cache: String) -> HTTPResponse {
    do throws(SystemError) {
      let file = try OpenFile(storage.open(path))
      return HTTPResponse(200, .file(file), type: type).with("Cache-Control", cache)
    } catch {
      return error.isNotFound ? Self.notFound : .failure(500, "unreadable", "\(error)")
    }
  }

  private func proof(_ text: Substring) -> HTTPResponse {
    guard let index = UInt64(text), String(index) == text else { return Self.notFound }
    do throws(LogError) {
      let proof = try LogReader(storage, trusting: key).proof(of: index)
      let body = String(decoding: proof.bytes, as: UTF8.self)
      return .text(200, body).with("Cache-Control", "no-cache")
    } catch {
      return error.code == .missing ? Self.notFound : .failure(500, "unreadable", "\(error)")
    }
  }

  private func append(_ document: [UInt8]) -> HTTPAnswer {
    let records: [LogRecord]
    do throws(VerificationError) {
      records = try LogRecord.records(of: document)
    } catch {
      return .now(.failure(400, "document.invalid", "\(error)"))
    }
    let entries = records.map(\.canonicalBytes)
    return .later { [self] reply in
      sequencer.append(entries) { [self] result in reply(answer(records, result)) }
    }
  }

  private func answer(
    _ records: [LogRecord], _ result: Result<Range<UInt64>, LogError>
  ) -> HTTPResponse {
    switch result {
    case .success(let indices):
      let entries = zip(indices, records).map { index, record in
        JSON.object([
          "index": .integer(Int64(index)), "digest": .string(record.document.description),
        ])
      }
      return .json(200, .object(["origin": .string(key.name), "entries": .array(entries)]))
    case .failure(let error) where error.code == .overloaded: return .busy("\(error)")
    case .failure(let error):
      // What is durable is not known any more; whoever starts the log again finds out.
      fatal.withLock { $0 = $0 ?? error }
      return .failure(500, "log.failed", "\(error)")
    }
  }
}
