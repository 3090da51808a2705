import Linux

extension RootAssembly {
  /// The directory that `path` is to be placed in; missing ones are made.
  mutating func openParent(of path: EntryPath) throws(ImageError) -> FileDescriptor {
    let parent = path.parent
    if let directory = try openIfPresent(parent, for: path) { return directory }
    for step in path.ancestors where try openIfPresent(step, for: path) == nil {
      try makeDirectory(step)
    }
    return try open(parent, for: path)
  }

  /// Opens the directory `path`, following nothing; `entry` is what it is opened for.
  func open(_ path: EntryPath, for entry: EntryPath) throws(ImageError) -> FileDescriptor {
    if let directory = try openIfPresent(path, for: entry) { return directory }
    throw ImageError(.unsafeEntry, entry.text, "refers to \(path), which the image does not have")
  }

  private func openIfPresent(
    _ path: EntryPath, for entry: EntryPath
  ) throws(ImageError) -> FileDescriptor? {
    do throws(SystemError) {
      return try root.openBeneath(path.description, [.path, .directory])
    } catch let error where error.isNotFound {
      return nil
    } catch let error where error.passesThroughLink {
      throw ImageError(
        .unsafeEntry, entry.text, "leads through a symbolic link of the image",
        mend: "the layer must name the directory itself")
    } catch let error where error.isNotDirectory {
      throw ImageError(.unsafeEntry, entry.text, "lies below something that is not a directory")
    } catch {
      throw ImageError(error, entry.text)
    }
  }

  /// The directory `path`; nil if it is gone, or has become something else.
  func openIfDirectory(_ path: EntryPath) throws(ImageError) -> FileDescriptor? {
    do throws(SystemError) {
      return try root.openBeneath(path.description, [.readOnly, .directory])
    } catch let error
      where error.isNotFound || error.passesThroughLink || error.isNotDirectory
    {
      return nil
    } catch {
      throw ImageError(error, path.description)
    }
  }

  /// What `path` is, a link not followed; nil if `directory` has no such entry.
  func kind(
    of path: EntryPath, in directory: borrowing FileDescriptor
  ) throws(ImageError) -> FileStatus.Kind? {
    do throws(SystemError) {
      return try directory.status(of: path.name).kind
    } catch let error where error.isNotFound {
      return nil
    } catch {
      throw ImageError(error, path.text)
    }
  }

  /// Removes what a lower layer has at the entry's place, unless a directory is to be continued.
  ///
  /// - Throws: `.unsafeEntry` if the layer at hand has placed something there itself.
  func makeWay(for entry: TarEntry, in parent: borrowing FileDescriptor) throws(ImageError) {
    let path = entry.path
    guard let existing = try kind(of: path, in: parent) else {
      if placed.contains(path) { throw Self.duplicate(path) }
      return
    }
    // Tools do write a directory twice, and it does no harm.
    if entry.kind == .directory && existing == .directory { return }
    if placed.contains(path) || occupied.contains(path) { throw Self.duplicate(path) }
    try ImageError.about(path.text) { () throws(SystemError) in
      try parent.removeTree(path.name)
    }
  }

  private static func duplicate(_ path: EntryPath) -> ImageError {
    ImageError(.unsafeEntry, path.text, "occurs twice in one layer, or as a file and a directory")
  }
}

extension FileDescriptor {
  /// Sets the attributes of `entry` that are kept.
  func setAttributes(of entry: TarEntry) throws(SystemError) {
    for attribute in entry.attributes where attribute.isKept {
      try setAttribute(attribute.name, attribute.value)
    }
  }
}

extension TarEntry.Attribute {
  /// Only `user.*` means the same everywhere and grants nothing; an overlay's own marks would
  /// change what it shows.
  var isKept: Bool { name.hasPrefix("user.") && !name.hasPrefix("user.overlay.") }
}
