import CSeccomp
package import Linux

extension SystemCallPolicy {
  /// The policy as instructions for the kernel, 8 bytes each (libseccomp, `seccomp_export_bpf(3)`).
  ///
  /// A call through another interface of the processor (32-bit, x32) kills the process.
  ///
  /// - Throws: `EINVAL` naming a system call that libseccomp does not know.
  package func compiled() throws(SystemError) -> [UInt8] {
    guard let context = unsafe seccomp_init(Self.error(ErrorNumber.noSystemCall)) else {
      throw SystemError("seccomp_init", code: 12)
    }
    defer { unsafe seccomp_release(context) }
    try Self.check(
      "seccomp_attr_set", unsafe seccomp_attr_set(context, SCMP_FLTATR_CTL_OPTIMIZE, 2))
    let filter = unsafe Filter(context: context)
    for permission in permissions {
      for call in permission.calls.split(separator: " ") {
        try filter.add(Self.allow, String(call))
      }
    }
    for condition in conditions { try filter.add(condition) }
    for rule in rules { try filter.add(rule) }
    for call in answered.split(separator: " ") { try filter.add(Self.notify, String(call)) }
    for call in refused.split(separator: " ") {
      try filter.add(Self.error(ErrorNumber.notPermitted), String(call))
    }
    let file = try FileDescriptor.anonymousFile()
    try Self.check("seccomp_export_bpf", unsafe seccomp_export_bpf(context, file.rawValue))
    try file.rewind()
    return try file.readAll(limit: 1 << 16)
  }

  /// Of the library that compiles.
  static var compilerVersion: String {
    guard let version = unsafe seccomp_version()?.pointee else { return "unknown" }
    return "\(version.major).\(version.minor).\(version.micro)"
  }

  /// The name of a system call; `number N` if it has none that libseccomp knows.
  package static func name(of number: UInt32) -> String {
    let native: UInt32 = 0  // SCMP_ARCH_NATIVE
    guard let number = Int32(exactly: number),
      let name = unsafe seccomp_syscall_resolve_num_arch(native, number)
    else { return "number \(number)" }
    return unsafe takeText(name)
  }

  // Macros of seccomp.h: SCMP_ACT_ALLOW, SCMP_ACT_NOTIFY and SCMP_ACT_ERRNO.
  private static let allow: UInt32 = 0x7FFF_0000
  private static let notify: UInt32 = 0x7FC0_0000
  private static func error(_ number: Int32) -> UInt32 { 0x0005_0000 | UInt32(number) }

  /// libseccomp returns a negative error number.
  private static func check(
    _ operation: String, _ result: Int32, _ subject: String? = nil
  ) throws(SystemError) {
    if result < 0 { throw SystemError(operation, subject, code: -result) }
  }

  @safe private struct Filter {
    // Owned by `compiled`, which outlives this value.
    let context: scmp_filter_ctx

    func add(
      _ action: UInt32, _ call: String, _ comparisons: [scmp_arg_cmp] = []
    ) throws(SystemError) {
      let number = unsafe seccomp_syscall_resolve_name(call)
      // Calls of other processors get negative numbers; no program here can make them.
      if number < -1 { return }
      guard number >= 0 else { throw SystemError("seccomp_syscall_resolve_name", call, code: 22) }
      let result = unsafe seccomp_rule_add_array(
        context, action, number, UInt32(comparisons.count), comparisons)
      try check("seccomp_rule_add", result, call)
    }

    func add(_ rule: Rule) throws(SystemError) {
      let comparisons = rule.comparisons.map { argument, comparison in
        switch comparison {
        case .isEqual(let value):
          scmp_arg_cmp(arg: argument, op: SCMP_CMP_EQ, datum_a: value, datum_b: 0)
        case .isGreater(let value):
          scmp_arg_cmp(arg: argument, op: SCMP_CMP_GT, datum_a: value, datum_b: 0)
        case .hasBits(let bits, let mask):
          scmp_arg_cmp(arg: argument, op: SCMP_CMP_MASKED_EQ, datum_a: mask, datum_b: bits)
        }
      }
      try add(rule.refusal.map(error) ?? allow, rule.call, comparisons)
    }

    func add(_ condition: Condition) throws(SystemError) {
      func compare(_ kind: scmp_compare, _ a: UInt64, _ b: UInt64 = 0) -> [scmp_arg_cmp] {
        [scmp_arg_cmp(arg: condition.argument, op: kind, datum_a: a, datum_b: b)]
      }
      switch condition.test {
      case .isOneOf(let values):
        for value in values { try add(allow, condition.call, compare(SCMP_CMP_EQ, value)) }
        if let refusal = condition.refusal, values.count == 1 {
          try add(error(refusal), condition.call, compare(SCMP_CMP_NE, values[0]))
        }
      case .hasNone(let bits):
        let all = bits.reduce(0, |)
        try add(allow, condition.call, compare(SCMP_CMP_MASKED_EQ, all, 0))
        guard let refusal = condition.refusal else { return }
        for bit in bits {
          try add(error(refusal), condition.call, compare(SCMP_CMP_MASKED_EQ, bit, bit))
        }
      }
    }
  }
}
