import Linux
import Synchronization
import Testing

@Suite struct SharedWorkTests {
  @Test(
    "Every piece is done once, and the results come in their order",
    arguments: [(0, 3), (1, 0), (1, 4), (500, 0), (500, 1), (500, 4), (3, -1)])
  func pieces(count: Int, helpers: Int) {
    let calls = CallCount()
    let work = SharedWork(count, helpers: helpers) { piece in
      calls.total.add(1, ordering: .relaxed)
      return piece * piece
    }
    #expect(work.finish() == (0..<count).map { $0 * $0 })
    #expect(calls.total.load(ordering: .relaxed) == count)
  }
}

private final class CallCount: Sendable {
  let total = Atomic(0)
}
