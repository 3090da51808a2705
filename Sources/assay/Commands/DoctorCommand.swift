import Content
import Sandbox

/// `assay doctor`: what this host offers.
struct DoctorCommand: Command {
  static let syntax = CommandSyntax(
    words: ["doctor"], positional: [], options: [],
    summary: "say which isolation layers this host offers, and what to do about the others")

  init(_ arguments: Arguments) {}

  func run(_ console: Console) async throws(CommandError) -> ExitStatus {
    let layers = Sandbox::Sandbox.availability()
    let isComplete = layers.allSatisfy(\.available)
    console.result(
      text(of: layers),
      json: .object([
        "complete": .boolean(isComplete), "layers": .array(layers.map(\.json)),
      ]))
    return isComplete ? .accepted : .isolationUnavailable
  }

  private func text(of layers: [LayerAvailability]) -> String {
    let width = layers.map(\.layer.rawValue.count).max() ?? 0
    return layers.map { layer in
      let name = layer.layer.rawValue
      let padding = String(repeating: " ", count: width - name.count + 2)
      guard let reason = layer.reason else { return "yes  \(name)\n" }
      return "no   \(name)\(padding)\(reason)\(layer.mend.map { "; \($0)" } ?? "")\n"
    }.joined()
  }
}

extension LayerAvailability {
  fileprivate var json: JSON {
    .object([
      "layer": .string(layer.rawValue), "available": .boolean(available),
      "reason": reason.map { .string($0) }, "mend": mend.map { .string($0) },
    ])
  }
}
