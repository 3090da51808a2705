import Linux

/// What a cell has ready before it knows its job.
struct Preparation: ~Copyable {
  let mounts: PreparedMounts
  let time: TimeNamespace
}
