import Linux

/// Small files of text that commands leave for people and other commands.
enum TextFile {
  /// Writes a new file.
  static func create(_ text: String, at path: String) throws(CommandError) {
    do throws(SystemError) {
      try FileDescriptor.open(path, [.writeOnly, .create, .exclusive]).writeAll(Array(text.utf8))
    } catch {
      throw CommandError(.operationalError, "file.unwritable", "\(error)")
    }
  }

  /// Writes a file, in place of one that is there, so that readers see either whole.
  static func replace(_ path: String, with bytes: [UInt8]) throws(CommandError) {
    let parts = path.split(separator: "/", omittingEmptySubsequences: false)
    do throws(SystemError) {
      try FileDescriptor.open(Path.directory(of: path), [.readOnly, .directory])
        .write(bytes, to: String(parts.last ?? ""), .durable)
    } catch {
      throw CommandError(.operationalError, "file.unwritable", "\(path): \(error)")
    }
  }

  /// The whole of a file of at most `limit` bytes.
  static func read(_ path: String, limit: Int) throws(CommandError) -> [UInt8] {
    do throws(SystemError) {
      return try FileDescriptor.open(path, .readOnly).readAll(limit: limit, subject: path)
    } catch {
      throw CommandError(.operationalError, "file.unreadable", "\(path): \(error)")
    }
  }
}
