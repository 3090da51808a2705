import Content
import Crypto
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
      .value("--outputs", "DIR", "where the outputs lie (default: beside the bundle)"),
    ] + LogTrust.options + PolicyOptions.options,
    summary: "check a bundle and its outputs offline")

  private static let bundleLimit = 24 << 20

  private let arguments: Arguments
  private let path: String

  init(_ arguments: Arguments) {
    self.arguments = arguments
    path = arguments.positional[0]
  }

  func run(_ console: Console) async throws(CommandError) -> ExitStatus {
    let bundle = try readBundle()
    let judge = try PolicyOptions(arguments)
    let outputs = try outputs()
    let report = bundle.verify(
      Bundle.Expectations(
        requestors: try keys("--requestor"), providers: try keys("--trust"),
        transparency: try LogTrust(arguments), outputs: outputs,
        contents: outputs.map {
          ResultDirectory.contents(in: outputDirectory, outputs: $0.mapValues(\.whole))
        },
        now: judge.time, policy: judge.policy, verifiers: judge.verifiers))
    let status = report.isSound ? report.verdict.exitStatus : .verificationFailed
    let answer = report.isSound ? "yes, \(report.verdict.headline)" : "no"
    console.result(report.text + "\(path): \(answer)\n", json: report.json)
    return status
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
  private func outputs() throws(CommandError) -> [String: StepDigests]? {
    do throws(SystemError) {
      let digests = try ResultDirectory.digests(in: outputDirectory)
      return digests.isEmpty && !arguments.has("--outputs") ? nil : digests
    } catch {
      throw CommandError(.operationalError, "output.unreadable", "\(error)")
    }
  }

  private var outputDirectory: String {
    arguments.value("--outputs") ?? Path.directory(of: path)
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
