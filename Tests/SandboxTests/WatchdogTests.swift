import Sandbox
import Testing

@Suite struct WatchdogTests {
  private static let limits = Limits(
    wallMilliseconds: 1000, cpuMilliseconds: 400, graceMilliseconds: 250)

  @Test("It looks again when the first limit can be reached at the earliest")
  func waits() {
    var dog = Watchdog(Self.limits, processors: 2)
    #expect(dog.check(elapsed: 0, cpu: 0) == (.none, 200_000))
    #expect(dog.check(elapsed: 900_000, cpu: 0) == (.none, 100_000))
    #expect(dog.check(elapsed: 900_000, cpu: 399_900) == (.none, 1000))
    #expect(dog.check(elapsed: 900_000, cpu: nil) == (.none, 100_000))
    #expect(dog.expired == nil)
  }

  @Test("Wall time: ask, kill, destroy")
  func wallTime() {
    var dog = Watchdog(Self.limits, processors: 1)
    #expect(dog.check(elapsed: 1_000_000, cpu: 10) == (.terminate, 250_000))
    #expect(dog.expired == .wallTime)
    #expect(dog.check(elapsed: 1_250_000, cpu: 10).action == .kill)
    #expect(dog.check(elapsed: 3_250_000, cpu: 10).action == .destroy)
    #expect(dog.check(elapsed: 5_250_000, cpu: 10).action == .destroy)
  }

  @Test("Processor time, and the limit that was hit first stays the reason")
  func processorTime() {
    var dog = Watchdog(Self.limits, processors: 1)
    #expect(dog.check(elapsed: 500_000, cpu: 400_000).action == .terminate)
    #expect(dog.check(elapsed: 1_500_000, cpu: 500_000).action == .kill)
    #expect(dog.expired == .cpuTime)
  }
}
