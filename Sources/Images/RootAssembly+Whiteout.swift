import Linux

extension RootAssembly {
  /// Removes what `whiteout` hides of the layers below; what its own layer has placed, before or
  /// after it in the archive, stays.
  func apply(_ whiteout: Whiteout) throws(ImageError) {
    switch whiteout {
    case .entry(let path):
      guard let parent = try openIfDirectory(path.parent) else { return }
      try hide(path, in: parent)
    case .contents(let path):
      guard let directory = try openIfDirectory(path) else { return }
      try hideContents(of: path, directory)
    }
  }

  private func hide(
    _ path: EntryPath, in parent: borrowing FileDescriptor
  ) throws(ImageError) {
    guard let kind = try kind(of: path, in: parent) else { return }
    guard placed.contains(path) || occupied.contains(path) else {
      return try ImageError.about(path.text) { () throws(SystemError) in
        try parent.removeTree(path.name)
      }
    }
    guard kind == .directory, let directory = try openIfDirectory(path) else { return }
    try hideContents(of: path, directory)
  }

  private func hideContents(
    of path: EntryPath, _ directory: borrowing FileDescriptor
  ) throws(ImageError) {
    let names = try ImageError.about(path.description) { () throws(SystemError) in
      try directory.entries()
    }
    for name in names { try hide(path.appending(name), in: directory) }
  }
}
