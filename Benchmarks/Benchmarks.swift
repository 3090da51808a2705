import Content
import Linux

/// A family of figures that are measured together.
protocol Suite: Sendable {
  static var name: String { get }
  static var summary: String { get }

  init(_ options: SuiteOptions)

  func run() async throws -> Report
}

/// What a suite is told by the command line.
struct SuiteOptions: Sendable {
  /// Whether other people's software is measured beside ours.
  let includesPeers: Bool
  /// Where a suite that draws puts its picture (SVG); nil for nowhere.
  let plotFile: String?
}

/// usage: `benchmarks SUITE [--peers] [--json FILE] [--markdown FILE] [--plot FILE]`
@main struct Benchmarks {
  static let suites: [any Suite.Type] = [
    JourneySuite.self, SandboxSuite.self, AttestationSuite.self, LogSuite.self, GemmSuite.self,
    GemmAVX2Suite.self, GemmDefaultsSuite.self, ElementwiseSuite.self,
  ]

  static func main() async {
    do {
      let request = try Request(Array(CommandLine.arguments.dropFirst()))
      let machine = try Machine()
      let report = try await request.suite.init(request.options).run()
      if let file = request.jsonFile {
        try write(report.json(on: machine).canonicalText + "\n", to: file)
      }
      if let file = request.markdownFile { try write(report.markdown(on: machine), to: file) }
      CurrentProcess.printOutput(report.markdown(on: machine))
    } catch {
      CurrentProcess.printError("benchmarks: \(error)\n")
      CurrentProcess.exit(1)
    }
  }

  private static func write(_ text: String, to path: String) throws(SystemError) {
    let file = try FileDescriptor.open(path, [.writeOnly, .create, .truncate])
    try file.writeAll(Array(text.utf8))
  }
}

/// The command line.
private struct Request {
  let suite: any Suite.Type
  let options: SuiteOptions
  let jsonFile: String?
  let markdownFile: String?

  struct UsageError: Error, CustomStringConvertible {
    let description: String
  }

  init(_ words: [String]) throws(UsageError) {
    guard let suite = Benchmarks.suites.first(where: { $0.name == words.first }) else {
      throw UsageError(description: "which suite? \(Self.usage)")
    }
    self.suite = suite
    var files: [String: String] = [:]
    var includesPeers = false
    var rest = words.dropFirst()
    while let word = rest.popFirst() {
      switch word {
      case "--peers": includesPeers = true
      case "--json", "--markdown", "--plot":
        guard let file = rest.popFirst() else {
          throw UsageError(description: "\(word) needs a file; \(Self.usage)")
        }
        files[word] = file
      default: throw UsageError(description: "unexpected “\(word)”; \(Self.usage)")
      }
    }
    options = SuiteOptions(includesPeers: includesPeers, plotFile: files["--plot"])
    jsonFile = files["--json"]
    markdownFile = files["--markdown"]
  }

  private static var usage: String {
    let suites = Benchmarks.suites.map { "\n  \($0.name)  \($0.summary)" }.joined()
    return "usage: benchmarks SUITE [--peers] [--json FILE] [--markdown FILE] [--plot FILE]; "
      + "suites:\(suites)"
  }
}
