import Images
import Linux
import Provider

extension Workspace {
  /// The workspace of the command line: `--data`, then `ASSAY_DATA`, then `$XDG_DATA_HOME/assay`,
  /// then `$HOME/.local/share/assay`.
  init(_ arguments: Arguments) throws(CommandError) {
    let path = try Self.directory(arguments)
    do throws(WorkspaceError) {
      try self.init(at: path)
    } catch {
      throw CommandError(error)
    }
  }

  /// Keeps a concurrent `assay image prune` from deleting what is staged, as long as it lives.
  func hold() throws(CommandError) -> ImageHold {
    do throws(ImageError) { return try images.hold() } catch { throw CommandError(error) }
  }

  private static func directory(_ arguments: Arguments) throws(CommandError) -> String {
    if let chosen = arguments.value("--data") ?? Environment.value(of: "ASSAY_DATA") {
      return chosen
    }
    if let shared = Environment.value(of: "XDG_DATA_HOME") { return shared + "/assay" }
    if let home = Environment.value(of: "HOME") { return home + "/.local/share/assay" }
    throw .usage("no place for data: set HOME, XDG_DATA_HOME or ASSAY_DATA, or pass --data DIR")
  }
}
