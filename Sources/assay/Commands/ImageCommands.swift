import Content
import Images
import Provider

/// A command on the images of a workspace, which all fail in the same way.
protocol ImageCommand: Command {
  var arguments: Arguments { get }

  func run(on images: ImageStore, _ console: Console) throws(ImageError)
}

extension ImageCommand {
  func run(_ console: Console) async throws(CommandError) -> ExitStatus {
    let workspace = try Workspace(arguments)
    do throws(ImageError) {
      try run(on: workspace.images, console)
      return .accepted
    } catch {
      throw CommandError(error)
    }
  }
}

/// `assay image build`
struct ImageBuildCommand: ImageCommand {
  static let syntax = CommandSyntax(
    words: ["image", "build"], positional: ["EXECUTABLE"],
    options: [
      .value("--name", "NAME", "reference of the image; the file's name by default"),
      .flag("--libraries", "pack the loader and the libraries that the executable asks for, too"),
      .value(
        "--library", "NAME", repeatable: true,
        "pack this library as well, which the executable loads when it runs"),
    ],
    summary: "pack an executable into an image: a static one, or with its libraries")

  let arguments: Arguments
  private let executable: String

  init(_ arguments: Arguments) {
    self.arguments = arguments
    executable = arguments.positional[0]
  }

  func run(on images: ImageStore, _ console: Console) throws(ImageError) {
    let name = arguments.value("--name") ?? String(executable.split(separator: "/").last ?? "")
    let packsLibraries = arguments.has("--libraries") || arguments.has("--library")
    let digest = try images.build(
      executable: executable, libraries: packsLibraries ? arguments.values("--library") : nil,
      reference: name)
    console.result("\(name) \(digest)\n", json: .image(name: name, digest))
  }
}

/// `assay image import`
struct ImageImportCommand: ImageCommand {
  static let syntax = CommandSyntax(
    words: ["image", "import"], positional: ["PATH"],
    options: [
      .value("--name", "NAME", "reference under which the image is kept"),
      .value("--select", "REFERENCE", "which image, of a source that holds several"),
    ],
    summary: "import an OCI layout, an OCI archive or a docker archive")

  let arguments: Arguments

  init(_ arguments: Arguments) {
    self.arguments = arguments
  }

  func run(on images: ImageStore, _ console: Console) throws(ImageError) {
    let name = arguments.value("--name")
    let digest = try images.importImage(
      from: arguments.positional[0], selecting: arguments.value("--select"), reference: name)
    let label = name.map { "\($0) " } ?? ""
    console.result("\(label)\(digest)\n", json: .image(name: name, digest))
  }
}

/// `assay image list`
struct ImageListCommand: ImageCommand {
  static let syntax = CommandSyntax(
    words: ["image", "list"], positional: [], options: [], summary: "list the images kept here")

  let arguments: Arguments

  init(_ arguments: Arguments) {
    self.arguments = arguments
  }

  func run(on images: ImageStore, _ console: Console) throws(ImageError) {
    let stored = try images.list()
    console.result(
      stored.map { "\($0.name) \($0.digest) \($0.size) bytes\n" }.joined(),
      json: .object(["images": .array(stored.map(\.json))]))
  }
}

/// `assay image remove`
struct ImageRemoveCommand: ImageCommand {
  static let syntax = CommandSyntax(
    words: ["image", "remove"], positional: ["NAME"], options: [],
    summary: "forget an image's name; prune frees its space")

  let arguments: Arguments

  init(_ arguments: Arguments) {
    self.arguments = arguments
  }

  func run(on images: ImageStore, _ console: Console) throws(ImageError) {
    let name = arguments.positional[0]
    try images.remove(name)
    console.result("removed \(name)\n", json: .object(["removed": .string(name)]))
  }
}

/// `assay image prune`
struct ImagePruneCommand: ImageCommand {
  static let syntax = CommandSyntax(
    words: ["image", "prune"], positional: [], options: [],
    summary: "delete blobs and unpacked images that no name refers to")

  let arguments: Arguments

  init(_ arguments: Arguments) {
    self.arguments = arguments
  }

  func run(on images: ImageStore, _ console: Console) throws(ImageError) {
    let report = try images.prune()
    console.result(
      "freed \(report.bytes) bytes: \(report.blobs) blobs, \(report.roots) unpacked images\n",
      json: .object([
        "blobs": .integer(Int64(report.blobs)), "roots": .integer(Int64(report.roots)),
        "bytes": .integer(report.bytes),
      ]))
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
