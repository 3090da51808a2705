/// The media types of OCI's image specification and of Docker's schema 2, which mean the same.
enum MediaType {
  static let manifest = "application/vnd.oci.image.manifest.v1+json"
  static let configuration = "application/vnd.oci.image.config.v1+json"
  static let layer = "application/vnd.oci.image.layer.v1.tar"

  static let indexes: Set<String> = [
    "application/vnd.oci.image.index.v1+json",
    "application/vnd.docker.distribution.manifest.list.v2+json",
  ]
  static let manifests: Set<String> = [
    manifest, "application/vnd.docker.distribution.manifest.v2+json",
  ]
  static let configurations: Set<String> = [
    configuration, "application/vnd.docker.container.image.v1+json",
  ]
  /// What a layer may be called. How it is compressed is told from its bytes, since tools disagree.
  static let layers: Set<String> = [
    layer, layer + "+gzip", layer + "+zstd",
    "application/vnd.docker.image.rootfs.diff.tar",
    "application/vnd.docker.image.rootfs.diff.tar.gzip",
    "application/vnd.docker.image.rootfs.diff.tar.zstd",
  ]
}
