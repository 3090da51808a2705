import Linux
import TestSupport
import Testing

@Suite struct ResolutionTests {
  @Test("A path with .. is found although the host renames files all the time")
  func renames() async throws {
    let place = try TemporaryDirectory()
    try makeDirectories(place.path + "/a/b")
    let path = place.path
    let churn = Task.detached {
      let directory = try FileDescriptor.open(path, [.readOnly, .directory])
      _ = try directory.open("x", [.writeOnly, .create])
      while !Task.isCancelled {
        try directory.rename("x", to: "y", in: directory)
        try directory.rename("y", to: "x", in: directory)
      }
    }
    let root = try FileDescriptor.open(path, [.path, .directory])
    let found = Result {
      for _ in 0..<20_000 {
        _ = try root.openInRoot("/../a/../a/b/../../a/b", [.path, .directory])
      }
    }
    churn.cancel()
    try await churn.value
    try found.get()
  }
}
