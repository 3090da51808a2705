import Content
import Evidence
import Linux
import Requestor

/// What a command line accepts, and by when and with what it judges.
struct PolicyOptions: Sendable {
  private static let policyLimit = 1 << 20

  static let collateral = CommandSyntax.Option.value(
    "--collateral", "DIR",
    "what vendors publish: tdx*.json, sev-snp*.pem, sev-snp*.crl, tpm2*.pem, tpm2*.crl")

  static let options: [CommandSyntax.Option] = [
    .value("--policy", "FILE", "accept only what this policy accepts; every refusal is listed"),
    collateral,
    .value(
      "--at", "TIME", "judge by this time, for example 2026-11-20T22:28:51.042Z, not by now"),
  ]

  /// Nil where none was named.
  let policy: Policy?
  let verifiers: EvidenceVerifiers
  let time: Timestamp

  /// Reads the files that the options name.
  init(_ arguments: Arguments) throws(CommandError) {
    policy = try arguments.value("--policy").map(Self.policy)
    verifiers = EvidenceVerifiers(
      try Self.collateral(arguments),
      attestationKeys: policy?.attestationKeys ?? [])
    time = try arguments.value("--at").map(Self.time) ?? .now()
  }

  /// What a run asks of its providers; nil where no policy was named.
  static func acceptance(_ arguments: Arguments) throws(CommandError) -> Acceptance? {
    let options = try PolicyOptions(arguments)
    if let policy = options.policy {
      return Acceptance(
        policy: policy, verifiers: options.verifiers,
        time: arguments.has("--at") ? options.time : nil)
    }
    for name in ["--collateral", "--at"] where arguments.has(name) {
      throw .usage("\(name) needs --policy: a run without one judges no evidence")
    }
    return nil
  }

  private static func policy(_ file: String) throws(CommandError) -> Policy {
    let bytes: [UInt8]
    do throws(SystemError) {
      bytes = try FileDescriptor.open(file, .readOnly).readAll(limit: policyLimit)
    } catch {
      throw CommandError(.operationalError, "policy.unreadable", "\(file): \(error)")
    }
    do throws(PolicyError) {
      return try Policy(parsing: bytes)
    } catch {
      switch error {
      case .syntax(let cause):
        throw CommandError(.usage, "policy.syntax", "\(file) is not a policy: \(cause)")
      case .field(let field):
        throw CommandError(.usage, "policy.invalid", "\(file) is not a policy", field: field)
      }
    }
  }

  /// What the option hands in; nothing where it is not given.
  static func collateral(_ arguments: Arguments) throws(CommandError) -> Collateral {
    guard let directory = arguments.value("--collateral") else { return Collateral() }
    do throws(EvidenceError) {
      return try Collateral(readingFrom: directory)
    } catch {
      throw CommandError(.usage, "collateral.invalid", "--collateral: \(error.detail)")
    }
  }

  private static func time(_ text: String) throws(CommandError) -> Timestamp {
    guard let time = Timestamp(text) else {
      throw .usage("--at is “\(text)”; expected UTC with milliseconds: 2026-11-20T22:28:51.042Z")
    }
    return time
  }
}
