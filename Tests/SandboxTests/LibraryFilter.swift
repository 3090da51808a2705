import CSeccomp
import LaunchProtocol
import Linux
import Sandbox
import Testing

/// What libseccomp makes of a policy: the same calls allowed, those whose arguments decide refused
/// with `ENOSYS` throughout.
struct LibraryFilter {
  let program: FilterProgram

  init(_ policy: SystemCallPolicy) throws {
    let context = unsafe try #require(seccomp_init(Self.refuse(38)))
    defer { unsafe seccomp_release(context) }
    func add(_ action: UInt32, _ calls: String, _ comparisons: [scmp_arg_cmp] = []) throws {
      for call in calls.split(separator: " ") {
        let number = unsafe seccomp_syscall_resolve_name(String(call))
        // Calls of other processors have negative numbers.
        if number < -1 { continue }
        try #require(number >= 0, "\(call)")
        let result = unsafe seccomp_rule_add_array(
          context, action, number, UInt32(comparisons.count), comparisons)
        try #require(result == 0, "\(call)")
      }
    }
    for permission in policy.permissions { try add(0x7FFF_0000, permission.calls) }
    try add(0x7FC0_0000, policy.answered)
    try add(Self.refuse(1), policy.refused)
    for rule in policy.decisions.flatMap({ $0 }) where rule.refusal == nil {
      for comparisons in Self.combinations(of: rule) {
        try add(0x7FFF_0000, rule.call, comparisons)
      }
    }
    let file = try FileDescriptor.anonymousFile()
    try #require(unsafe seccomp_export_bpf(context, file.rawValue) == 0)
    try file.rewind()
    program = try #require(FilterProgram(try file.readAll(limit: 1 << 17)))
  }

  private static func refuse(_ error: UInt32) -> UInt32 { 0x0005_0000 | error }

  /// The library knows no "one of": each combination of values is a rule.
  private static func combinations(of rule: SystemCallPolicy.Rule) -> [[scmp_arg_cmp]] {
    rule.comparisons.reduce([[]]) { combinations, next in
      let (argument, comparison) = next
      let choices: [scmp_arg_cmp] =
        switch comparison {
        case .isOneOf(let values):
          values.map {
            scmp_arg_cmp(arg: argument, op: SCMP_CMP_EQ, datum_a: $0, datum_b: 0)
          }
        case .hasBits(let bits, let mask):
          [scmp_arg_cmp(arg: argument, op: SCMP_CMP_MASKED_EQ, datum_a: mask, datum_b: bits)]
        case .hasNone(let mask):
          [scmp_arg_cmp(arg: argument, op: SCMP_CMP_MASKED_EQ, datum_a: mask, datum_b: 0)]
        }
      return combinations.flatMap { combination in choices.map { combination + [$0] } }
    }
  }
}
