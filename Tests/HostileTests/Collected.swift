import Linux
import Sandbox
import Synchronization

/// Output files as text, by path.
final class Collected: Sendable {
  private let list: Mutex<[String: String]> = Mutex([:])

  var files: [String: String] { list.withLock { $0 } }

  func add(_ file: borrowing OutputFile) throws(SandboxError) {
    let text: String
    do throws(SystemError) {
      text = String(decoding: try file.file.readAll(limit: 1 << 20), as: UTF8.self)
    } catch {
      throw SandboxError(.system, "\(error)")
    }
    let path = file.path
    list.withLock { $0[path] = text }
  }
}
