import Content
import Linux

/// Where a command's words go: results to standard output, all else to standard error.
struct Console: Sendable {
  /// Whether results and errors are JSON documents.
  let isJSON: Bool
  /// Whether progress is kept to ourselves.
  let isQuiet: Bool
  private let isTerminal = Environment.isTerminal(2)
  private let hasColour = Environment.isTerminal(2) && Environment.value(of: "NO_COLOR") == nil

  /// A result: `text` for people, or `json` alone where that was asked for.
  func result(_ text: @autoclosure () -> String, json: @autoclosure () -> JSON) {
    CurrentProcess.printOutput(isJSON ? json().canonicalText + "\n" : text())
  }

  /// Help, which has no JSON form.
  func text(_ text: String) {
    CurrentProcess.printOutput(text)
  }

  /// One line of diagnostics.
  func note(_ line: String) {
    CurrentProcess.printError((isTerminal ? "\r\u{1B}[K" : "") + line + "\n")
  }

  /// How far a job has come: redrawn in place on a terminal, a line for each step elsewhere.
  func progress(_ step: Int, of count: Int, _ label: String) {
    if isQuiet { return }
    guard isTerminal else { return note("[\(step)/\(count)] \(label)") }
    let width = 24
    let filled = width * step / max(count, 1)
    let bar = String(repeating: "█", count: filled) + String(repeating: "░", count: width - filled)
    let coloured = hasColour ? "\u{1B}[36m\(bar)\u{1B}[0m" : bar
    CurrentProcess.printError("\r\u{1B}[K\(coloured) \(label)" + (step == count ? "\n" : ""))
  }

  func failure(_ error: CommandError) {
    if isJSON { return CurrentProcess.printOutput(error.json.canonicalText + "\n") }
    let field = error.field.map { "\n  \($0)" } ?? ""
    let label = hasColour ? "\u{1B}[31merror\u{1B}[0m" : "error"
    CurrentProcess.printError("\(label): \(error.message)\(field)\n")
  }
}
