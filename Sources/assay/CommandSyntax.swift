/// What may follow a command's name on the command line.
struct CommandSyntax: Sendable {
  /// An option: `--name`, or `--name VALUE`.
  struct Option: Sendable {
    let name: String
    /// What the value stands for in the usage text; nil for a flag.
    let value: String?
    let isRepeatable: Bool
    let help: String

    static func flag(_ name: String, _ help: String) -> Option {
      Option(name: name, value: nil, isRepeatable: false, help: help)
    }

    static func value(
      _ name: String, _ value: String, repeatable: Bool = false, _ help: String
    ) -> Option {
      Option(name: name, value: value, isRepeatable: repeatable, help: help)
    }
  }

  /// Words of the command, for example `["image", "build"]`.
  let words: [String]
  /// Names of the positional arguments, all required; the last may end in `…` and then stands for
  /// one or more.
  let positional: [String]
  let options: [Option]
  let summary: String

  /// Options that every command takes.
  static let common: [Option] = [
    .flag("--json", "print one JSON document on standard output, errors too"),
    .flag("--quiet", "no progress display"),
    .value("--data", "DIR", "where images, blobs and keys are kept (or ASSAY_DATA)"),
  ]

  private var allOptions: [Option] { options + Self.common }

  /// One line: `assay image build EXECUTABLE [--name NAME]`.
  var usageLine: String {
    let optional = allOptions.map { option in
      "[\(option.name)\(option.value.map { " \($0)" } ?? "")]\(option.isRepeatable ? "…" : "")"
    }
    return (["assay"] + words + positional + optional).joined(separator: " ")
  }

  /// The usage line, the summary, and a line for each option.
  var help: String {
    let width = allOptions.map { $0.name.count + ($0.value?.count ?? -1) + 1 }.max() ?? 0
    let lines = allOptions.map { option in
      let name = option.name + (option.value.map { " \($0)" } ?? "")
      return "  " + name + String(repeating: " ", count: width - name.count + 2) + option.help
    }
    return "usage: \(usageLine)\n\n\(summary)\n\n\(lines.joined(separator: "\n"))\n"
  }
}

/// A command line that fits its syntax.
struct Arguments: Sendable {
  let positional: [String]
  private let values: [String: [String]]

  /// Reads what follows the command's words. `--name=value` is `--name value`; after `--` all is
  /// positional.
  init(parsing words: some Sequence<String>, as syntax: CommandSyntax) throws(CommandError) {
    var rest = Array(words)[...]
    var positional: [String] = []
    var values: [String: [String]] = [:]
    while let word = rest.popFirst() {
      if word == "--" {
        positional += rest
        break
      }
      guard word.hasPrefix("--") else {
        positional.append(word)
        continue
      }
      let (name, value) = try Self.option(word, rest: &rest, syntax: syntax)
      values[name, default: []].append(value)
    }
    let wanted = syntax.positional.count
    let isOpen = syntax.positional.last?.hasSuffix("…") ?? false
    guard isOpen ? positional.count >= wanted : positional.count == wanted else {
      throw .usage(
        "expected \(isOpen ? "at least " : "")\(wanted) arguments (\(syntax.positional.joined(separator: " "))), "
          + "found \(positional.count); usage: \(syntax.usageLine)")
    }
    for option in syntax.options + CommandSyntax.common
    where !option.isRepeatable && values[option.name, default: []].count > 1 {
      throw .usage("\(option.name) is given twice; give it once")
    }
    self.positional = positional
    self.values = values
  }

  private static func option(
    _ word: String, rest: inout ArraySlice<String>, syntax: CommandSyntax
  ) throws(CommandError) -> (name: String, value: String) {
    let parts = word.split(separator: "=", maxSplits: 1).map(String.init)
    guard let option = (syntax.options + CommandSyntax.common).first(where: { $0.name == parts[0] })
    else { throw .usage("unknown option \(parts[0]); usage: \(syntax.usageLine)") }
    guard let placeholder = option.value else {
      guard parts.count == 1 else { throw .usage("\(option.name) takes no value") }
      return (option.name, "")
    }
    if parts.count == 2 { return (option.name, parts[1]) }
    guard let value = rest.popFirst() else {
      throw .usage("\(option.name) needs a value: \(option.name) \(placeholder)")
    }
    return (option.name, value)
  }

  func has(_ name: String) -> Bool { values[name] != nil }
  func value(_ name: String) -> String? { values[name]?.first }
  func values(_ name: String) -> [String] { values[name] ?? [] }
}
