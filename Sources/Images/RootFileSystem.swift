/// An unpacked image, ready to be mounted read-only and shared by any number of jobs.
package struct RootFileSystem: Equatable, Sendable {
  /// Directories of this machine, topmost first.
  ///
  /// Layers are flattened when they are unpacked, so there is exactly one: whiteouts are resolved
  /// once, an ordinary user needs no overlay of his own, and every provider gets the same tree.
  package let layers: [String]
  package let configuration: ImageConfiguration

  package init(layers: [String], configuration: ImageConfiguration) {
    self.layers = layers
    self.configuration = configuration
  }
}
