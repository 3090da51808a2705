import Content
package import Crypto
import Linux

/// One who watches logs and vouches that each only ever grew (C2SP tlog-witness).
///
/// For every log the last checkpoint that it cosigned is kept, durably, before it answers. Requests
/// are taken one at a time, so that comparing and writing are one step.
package struct Witness<Storage: LogStorage>: Sendable {
  private let storage: Storage
  private let name: String
  private let key: SigningKey
  private let logs: [NoteKey]
  /// By origin, what was last cosigned.
  private var seen: [String: Checkpoint] = [:]

  /// Opens a witness where it was left, or begins one.
  ///
  /// - Parameter logs: the keys of the logs that it watches, named by their origins.
  package init(
    _ storage: Storage, name: String, key: SigningKey, logs: [NoteKey]
  ) throws(LogError) {
    self.storage = storage
    self.name = name
    self.key = key
    self.logs = logs
    for origin in Set(logs.map(\.name)) {
      let path = Self.path(of: origin)
      do throws(SystemError) {
        let bytes = try storage.read(path)
        seen[origin] = Checkpoint(String(decoding: bytes, as: UTF8.self))
        if seen[origin]?.origin != origin { throw SystemError.corrupt(path) }
      } catch let error where !error.isNotFound {
        throw LogError(.system(error), path)
      } catch {
        // A log that was never seen starts from nothing.
      }
    }
  }

  /// The size that was last cosigned of a log; 0 if none was.
  package func size(of origin: String) -> UInt64 { seen[origin]?.size ?? 0 }

  /// Answers one `add-checkpoint` request.
  ///
  /// - Parameter time: now, in POSIX seconds.
  package mutating func answer(_ request: [UInt8], at time: UInt64) -> WitnessAnswer {
    guard let request = WitnessRequest(request) else { return .malformed }
    guard let signed = request.note else { return .unsigned }
    guard let claimed = Checkpoint(signed.unverifiedText) else { return .malformed }
    let keys = logs.filter { $0.name.utf8.elementsEqual(claimed.origin.utf8) }
    guard !keys.isEmpty else { return .unknownLog }
    guard case .verified(let note) = signed.verify(trusting: keys),
      let checkpoint = Checkpoint(note.text)
    else { return .unsigned }
    guard request.oldSize <= checkpoint.size else { return .malformed }
    let last = seen[checkpoint.origin]
    guard request.oldSize == last?.size ?? 0 else { return .conflict(size: last?.size ?? 0) }
    let lastRoot = last?.root ?? .empty
    if request.oldSize == checkpoint.size, lastRoot != checkpoint.root {
      return .conflict(size: request.oldSize)
    }
    let proof = ConsistencyProof(
      oldSize: request.oldSize, newSize: checkpoint.size, hashes: request.hashes)
    guard proof.isValid(oldRoot: lastRoot, newRoot: checkpoint.root) else { return .inconsistent }
    return remember(checkpoint, note.text, at: time)
  }

  /// Writes the checkpoint down, then vouches for it.
  private mutating func remember(
    _ checkpoint: Checkpoint, _ text: String, at time: UInt64
  ) -> WitnessAnswer {
    let path = Self.path(of: checkpoint.origin)
    guard let cosignature = Cosignature(of: text, as: name, at: time, with: key) else {
      return .failed(LogError(.foreignCheckpoint, name))
    }
    do throws(SystemError) {
      try storage.commit([LogFile(path: path, bytes: Array(text.utf8))])
    } catch {
      return .failed(LogError(.system(error), path))
    }
    seen[checkpoint.origin] = checkpoint
    return .cosigned(cosignature)
  }

  private static func path(of origin: String) -> String {
    "seen/" + Digest(of: Array(origin.utf8)).hexadecimal
  }
}
