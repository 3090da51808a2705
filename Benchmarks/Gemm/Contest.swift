import Linux

/// Something that is measured: work done by one call.
struct Contestant {
  let name: String
  /// Operations of one call.
  let work: Double
  let call: () -> Void
}

/// Measures contestants in turns, so that a disturbance hits all alike, and each turn in another order:
/// how fast a processor runs depends on how hot the one before has left it.
struct Contest {
  /// Turns that each contestant gets; the median counts.
  var turns = 7
  /// How long a turn lasts at least.
  var nanoseconds = 5_000_000.0

  /// Operations per nanosecond, in the contestants' order.
  func rates(_ contestants: [Contestant]) -> [Double] {
    for contestant in contestants { contestant.call() }
    var rates = [[Double]](repeating: [], count: contestants.count)
    for _ in 0..<turns {
      for index in contestants.indices.shuffled() {
        rates[index].append(contestants[index].work / time(contestants[index].call))
      }
    }
    return rates.map { Sample($0).median }
  }

  /// Nanoseconds of one call, from as many as fill a turn.
  private func time(_ body: () -> Void) -> Double {
    var calls = 1
    while true {
      let start = Clock.monotonicNanoseconds()
      for _ in 0..<calls { body() }
      let elapsed = Double(Clock.monotonicNanoseconds() - start)
      if elapsed >= nanoseconds { return elapsed / Double(calls) }
      calls = max(calls * 2, Int(Double(calls) * nanoseconds / max(elapsed, 1)))
    }
  }
}

/// Floats in memory of their own, freed with the value.
@safe final class FloatBuffer {
  let start: UnsafeMutablePointer<Float>
  let count: Int

  /// Values between −1 and 1 that look random.
  init(_ count: Int) {
    unsafe start = UnsafeMutablePointer<Float>.allocate(capacity: max(count, 1))
    self.count = count
    // Any values without pattern will do, and these are cheap: a linear congruential sequence.
    var state: UInt32 = 1
    for index in 0..<count {
      state = state &* 1_664_525 &+ 1_013_904_223
      unsafe (start + index).initialize(to: Float(Int32(bitPattern: state)) * 0x1p-31)
    }
  }

  deinit {
    unsafe start.deallocate()
  }

  var elements: UnsafeBufferPointer<Float> {
    unsafe UnsafeBufferPointer(start: start, count: count)
  }
  var room: UnsafeMutableBufferPointer<Float> {
    unsafe UnsafeMutableBufferPointer(start: start, count: count)
  }
}
