import Audit
import Linux
import Transparency

/// Where an audit remembers what it verified.
struct StateFile: Sendable {
  let path: String

  /// Nil where there is no such file yet.
  ///
  /// - Parameter log: whose state it must be; nil takes any.
  func read(of log: NoteKey?) throws(CommandError) -> AuditState? {
    let bytes: [UInt8]
    do throws(SystemError) {
      bytes = try FileDescriptor.open(path, .readOnly).readAll(
        limit: AuditState.largest, subject: path)
    } catch let error where error.isNotFound {
      return nil
    } catch {
      throw CommandError(.operationalError, "state.unreadable", "\(path): \(error)")
    }
    do throws(AuditError) {
      return try AuditState(parsing: bytes, of: log)
    } catch {
      throw CommandError(.usage, "state.\(error.code.rawValue)", "\(path): \(error)")
    }
  }

  /// Replaces the file, durably, or leaves it as it was.
  func write(_ state: AuditState) throws(CommandError) {
    try TextFile.replace(path, with: state.bytes)
  }
}
