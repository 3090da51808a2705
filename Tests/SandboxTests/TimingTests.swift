import Linux
import Sandbox
import Testing

@Suite struct TimingTests {
  @Test(.enabled(if: Environment.value(of: "ASSAY_TIMING") != nil, "set ASSAY_TIMING to measure"))
  func warmStart() async throws {
    let busybox = try #require(Busybox.shared)
    let specification = busybox.specification("/bin/true")
    var times: [Int64] = []
    for _ in 0..<300 {
      let start = Clock.monotonicMicroseconds()
      _ = try await busybox.run(specification)
      times.append(Clock.monotonicMicroseconds() - start)
    }
    times.sort()
    print("warm µs: min \(times[0]) p50 \(times[150]) p95 \(times[285]) max \(times[299])")
  }
}
