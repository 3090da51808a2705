import Content
import Images
import Provider

/// `assay image build`
struct ImageBuildCommand: Command {
  static let syntax = CommandSyntax(
    words: ["image", "build"], positional: ["EXECUTABLE"],
    options: [.value("--name", "NAME", "reference of the image; the file's name by default")],
    summary: "pack a statically linked executable into an image")

  private let arguments: Arguments
  private let executable: String

  init(_ arguments: Arguments) {
    self.arguments = arguments
    executable = arguments.positional[0]
  }

  func run(_ console: Console) async throws(CommandError) -> ExitStatus {
    let workspace = try Workspace(arguments)
    let name = arguments.value("--name") ?? String(executable.split(separator: "/").last ?? "")
    do throws(ImageError) {
      let digest = try workspace.images.build(executable: executable, reference: name)
      console.result("\(name) \(digest)\n", json: .image(name: name, digest))
      return .accepted
    } catch {
      throw CommandError(error)
    }
  }
}

/// `assay image import`
struct ImageImportCommand: Command {
  static let syntax = CommandSyntax(
    words: ["image", "import"], positional: ["PATH"],
    options: [
      .value("--name", "NAME", "reference under which the image is kept"),
      .value("--select", "REFERENCE", "which image, of a source that holds several"),
    ],
    summary: "import an OCI layout, an OCI archive or a docker archive")

  private let arguments: Arguments

  init(_ arguments: Arguments) {
    self.arguments = arguments
  }

  func run(_ console: Console) async throws(CommandError) -> ExitStatus {
    let workspace = try Workspace(arguments)
    do throws(ImageError) {
      let name = arguments.value("--name")
      let digest = try workspace.images.importImage(
        from: arguments.positional[0], selecting: arguments.value("--select"), reference: name)
      let label = name.map { "\($0) " } ?? ""
      console.result("\(label)\(digest)\n", json: .image(name: name, digest))
      return .accepted
    } catch {
      throw CommandError(error)
    }
  }
}

/// `assay image list`
struct ImageListCommand: Command {
  static let syntax = CommandSyntax(
    words: ["image", "list"], positional: [], options: [], summary: "list the images kept here")

  private let arguments: Arguments

  init(_ arguments: Arguments) {
    self.arguments = arguments
  }

  func run(_ console: Console) async throws(CommandError) -> ExitStatus {
    let workspace = try Workspace(arguments)
    do throws(ImageError) {
      let images = try workspace.images.list()
      console.result(
        images.map { "\($0.name) \($0.digest) \($0.size) bytes\n" }.joined(),
        json: .object(["images": .array(images.map(\.json))]))
      return .accepted
    } catch {
      throw CommandError(error)
    }
  }
}

/// `assay image remove`
struct ImageRemoveCommand: Command {
  static let syntax = CommandSyntax(
    words: ["image", "remove"], positional: ["NAME"], options: [],
    summary: "forget an image's name; prune frees its space")

  private let arguments: Arguments

  init(_ arguments: Arguments) {
    self.arguments = arguments
  }

  func run(_ console: Console) async throws(CommandError) -> ExitStatus {
    let workspace = try Workspace(arguments)
    let name = arguments.positional[0]
    do throws(ImageError) {
      try workspace.images.remove(name)
      console.result("removed \(name)\n", json: .object(["removed": .string(name)]))
      return .accepted
    } catch {
      throw CommandError(error)
    }
  }
}

/// `assay image prune`
struct ImagePruneCommand: Command {
  static let syntax = CommandSyntax(
    words: ["image", "prune"], positional: [], options: [],
    summary: "delete blobs and unpacked images that no name refers to")

  private let arguments: Arguments

  init(_ arguments: Arguments) {
    self.arguments = arguments
  }

  func run(_ console: Console) async throws(CommandError) -> ExitStatus {
    let workspace = try Workspace(arguments)
    do throws(ImageError) {
      let report = try workspace.images.prune()
      console.result(
        "freed \(report.bytes) bytes: \(report.blobs) blobs, \(report.roots) unpacked images\n",
        json: .object([
          "blobs": .integer(Int64(report.blobs)), "roots": .integer(Int64(report.roots)),
          "bytes": .integer(report.bytes),
        ]))
      return .accepted
    } catch {
      throw CommandError(error)
    }
  }
}

extension JSON {
  fileprivate static func image(name: String?, _ digest: Digest) -> JSON {
    .object(["name": name.map { .string($0) }, "digest": .string(digest.description)])
  }
}

extension StoredImage {
  fileprivate var json: JSON {
    .object([
      "name": .string(name), "digest": .string(digest.description), "size": .integer(size),
    ])
  }
}
