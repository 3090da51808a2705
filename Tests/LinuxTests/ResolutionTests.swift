import Linux
import Synchronization
import TestSupport
import Testing

@Suite struct ResolutionTests {
  @Test("A path with .. is found although the host renames files all the time")
  func renames() async throws {
    let place = try TemporaryDirectory()
    try makeDirectories(place.path + "/a/b")
    let path = place.path
    let finished = Flag()
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask {
        let directory = try FileDescriptor.open(path, [.readOnly, .directory])
        _ = try directory.open("x", [.writeOnly, .create])
        while !finished.raised.load(ordering: .relaxed) {
          try directory.rename("x", to: "y", in: directory)
          try directory.rename("y", to: "x", in: directory)
        }
      }
      defer { finished.raised.store(true, ordering: .relaxed) }
      let root = try FileDescriptor.open(path, [.path, .directory])
      for _ in 0..<20_000 {
        _ = try root.openInRoot("/../a/../a/b/../../a/b", [.path, .directory])
      }
    }
  }
}

/// Something that one task tells another.
private final class Flag: Sendable {
  let raised = Atomic<Bool>(false)
}
