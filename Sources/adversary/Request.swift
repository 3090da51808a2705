import Linux

/// What the command line asks for.
struct Request: Sendable {
  let lie: Lie
  let name: String
  let dataDirectory: String

  struct UsageError: Error, CustomStringConvertible {
    let description: String
  }

  init(_ words: [String]) throws(UsageError) {
    var values = ["--name": "adversary"]
    var rest = words[...]
    while let option = rest.popFirst() {
      guard ["--lie", "--name"].contains(option), let value = rest.popFirst() else {
        throw UsageError(description: "unexpected “\(option)”; \(Self.usage)")
      }
      values[option] = value
    }
    guard let word = values["--lie"], let lie = Lie(rawValue: word) else {
      throw UsageError(description: "--lie is missing or unknown; \(Self.usage)")
    }
    guard let directory = Environment.value(of: "ASSAY_DATA") else {
      throw UsageError(description: "ASSAY_DATA is not set; expected the workspace's directory")
    }
    self.lie = lie
    name = values["--name"] ?? ""
    dataDirectory = directory
  }

  private static var usage: String {
    let lies = Lie.allCases.map(\.rawValue).joined(separator: "|")
    return "usage: adversary --lie \(lies) [--name NAME]"
  }
}
