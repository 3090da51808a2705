import Linux

/// Control groups that a supervisor may leave behind when it is killed.
struct Inheritance: ~Copyable {
  let prefix: String
  /// The directories in which the groups are.
  let parents: DescriptorList

  /// Removes all groups that are still there; their processes are gone.
  func clear() {
    for index in 0..<parents.count { parents.removeDirectories(startingWith: prefix, at: index) }
  }
}
