import Content
import Crypto
import Evidence
import Linux
import Transparency
import Verification

/// `assay verify`: the verdict again, from the bundle alone.
struct VerifyCommand: Command {
  static let syntax = CommandSyntax(
    words: ["verify"], positional: ["BUNDLE"],
    options: [
      .value(
        "--requestor", "KEY", repeatable: true, "accept only bundles sealed by this key file"),
      .value(
        "--trust", "KEY", repeatable: true, "count only statements of these providers' key files"),
      .value("--policy", "FILE", "accept only what this policy accepts; every refusal is listed"),
      .value(
        "--collateral", "DIR",
        "what vendors publish: tdx*.json, sev-snp*.pem, sev-snp*.crl, tpm2*.pem, tpm2*.crl"),
      .value(
        "--at", "TIME", "judge by this time, for example 2026-11-20T22:28:51.042Z, not by now"),
      .value("--outputs", "DIR", "where the outputs lie (default: beside the bundle)"),
    ] + LogTrust.options,
    summary: "check a bundle and its outputs offline")

  private static let bundleLimit = 24 << 20
  private static let policyLimit = 1 << 20

  private let arguments: Arguments
  private let path: String

  init(_ arguments: Arguments) {
    self.arguments = arguments
    path = arguments.positional[0]
  }

  func run(_ console: Console) async throws(CommandError) -> ExitStatus {
    let bundle = try readBundle()
    let policy = try readPolicy()
    let report = bundle.verify(
      Bundle.Expectations(
        requestors: try keys("--requestor"), providers: try keys("--trust"),
        transparency: try LogTrust(arguments), outputs: try outputs(), now: try time(),
        policy: policy,
        verifiers: EvidenceVerifiers(
          try collateral(), attestationKeys: policy?.attestationKeys ?? [])))
    let status = report.isSound ? report.verdict.exitStatus : .verificationFailed
    let answer = report.isSound ? "yes, \(report.verdict.headline)" : "no"
    console.result(report.text + "\(path): \(answer)\n", json: report.json)
    return status
  }

  private func readPolicy() throws(CommandError) -> Policy? {
    guard let file = arguments.value("--policy") else { return nil }
    let bytes: [UInt8]
    do throws(SystemError) {
      bytes = try FileDescriptor.open(file, .readOnly).readAll(limit: Self.policyLimit)
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

  private func collateral() throws(CommandError) -> Collateral {
    guard let directory = arguments.value("--collateral") else { return Collateral() }
    do throws(EvidenceError) {
      return try Collateral(readingFrom: directory)
    } catch {
      throw CommandError(.usage, "collateral.invalid", "--collateral: \(error.detail)")
    }
  }

  private func time() throws(CommandError) -> Timestamp {
    guard let text = arguments.value("--at") else { return .now() }
    guard let time = Timestamp(text) else {
      throw .usage("--at is “\(text)”; expected UTC with milliseconds: 2026-11-20T22:28:51.042Z")
    }
    return time
  }

  private func readBundle() throws(CommandError) -> Bundle {
    let bytes: [UInt8]
    do throws(SystemError) {
      bytes = try FileDescriptor.open(path, .readOnly).readAll(limit: Self.bundleLimit)
    } catch {
      throw CommandError(.operationalError, "bundle.unreadable", "\(path): \(error)")
    }
    do throws(VerificationError) {
      return try Bundle(parsing: bytes)
    } catch {
      throw CommandError(.verificationFailed, "bundle.malformed", "\(path): no: \(error)")
    }
  }

  /// The digests of what lies beside the bundle; nil if no output does.
  private func outputs() throws(CommandError) -> [String: Digest]? {
    let directory = arguments.value("--outputs") ?? Path.directory(of: path)
    do throws(SystemError) {
      let digests = try ResultDirectory.digests(in: directory)
      return digests.isEmpty && !arguments.has("--outputs") ? nil : digests
    } catch {
      throw CommandError(.operationalError, "output.unreadable", "\(error)")
    }
  }

  private func keys(_ option: String) throws(CommandError) -> Set<PublicKey>? {
    guard arguments.has(option) else { return nil }
    var keys: Set<PublicKey> = []
    for file in arguments.values(option) {
      do throws(KeyFileError) {
        keys.insert(try KeyFile.publicKey(at: file))
      } catch {
        throw CommandError(.operationalError, "key.unreadable", "\(option) \(error)")
      }
    }
    return keys
  }
}
