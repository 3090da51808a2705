import Crypto
import Evidence
import Linux
import PlatformModule
import Provider

/// Which hardware of this machine vouches for its providers' sessions, as a command line says it.
struct EvidenceOptions: Sendable {
  private static let eventLog = "/sys/kernel/security/tpm0/binary_bios_measurements"
  private static let largestEventLog = 512 << 10
  private static let standardRegister = 15

  static let options: [CommandSyntax.Option] = [
    .value(
      "--evidence", "KIND",
      "what vouches for the provider's session: software (its own key; the default), tpm2, sev-snp "
        + "or tdx"),
    .value("--tpm", "TCTI", "where the TPM is (default: device:/dev/tpmrm0)"),
    .value(
      "--tsm", "DIR",
      "where the kernel gives out reports of confidential guests (default: "
        + "\(ReportDirectory.standardRoot))"),
    .value(
      "--tpm-register", "NUMBER",
      "the register into which the runtime is measured (default: \(standardRegister))"),
  ]

  let kind: EvidenceKind
  private let module: String
  private let register: Int
  private let reports: ReportDirectory

  init(_ arguments: Arguments) throws(CommandError) {
    let name = arguments.value("--evidence") ?? EvidenceKind.software.rawValue
    guard let kind = EvidenceKind(rawValue: name) else {
      let known = EvidenceKind.allCases.map(\.rawValue).joined(separator: ", ")
      throw .usage("--evidence is “\(name)”; expected one of \(known)")
    }
    let number = arguments.value("--tpm-register") ?? "\(Self.standardRegister)"
    guard let register = Int(number), (0..<24).contains(register) else {
      throw .usage("--tpm-register is “\(number)”; expected a number from 0 to 23")
    }
    if kind != .tpm2, arguments.has("--tpm") || arguments.has("--tpm-register") {
      throw .usage("--tpm and --tpm-register need --evidence tpm2")
    }
    if kind != .sevSNP, kind != .tdx, arguments.has("--tsm") {
      throw .usage("--tsm needs --evidence sev-snp or tdx")
    }
    reports = ReportDirectory(root: arguments.value("--tsm") ?? ReportDirectory.standardRoot)
    self.kind = kind
    self.register = register
    module = arguments.value("--tpm") ?? "device:/dev/tpmrm0"
  }

  /// The hardware, ready to vouch; nil where only identities do.
  func source() throws(CommandError) -> EvidenceSource? {
    do throws(EvidenceError) {
      switch kind {
      case .software: return nil
      case .tpm2: return EvidenceSource(try moduleProducer())
      case .sevSNP, .tdx:
        guard reports.exists else {
          throw EvidenceError(
            .unavailable,
            "no \(reports.root); expected a confidential guest with configfs mounted")
        }
        return EvidenceSource(
          GuestReportProducer(
            kind: kind, interface: reports,
            entry: "assay-\(CurrentProcess.identifier)"))
      }
    } catch {
      throw CommandError(
        .operationalError, "evidence.unavailable", "--evidence \(kind.rawValue): \(error)")
    }
  }

  /// Quotes the firmware's registers, and that of the runtime.
  private func moduleProducer() throws(EvidenceError) -> PlatformModuleProducer {
    guard let selection = RegisterSelection(Array(0...7) + [register]) else {
      throw EvidenceError(.unsupported, "no register \(register)")
    }
    return PlatformModuleProducer(
      try PlatformModule(module), selection: selection, runtimeRegister: register,
      eventLog: try firmwareLog())
  }

  /// The firmware's log, where the TPM is this machine's own and the kernel has one.
  private func firmwareLog() throws(EvidenceError) -> [UInt8]? {
    guard module.hasPrefix("device:") else { return nil }
    do throws(SystemError) {
      return try FileDescriptor.open(Self.eventLog, .readOnly)
        .readAll(limit: Self.largestEventLog, subject: Self.eventLog)
    } catch let error where error.isNotFound {
      return nil
    } catch {
      throw EvidenceError(.unavailable, "\(error)")
    }
  }
}
