import Linux

/// The layers of an image as one file system, attached nowhere.
final class RootMount: Sendable {
  /// The layers as they were when it was made.
  let layers: [FileStatus]
  let mount: FileDescriptor

  init(_ layers: borrowing DescriptorList, as statuses: [FileStatus]) throws(SystemError) {
    mount = try MountContext.overlay(layers)
    self.layers = statuses
  }
}
