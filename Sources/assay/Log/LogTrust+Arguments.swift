import Transparency

extension LogTrust {
  /// The options by which a reader says which logs and witnesses count.
  static let options: [CommandSyntax.Option] = [
    .value(
      "--log-key", "KEY", repeatable: true,
      "a log that counts: “name+id+base64”, or a file that holds it"),
    .value(
      "--witness-key", "KEY", repeatable: true, "a witness that counts, in the same form"),
    .value(
      "--witnesses", "NUMBER", "how many of them must have cosigned (default: all that are given)"),
  ]

  /// Nil where the command line names no log.
  init?(_ arguments: Arguments) throws(CommandError) {
    let logs = try LogDirectory.keys(Self.options[0], .log, arguments)
    let witnesses = try LogDirectory.keys(Self.options[1], .witness, arguments)
    guard !logs.isEmpty else {
      if !witnesses.isEmpty || arguments.has("--witnesses") {
        throw .usage("--witness-key and --witnesses say who saw a log; give its --log-key, too")
      }
      return nil
    }
    let different = Set(witnesses.map(\.publicKey)).count
    let text = arguments.value("--witnesses")
    guard let threshold = text.map({ Int($0) }) ?? different,
      let trust = LogTrust(logs: logs, witnesses: witnesses, threshold: threshold)
    else {
      throw .usage(
        "--witnesses is \(text ?? "\(different)"); expected a number up to that of the different "
          + "--witness-key given (\(different)), none of which is a log's key")
    }
    self = trust
  }
}
