import Linux
import TestSupport
import Testing

@Suite struct FileLockTests {
  @Test("Whoever holds a lock alone keeps everybody else out, until the value ends")
  func exclusion() throws {
    let directory = try TemporaryDirectory()
    let path = directory.path + "/lock"
    do {
      let held = try FileLock(trying: path, .exclusive)
      #expect(throws: SystemError.self) { _ = try FileLock(trying: path, .shared) }
      _ = consume held
    }
    let shared = try FileLock(trying: path, .shared)
    _ = try FileLock(trying: path, .shared)
    #expect(throws: SystemError.self) { _ = try FileLock(trying: path, .exclusive) }
    _ = consume shared
  }

  @Test("A lock that was given back is free, also while other threads start programs")
  func startsElsewhere() async throws {
    let directory = try TemporaryDirectory()
    let path = directory.path + "/lock"
    try await withThrowingTaskGroup(of: Void.self) { group in
      for _ in 0..<2 {
        group.addTask {
          for _ in 0..<50 { _ = try Repository.output(of: ["true"]) }
        }
      }
      group.addTask {
        for _ in 0..<5_000 { _ = try FileLock(trying: path, .exclusive) }
      }
      try await group.waitForAll()
    }
  }
}
