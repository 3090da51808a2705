import Linux
import Synchronization
import TestSupport
import Transparency

/// A file system in memory that loses what was not made durable, and fails at a chosen step.
///
/// After a crash, the content of a file that was not synchronised may be whole, cut short or empty;
/// of the changes to a directory since its last synchronisation any may be lost, the others kept.
final class SimulatedStorage: LogStorage {
  private struct State: Sendable {
    var contents: [Int: [UInt8]] = [:]
    var synchronized: Set<Int> = []
    /// What programs see: the content's number by path; directories have none.
    var names: [String: Int?] = [:]
    /// What a crash leaves for certain.
    var durable: [String: Int?] = [:]
    /// By directory, the names changed since it was synchronised, in order.
    var changes: [String: [String]] = [:]
    var next = 0
    var steps = 0
    var failingStep = Int.max
  }

  private let state = Mutex(State())

  /// Steps so far.
  var steps: Int { state.withLock { $0.steps } }

  /// Lets the step `number` and all after it fail, as if the machine stopped there.
  func fail(at number: Int) {
    state.withLock { state in
      state.steps = 0
      state.failingStep = number
    }
  }

  /// What is left after the machine stopped.
  func crash(_ generator: inout SeededGenerator) {
    let seed = generator.next()
    state.withLock { state in
      var generator = SeededGenerator(seed: seed)
      for (directory, changed) in state.changes.sorted(by: { $0.key < $1.key }) {
        // Half of the time in order up to some point, else any of them.
        let isOrdered = Bool.random(using: &generator)
        let kept = Int.random(in: 0...changed.count, using: &generator)
        for (index, path) in changed.enumerated() {
          let survives = isOrdered ? index < kept : Bool.random(using: &generator)
          if survives { state.durable[path] = state.names[path] }
        }
        _ = directory
      }
      // Nothing survives below a directory whose own name was lost.
      state.names = state.durable.filter { path, _ in
        var parent = Self.directory(of: path)
        while !parent.isEmpty {
          guard state.durable[parent] != nil else { return false }
          parent = Self.directory(of: parent)
        }
        return true
      }
      for (number, bytes) in state.contents.sorted(by: { $0.key < $1.key })
      where !state.synchronized.contains(number) {
        let kept = Int.random(in: 0...bytes.count, using: &generator)
        state.contents[number] = Array(bytes.prefix(kept))
        state.synchronized.insert(number)
      }
      state.durable = state.names
      state.changes = [:]
      state.failingStep = .max
    }
  }

  /// Changes one byte of a file, as a failing disk would.
  func damage(_ path: String, at offset: Int) {
    state.withLock { state in
      guard let number = state.names[path] ?? nil else { return }
      state.contents[number]?[offset] ^= 1
    }
  }

  var paths: [String] {
    state.withLock { state in state.names.filter { $0.value != nil }.map(\.key).sorted() }
  }

  private static func directory(of path: String) -> String {
    path.lastIndex(of: "/").map { String(path[..<$0]) } ?? ""
  }

  /// One step of the system, which fails where the test said so.
  private func step<Value: Sendable>(
    _ path: String, _ body: (inout State) -> Value?
  ) throws(SystemError) -> Value {
    let value: Result<Value, SystemError> = state.withLock { state in
      state.steps += 1
      if state.steps >= state.failingStep { return .failure(.init("crash", path, code: 5)) }
      guard let value = body(&state) else { return .failure(.init("open", path, code: 2)) }
      return .success(value)
    }
    return try value.get()
  }

  private static func change(_ path: String, to value: Int??, in state: inout State) {
    state.names[path] = value
    state.changes[directory(of: path), default: []].append(path)
  }

  func read(_ path: String) throws(SystemError) -> [UInt8] {
    try step(path) { state in (state.names[path] ?? nil).flatMap { state.contents[$0] } }
  }

  func makeDirectories(_ path: String) throws(SystemError) {
    var prefix = ""
    for part in path.split(separator: "/") {
      prefix += prefix.isEmpty ? "\(part)" : "/\(part)"
      try step(prefix) { [prefix] state -> Void? in
        if state.names[prefix] == nil { Self.change(prefix, to: .some(nil), in: &state) }
        return ()
      }
    }
  }

  func write(_ files: [LogFile]) throws(SystemError) {
    for file in files {
      try step(file.path) { state -> Void? in
        guard
          Self.directory(of: file.path).isEmpty
            || state.names[Self.directory(of: file.path)] != nil
        else { return nil }
        state.contents[state.next] = file.bytes
        Self.change(file.path, to: .some(state.next), in: &state)
        state.next += 1
        return ()
      }
    }
    for file in files {
      try step(file.path) { state -> Void? in
        guard let number = state.names[file.path] ?? nil else { return nil }
        state.synchronized.insert(number)
        return ()
      }
    }
  }

  func rename(_ path: String, to newPath: String) throws(SystemError) {
    try step(path) { state -> Void? in
      guard let number = state.names[path] ?? nil else { return nil }
      Self.change(path, to: .none, in: &state)
      Self.change(newPath, to: .some(number), in: &state)
      return ()
    }
  }

  func synchronize(directory path: String) throws(SystemError) {
    try step(path) { state -> Void? in
      for changed in state.changes.removeValue(forKey: path) ?? [] {
        state.durable[changed] = state.names[changed]
      }
      return ()
    }
  }

  func remove(_ path: String) throws(SystemError) {
    try step(path) { state -> Void? in
      for known in state.names.keys where known == path || known.hasPrefix(path + "/") {
        Self.change(known, to: .none, in: &state)
      }
      return ()
    }
  }
}
