/// Which system calls a job may make. Data only; `SystemCallPolicy+Standard` holds the tables.
package struct SystemCallPolicy: Sendable {
  /// Calls that are allowed, and whom for.
  package struct Permission: Sendable {
    /// Who needs these calls.
    let user: String
    /// Names as in the kernel's table, separated by spaces.
    package let calls: String

    init(_ user: String, _ calls: String) {
      self.user = user
      self.calls = calls
    }
  }

  /// A call that is allowed for some values of one argument only.
  struct Condition: Sendable {
    enum Test: Sendable {
      /// Allowed if the argument is one of these.
      case isOneOf([UInt64])
      /// Allowed if none of these bits is set.
      case hasNone(of: [UInt64])
    }

    let user: String
    let call: String
    /// Position of the argument, from 0.
    let argument: UInt32
    let test: Test
    /// Error number for every other value; nil leaves them to the default.
    let refusal: Int32?
  }

  /// What is done with a call whose arguments fit all comparisons, unless an earlier rule of the same
  /// call fits; a call that no rule of its own fits fails with `ENOSYS`.
  package struct Rule: Sendable {
    package enum Comparison: Sendable {
      case isOneOf([UInt64])
      /// Equal in the bits of a mask.
      case hasBits(UInt64, of: UInt64)
      /// None of the bits of a mask is set.
      case hasNone(of: UInt64)
    }

    package let call: String
    /// By position of the argument, from 0.
    package let comparisons: [(argument: UInt32, comparison: Comparison)]
    /// Error number; nil allows the call.
    package let refusal: Int32?
  }

  package let permissions: [Permission]
  let conditions: [Condition]
  /// Calls that the kernel has and a job must not make: they fail with `EPERM`. What stands in no
  /// table fails with `ENOSYS`, as on an older kernel, so that libraries fall back.
  package let refused: String
  /// Where one argument does not decide.
  let rules: [Rule]

  /// Every call that its arguments decide, each with its rules in order.
  package var decisions: [[Rule]] {
    conditions.map(\.rules)
      + Dictionary(grouping: rules, by: \.call).values.sorted { $0[0].call < $1[0].call }
  }

  /// Calls that the cell answers.
  package let answered: String

  init(
    permissions: [Permission], conditions: [Condition], refused: String, rules: [Rule] = [],
    answered: String = ""
  ) {
    self.permissions = permissions
    self.conditions = conditions
    self.refused = refused
    self.rules = rules
    self.answered = answered
  }

  /// The same policy without `calls`, which fail with `EPERM` instead.
  func refusing(_ calls: String) -> SystemCallPolicy {
    let rest = withholding(calls)
    return SystemCallPolicy(
      permissions: rest.permissions, conditions: rest.conditions,
      refused: rest.refused + " " + calls, rules: rest.rules, answered: rest.answered)
  }

  /// The same policy without `calls`, which fail with `ENOSYS` instead.
  func withholding(_ calls: String) -> SystemCallPolicy {
    let names = Set(calls.split(separator: " "))
    return SystemCallPolicy(
      permissions: permissions.map { permission in
        let kept = permission.calls.split(separator: " ").filter { !names.contains($0) }
        return Permission(permission.user, kept.joined(separator: " "))
      },
      conditions: conditions.filter { !names.contains(Substring($0.call)) },
      refused: refused, rules: rules.filter { !names.contains(Substring($0.call)) },
      answered: answered)
  }

  /// The same policy, but the cell answers `calls`.
  func answering(_ calls: String) -> SystemCallPolicy {
    let rest = withholding(calls)
    return SystemCallPolicy(
      permissions: rest.permissions, conditions: rest.conditions, refused: rest.refused,
      rules: rest.rules, answered: calls)
  }

  /// The same policy without its condition on `call`.
  func withoutCondition(on call: String) -> SystemCallPolicy {
    SystemCallPolicy(
      permissions: permissions, conditions: conditions.filter { $0.call != call },
      refused: refused, rules: rules, answered: answered)
  }

  /// The same policy with further rules.
  func adding(_ more: [Rule]) -> SystemCallPolicy {
    SystemCallPolicy(
      permissions: permissions, conditions: conditions, refused: refused, rules: rules + more,
      answered: answered)
  }
}

extension SystemCallPolicy.Condition {
  /// The same as rules.
  fileprivate var rules: [SystemCallPolicy.Rule] {
    let comparison: SystemCallPolicy.Rule.Comparison =
      switch test {
      case .isOneOf(let values): .isOneOf(values)
      case .hasNone(let bits): .hasNone(of: bits.reduce(0, |))
      }
    let rule = SystemCallPolicy.Rule(
      call: call, comparisons: [(argument, comparison)], refusal: nil)
    guard let refusal else { return [rule] }
    return [rule, SystemCallPolicy.Rule(call: call, comparisons: [], refusal: refusal)]
  }
}

extension SystemCallPolicy {
  /// All that decides what the compiled filter is, one rule a line.
  var text: String {
    let allowed = permissions.map { "allow \($0.calls)\n" }
    let conditional = conditions.map { condition in
      let refusal = condition.refusal.map { " else \($0)" } ?? ""
      return "allow \(condition.call) if \(condition.argument) \(condition.test.text)\(refusal)\n"
    }
    let ruled = rules.map { rule in
      "\(rule.refusal.map { "refuse with \($0)" } ?? "allow") \(rule.call) if \(rule.comparisons)\n"
    }
    return (allowed + conditional + ruled + ["answer \(answered)\n", "refuse \(refused)\n"])
      .joined()
  }
}

extension SystemCallPolicy.Condition.Test {
  /// Spelled out here: what reflection would print takes longer than the rest of a start.
  fileprivate var text: String {
    switch self {
    case .isOneOf(let values): "is \(Self.list(values))"
    case .hasNone(let bits): "has none of \(Self.list(bits))"
    }
  }

  private static func list(_ values: [UInt64]) -> String {
    values.map { String($0) }.joined(separator: " ")
  }
}
