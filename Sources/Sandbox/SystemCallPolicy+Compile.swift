import CSeccomp
package import Linux

extension SystemCallPolicy {
  /// Changes with what `compiled` makes of the same policy.
  static let compilerVersion = 2

  /// The policy as instructions for the kernel, 8 bytes each (classic BPF, `seccomp(2)`).
  ///
  /// Numbers of calls that lie side by side and get the same answer are one leaf of a balanced tree:
  /// the kernel translates each instruction anew for each job, and walks the tree once for each call
  /// that there is, to remember which are always allowed. A call through another interface of the
  /// processor (32-bit, x32) kills the process.
  ///
  /// - Throws: `EINVAL` naming a system call that libseccomp does not know, or that stands twice.
  package func compiled() throws(SystemError) -> [UInt8] {
    var assembly = FilterAssembly()
    let tree = assembly.search(Self.spans(of: try targets(&assembly)))
    let search = assembly.load(.number, next: tree)
    let check = assembly.test(
      .equal, Self.architecture, then: search, otherwise: .kill)
    _ = assembly.load(.architecture, next: check)
    return assembly.bytes
  }

  /// Where each call leads, by its number.
  private func targets(
    _ assembly: inout FilterAssembly
  ) throws(SystemError) -> [UInt32: FilterAssembly.Target] {
    var targets: [UInt32: FilterAssembly.Target] = [:]
    func enter(_ calls: String, _ target: FilterAssembly.Target) throws(SystemError) {
      for call in calls.split(separator: " ") {
        guard let number = try Self.number(of: String(call)) else { continue }
        guard targets.updateValue(target, forKey: number) == nil else {
          throw SystemError("compile a policy with two words on", String(call), code: 22)
        }
      }
    }
    for rules in decisions {
      try enter(rules[0].call, assembly.decide(rules, otherwise: .unknown))
    }
    for permission in permissions { try enter(permission.calls, .allow) }
    try enter(answered, .notify)
    try enter(refused, .refuse(ErrorNumber.notPermitted))
    return targets
  }

  /// All numbers, in order, where the target changes.
  private static func spans(
    of targets: [UInt32: FilterAssembly.Target]
  ) -> [FilterAssembly.Span] {
    var spans: [FilterAssembly.Span] = []
    func add(_ start: UInt32, _ target: FilterAssembly.Target) {
      if spans.last?.target != target { spans.append(.init(start: start, target: target)) }
    }
    for number in 0...(targets.keys.max() ?? 0) { add(number, targets[number] ?? .unknown) }
    add((targets.keys.max() ?? 0) + 1, .unknown)
    add(x32, .kill)
    // What a tracer makes of a call that is not to happen.
    add(.max, .unknown)
    return spans
  }

  /// `AUDIT_ARCH_X86_64`, whose numbers from `__X32_SYSCALL_BIT` on are another interface.
  private static let architecture: UInt32 = 0xC000_003E
  private static let x32: UInt32 = 0x4000_0000

  // MARK: Names

  /// Nil for a call of other processors; no program here can make it.
  private static func number(of call: String) throws(SystemError) -> UInt32? {
    let number = unsafe seccomp_syscall_resolve_name(call)
    if number < -1 { return nil }
    guard number >= 0 else { throw SystemError("seccomp_syscall_resolve_name", call, code: 22) }
    return UInt32(number)
  }

  /// Of the library that knows the names.
  static var libraryVersion: String {
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
}
