import Linux
import Synchronization
import Transparency

/// A log's files in memory, with what a test does to them and a list of what was read.
final class MemoryStorage: LogStorage {
  private struct State {
    var files: [String: [UInt8]] = [:]
    var reads: [String] = []
  }

  private let state = Mutex(State())

  init() {}

  /// A copy of the files of another.
  init(copying other: MemoryStorage) {
    let files = other.state.withLock { $0.files }
    state.withLock { $0.files = files }
  }

  /// Paths that were read since the last time that this was asked.
  func takeReads() -> [String] {
    state.withLock { state in
      defer { state.reads = [] }
      return state.reads
    }
  }

  func edit(_ path: String, _ change: (inout [UInt8]) -> Void) {
    state.withLock { state in
      var bytes = state.files[path] ?? []
      change(&bytes)
      state.files[path] = bytes
    }
  }

  func read(_ path: String) throws(SystemError) -> [UInt8] {
    let bytes = state.withLock { state in
      state.reads.append(path)
      return state.files[path]
    }
    // The number of ENOENT on Linux.
    guard let bytes else { throw SystemError("open", path, code: 2) }
    return bytes
  }

  func makeDirectories(_ path: String) {}

  func write(_ files: [LogFile]) {
    state.withLock { state in
      for file in files { state.files[file.path] = file.bytes }
    }
  }

  func rename(_ path: String, to newPath: String) {
    state.withLock { $0.files[newPath] = $0.files.removeValue(forKey: path) }
  }

  func synchronize(directory path: String) {}

  func remove(_ path: String) {
    state.withLock { state in
      for name in state.files.keys where name == path || name.hasPrefix(path + "/") {
        state.files[name] = nil
      }
    }
  }
}
