extension FilterAssembly.Target {
  // What the kernel wants as answers: SECCOMP_RET_ALLOW, SECCOMP_RET_USER_NOTIF,
  // SECCOMP_RET_KILL_PROCESS and SECCOMP_RET_ERRNO.
  static let allow = Self.answer(0x7FFF_0000)
  static let notify = Self.answer(0x7FC0_0000)
  static let kill = Self.answer(0x8000_0000)
  static func refuse(_ error: Int32) -> Self { .answer(0x0005_0000 | UInt32(error)) }
  /// As a kernel answers that does not have the call.
  static let unknown = refuse(ErrorNumber.noSystemCall)
}

extension FilterAssembly {
  /// Numbers of calls from `start` to that of the next span.
  struct Span {
    let start: UInt32
    let target: Target
  }

  /// Adds a balanced tree that leads from the number in the accumulator to its span's target.
  mutating func search(_ spans: [Span]) -> Target {
    search(spans[...])
  }

  private mutating func search(_ spans: ArraySlice<Span>) -> Target {
    let middle = spans.startIndex + spans.count / 2
    if middle == spans.startIndex { return spans[middle].target }
    let upper = search(spans[middle...])
    let lower = search(spans[..<middle])
    return test(.greaterOrEqual, spans[middle].start, then: upper, otherwise: lower)
  }

  /// Adds the rules of one call.
  mutating func decide(
    _ rules: [SystemCallPolicy.Rule], otherwise: Target
  ) -> Target {
    var next = otherwise
    for rule in rules.reversed() {
      var target = rule.refusal.map { Target.refuse($0) } ?? .allow
      for (argument, comparison) in rule.comparisons.reversed() {
        target = compare(argument, comparison, then: target, otherwise: next)
      }
      next = target
    }
    return next
  }

  private mutating func compare(
    _ argument: UInt32, _ comparison: SystemCallPolicy.Rule.Comparison, then: Target,
    otherwise: Target
  ) -> Target {
    switch comparison {
    case .isOneOf(let values):
      // The kernel's own comparison is of 32 bits.
      Dictionary(grouping: values) { UInt32($0 >> 32) }.sorted { $0.key < $1.key }
        .reduce(otherwise) { next, group in
          var target = next
          for value in group.value.reversed() {
            target = test(
              .equal, UInt32(truncatingIfNeeded: value), then: then, otherwise: target)
          }
          target = load(.lowHalf(argument: argument), next: target)
          target = test(.equal, group.key, then: target, otherwise: next)
          return load(.highHalf(argument: argument), next: target)
        }
    case .hasBits(let bits, let mask):
      halves(argument, mask, then: then) { assembly, half, shift, target in
        let place = assembly.test(
          .equal, UInt32(truncatingIfNeeded: bits >> shift), then: target, otherwise: otherwise)
        return assembly.keep(half, next: place)
      }
    case .hasNone(let mask):
      halves(argument, mask, then: then) { assembly, half, _, target in
        assembly.test(.anyBit, half, then: otherwise, otherwise: target)
      }
    }
  }

  /// Adds what `body` makes of each half of an argument that `mask` has bits in.
  private mutating func halves(
    _ argument: UInt32, _ mask: UInt64, then: Target,
    _ body: (inout FilterAssembly, UInt32, UInt64, Target) -> Target
  ) -> Target {
    var target = then
    for (word, shift) in [
      (Word.lowHalf(argument: argument), 0), (.highHalf(argument: argument), 32),
    ] {
      let half = UInt32(truncatingIfNeeded: mask >> UInt64(shift))
      if half == 0 { continue }
      target = load(word, next: body(&self, half, UInt64(shift), target))
    }
    return target
  }
}
