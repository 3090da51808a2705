import Linux
import Sandbox
import TestSupport
import Testing

/// The arena's root file system as an EROFS image.
enum ImageArena {
  /// Its path.
  static let image = Result { try make("\(Arena.shared.get().directory)/image") { _ in } }

  /// Only root mounts images, and only newer kernels can without a block device.
  static let isPossible: Bool = {
    guard let arena = try? Arena.shared.get(), let image = try? image.get() else { return false }
    return arena.sandbox.tryImage(at: image) == nil
  }()
  static let absence: Comment =
    "needs root, mkfs.erofs, and a kernel (6.15 or later) that mounts EROFS from files"

  /// Makes an image at `path` and `.erofs`, of a root that `change` may do something to.
  static func make(_ path: String, _ change: (borrowing FileDescriptor) throws -> Void) throws
    -> String
  {
    try Arena.makeRoot(at: path)
    let root = try FileDescriptor.open(path, [.readOnly, .directory])
    for name in ["dev", "in", "out", "proc", "tmp"] { try root.makeDirectory(name) }
    try change(root)
    let image = path + ".erofs"
    let answer = try Program(at: "mkfs.erofs").run(["-T0", "--all-root", image, path])
    guard answer.code == 0 else { throw SystemError("mkfs.erofs", path, code: answer.code) }
    return image
  }
}
