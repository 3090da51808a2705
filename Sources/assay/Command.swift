/// One subcommand of `assay`.
protocol Command: Sendable {
  static var syntax: CommandSyntax { get }

  init(_ arguments: Arguments) throws(CommandError)

  /// Does the work; results go to the console, the status to the parent process.
  func run(_ console: Console) async throws(CommandError) -> ExitStatus
}

/// The commands, in the order of the help text.
let commands: [any Command.Type] = [
  RunCommand.self,
  VerifyCommand.self,
  AuditCommand.self,
  ImageBuildCommand.self,
  ImageImportCommand.self,
  ImageListCommand.self,
  ImageRemoveCommand.self,
  ImagePruneCommand.self,
  KeyCommand.self,
  EvidenceCommand.self,
  ProviderServeCommand.self,
  LogInitCommand.self,
  LogAppendCommand.self,
  LogServeCommand.self,
  LogProveCommand.self,
  LogVerifyCommand.self,
  LogCosignCommand.self,
  LogWitnessCommand.self,
  LogFsckCommand.self,
  DoctorCommand.self,
]
