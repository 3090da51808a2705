import Linux
import Sandbox
import Testing

/// A job that runs beside all tests of a suite, guards what is its own, and has to find it untouched
/// at the end.
struct SiblingCanary: SuiteTrait, TestScoping {
  /// Once around the suite, not around each of its tests.
  var isRecursive: Bool { false }

  func provideScope(
    for test: Test, testCase: Test.Case?,
    performing function: @concurrent @Sendable () async throws -> Void
  ) async throws {
    let arena = try Arena.shared.get()
    let handle = try FileDescriptor.open(arena.directory, [.readOnly, .directory])
    try handle.write(Array("stay".utf8), to: "orders", permissions: 0o644, .atomic)
    let specification = arena.specification(
      ["/bin/attacks", "guard", "/in/orders"],
      inputs: [.init(name: "orders", hostPath: "\(arena.directory)/orders")],
      limits: Limits(wallMilliseconds: 600_000))
    let sibling = Task { try await arena.run(specification) }
    let result = await Result { try await function() }
    // In place: a new file of that name would not be the job's input.
    try handle.open("orders", .writeOnly).writeAll(Array("stop".utf8))
    let outcome = try await sibling.value.outcome
    #expect(outcome.output == "untouched\n", "the sibling job: \(outcome.errors)")
    #expect(outcome.termination == .exited(code: 0))
    try result.get()
  }
}

extension Result where Failure == any Error {
  fileprivate init(_ body: () async throws -> Success) async {
    do { self = .success(try await body()) } catch { self = .failure(error) }
  }
}

extension Trait where Self == SiblingCanary {
  static var besideSibling: SiblingCanary { SiblingCanary() }
}
