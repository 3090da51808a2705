import Content
import Crypto
import Provider

/// `assay key`: shows a key of this workspace, making it first where there is none.
struct KeyCommand: Command {
  static let syntax = CommandSyntax(
    words: ["key"], positional: ["NAME"],
    options: [.value("--export", "FILE", "write the public key to a new file")],
    summary: "show the public key called NAME (made if there is none), or export it")

  private let arguments: Arguments

  init(_ arguments: Arguments) {
    self.arguments = arguments
  }

  func run(_ console: Console) async throws(CommandError) -> ExitStatus {
    let workspace = try Workspace(arguments)
    let name = arguments.positional[0]
    guard RelativePath(name) != nil, !name.contains("/") else {
      throw .usage("NAME is “\(name)”; expected one of letters, digits, “.”, “_” and “-”")
    }
    let key: PublicKey
    do throws(WorkspaceError) { key = try workspace.key(named: name).publicKey } catch {
      throw CommandError(error)
    }
    if let file = arguments.value("--export") {
      do throws(KeyFileError) { try KeyFile.write(key, to: file) } catch {
        throw CommandError(.operationalError, "key.unwritable", "\(error)")
      }
    }
    console.result(
      "\(name) \(key.hexadecimal)\n",
      json: .object(["name": .string(name), "key": .string(key.hexadecimal)]))
    return .accepted
  }
}
