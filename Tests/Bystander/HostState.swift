import Linux
import TestSupport

/// What this process and its sandbox hold of the host: everything that could be left behind.
struct HostState: Equatable, CustomStringConvertible {
  let descriptors: Int
  let mounts: [String]
  /// Numbers of living processes below this one.
  let processes: Int
  let groups: [String]
  let files: [String]

  /// - Parameter directory: where the sandbox keeps its state.
  init(directory: String) throws {
    // One of them is the listing itself.
    descriptors = try Repository.names(in: "/proc/self/fd").count
    mounts = try Self.lines(of: "/proc/self/mountinfo")
    processes = try Self.descendants(of: CurrentProcess.identifier).count
    groups = try Self.controlGroups(ownedBy: CurrentProcess.identifier)
    files = try Self.tree(directory)
  }

  var description: String {
    "\(descriptors) descriptors, \(mounts.count) mounts, \(processes) processes,"
      + " \(groups.count) groups, \(files.count) files"
  }

  static func lines(of path: String) throws -> [String] {
    String(decoding: try Repository.bytes(at: path), as: UTF8.self).split(separator: "\n")
      .map(String.init)
  }

  /// Memory that this process has in use (`/proc/self/statm`).
  static func residentBytes() throws -> Int {
    let words = try lines(of: "/proc/self/statm").first?.split(separator: " ") ?? []
    return (words.dropFirst().first.flatMap { Int($0) } ?? 0) * 4096
  }

  /// Children, their children, and so on.
  static func descendants(of process: Int32) throws -> [Int32] {
    var parents: [Int32: Int32] = [:]
    for name in try Repository.names(in: "/proc") {
      guard let number = Int32(name),
        // One that ends meanwhile is nobody's child any more.
        let status = try? lines(of: "/proc/\(name)/stat").first,
        let rest = status.split(separator: ")").last
      else { continue }
      parents[number] = rest.split(separator: " ").dropFirst().first.flatMap { Int32($0) }
    }
    return parents.keys.filter { number in
      var ancestor = parents[number]
      while let next = ancestor, next != process { ancestor = parents[next] }
      return ancestor == process
    }
  }

  /// Control groups whose names begin with the number of `process`.
  static func controlGroups(ownedBy process: Int32) throws -> [String] {
    var found: [String] = []
    for hierarchy in try ControlGroupHierarchy.mounted() {
      let parent = "\(hierarchy.mountPoint)/assay"
      // There where no sandbox ever made one.
      guard let names = try? Repository.names(in: parent) else { continue }
      found += names.filter { $0.hasPrefix("\(process)-") }.map { "\(parent)/\($0)" }
    }
    return found
  }

  private static func tree(_ path: String) throws -> [String] {
    let directory = try FileDescriptor.open(path, [.readOnly, .directory])
    return try directory.entries().flatMap { name throws -> [String] in
      let below = "\(path)/\(name)"
      return try directory.status(of: name).kind == .directory ? [below] + tree(below) : [below]
    }
  }
}
