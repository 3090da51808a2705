import Linux

/// What a dynamically linked executable needs in its image: the loader that it names, and every
/// library that it, or another library, asks for by name.
///
/// Libraries are taken from where the loader of this machine looks without a cache. In the image all
/// of them lie beside the C library, which is such a place. Search paths in the files themselves
/// (`DT_RUNPATH`) are not followed.
struct SharedLibraries {
  /// More than any sensible program needs.
  private static let limit = 256
  private static let coreLibrary = "libc.so.6"

  /// From paths in the image to paths on this machine.
  private(set) var files: [EntryPath: String] = [:]

  /// - Parameters:
  ///   - path: the executable.
  ///   - extra: names of libraries that it loads only when it runs.
  /// - Throws: `.notFound` for a library that is not there, `.notExecutable` for a file that is none
  ///   of this machine, `.notStatic` for an executable without a loader that needs libraries.
  init(of path: String, and extra: [String]) throws(ImageError) {
    let (loader, needed) = try Self.linkage(of: path)
    guard let loader else {
      guard needed.isEmpty, extra.isEmpty else {
        throw ImageError(
          .notStatic, path, "names no loader, so that it cannot load libraries",
          mend: "link it dynamically, or leave the libraries out")
      }
      return
    }
    guard loader.utf8.first == UInt8(ascii: "/") else {
      throw ImageError(.unsafeEntry, path, "names its loader by a relative path, \(loader)")
    }
    files[try EntryPath(String(loader.dropFirst()))] = loader
    let place = try Self.find(Self.coreLibrary, for: path).dropFirst()
    var waiting = needed + extra + [Self.coreLibrary]
    // The loader is a library, too, and there already.
    var known: Set = [loader.split(separator: "/").last.map(String.init) ?? ""]
    while let name = waiting.popLast() {
      guard known.insert(name).inserted else { continue }
      guard known.count <= Self.limit else {
        throw ImageError(.limitExceeded, path, "needs more than \(Self.limit) libraries")
      }
      let file = "\(try Self.find(name, for: path))/\(name)"
      files[try EntryPath("\(place)/\(name)")] = file
      waiting += try Self.linkage(of: file).libraries
    }
  }

  /// The folder of this machine that has the library.
  private static func find(
    _ name: String, for path: String
  ) throws(ImageError) -> String {
    guard !name.utf8.contains(UInt8(ascii: "/")), name != "..", name != "." else {
      throw ImageError(.unsafeEntry, path, "needs a library by a path, \(name)")
    }
    let triplet = Platform.multiarchName
    let places = [
      "/lib/\(triplet)", "/usr/lib/\(triplet)", "/lib64", "/usr/lib64", "/lib", "/usr/lib",
    ]
    for place in places {
      if (try? ImageStore.open("\(place)/\(name)")) != nil { return place }
    }
    throw ImageError(
      .notFound, path,
      "needs the library \(name), which is in none of "
        + places.joined(separator: ", "), mend: "install it; search paths in files are not followed"
    )
  }

  private static func linkage(
    of path: String
  ) throws(ImageError) -> (loader: String?, libraries: [String]) {
    try ExecutableFile.linkage(try ImageStore.open(path), path)
  }
}
