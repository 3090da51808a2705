import Content
import Images
import Provider
import Sandbox

/// `assay doctor`: what this host offers, found out by trying.
struct DoctorCommand: Command {
  static let syntax = CommandSyntax(
    words: ["doctor"], positional: [], options: [],
    summary: "try which isolation layers and limits this host offers; say how to get the others")

  private let arguments: Arguments

  init(_ arguments: Arguments) {
    self.arguments = arguments
  }

  func run(_ console: Console) async throws(CommandError) -> ExitStatus {
    let workspace = try Workspace(arguments)
    let layers: [LayerAvailability]
    let limits: [LimitAvailability]
    let networks: [NetworkAvailability]
    let image: ImageRootAvailability
    do {
      let sandbox = try workspace.startSandbox()
      defer { sandbox.close() }
      layers = try await sandbox.tryLayers()
      limits = sandbox.limits()
      networks = try await sandbox.tryNetworks()
      image = ImageRootAvailability(trying: sandbox, workspace.images)
    } catch {
      throw CommandError(.isolationUnavailable, "sandbox.unusable", "\(error)")
    }
    let isComplete = layers.allSatisfy { $0.available || !$0.layer.isGeneral }
    console.result(
      Self.text(
        of: layers.map(Line.init) + [Line(image)] + networks.map(Line.init) + limits.map(Line.init)),
      json: .object([
        "complete": .boolean(isComplete), "layers": .array(layers.map(\.json)),
        "limits": .array(limits.map(\.json)), "networks": .array(networks.map(\.json)),
        "imageRoot": image.json,
      ]))
    return isComplete ? .accepted : .isolationUnavailable
  }

  private static func text(of lines: [Line]) -> String {
    let width = lines.map(\.name.count).max() ?? 0
    return lines.map { line in
      let padding = String(repeating: " ", count: width - line.name.count + 2)
      let end = line.remark.isEmpty ? "" : "\(padding)\(line.remark)"
      return "\(line.available ? "yes" : "no ")  \(line.name)\(end)\n"
    }.joined()
  }
}

/// One line of the report for people.
private struct Line {
  let name: String
  let available: Bool
  let remark: String

  init(_ layer: LayerAvailability) {
    name = layer.layer.rawValue
    available = layer.available
    remark = [layer.reason, layer.mend].compactMap { $0 }.joined(separator: "; ")
  }

  init(_ image: ImageRootAvailability) {
    name = "root: erofs"
    available = image.reason == nil
    remark = [image.reason, image.mend].compactMap { $0 }.joined(separator: "; ")
  }

  init(_ network: NetworkAvailability) {
    name = "network: \(network.name)"
    available = network.available
    remark = [network.reason, network.mend].compactMap { $0 }.joined(separator: "; ")
  }

  init(_ limit: LimitAvailability) {
    name = "limit: \(limit.name)"
    available = limit.available
    remark = [limit.means.map { "by \($0)" }, limit.reason, limit.mend].compactMap { $0 }
      .joined(separator: "; ")
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

extension NetworkAvailability {
  fileprivate var json: JSON {
    .object([
      "network": .string(name), "available": .boolean(available),
      "reason": reason.map { .string($0) }, "mend": mend.map { .string($0) },
    ])
  }
}

extension LimitAvailability {
  fileprivate var json: JSON {
    .object([
      "limit": .string(name), "available": .boolean(available),
      "means": means.map { .string($0) }, "reason": reason.map { .string($0) },
      "mend": mend.map { .string($0) },
    ])
  }
}
