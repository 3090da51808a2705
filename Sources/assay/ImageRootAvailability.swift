import Content
import Images
import Provider
import Sandbox

/// Whether strict jobs get EROFS images as their roots on this host; without, they get directories.
struct ImageRootAvailability: Sendable {
  /// Why not; nil if they do.
  let reason: String?
  let mend: String?

  /// Makes an image and mounts it.
  init(trying sandbox: Sandbox, _ images: ImageStore) {
    do throws(ImageError) {
      let reason = try images.withTrialErofsImage { sandbox.tryImage(at: $0) }
      self.reason = reason
      mend = reason.map { _ in
        "run as root on Linux 6.12 or later, configured with EROFS_FS_BACKED_BY_FILE"
      }
    } catch {
      reason = error.description
      mend = error.mend
    }
  }

  var json: JSON {
    .object([
      "kind": .string("erofs"), "available": .boolean(reason == nil),
      "reason": reason.map { .string($0) }, "mend": mend.map { .string($0) },
    ])
  }
}
