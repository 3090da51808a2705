import Linux

/// What a cell has ready before it knows its job.
struct Preparation: ~Copyable {
  let mounts: PreparedMounts
  let time: TimeNamespace
  /// Nil where the kernel does not count.
  let transfer: ChildrenTransfer?
}
