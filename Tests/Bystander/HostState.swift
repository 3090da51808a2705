import Linux

/// What this process and its sandbox hold of the host: everything that could be left behind.
struct HostState: Equatable, CustomStringConvertible {
  let descriptors: Int
  let mounts: [String]
  /// Numbers of living processes below this one.
  let processes: Int
  /// How many control groups are ours; prepared cells come and go, each with names of its own.
  let groups: Int
  let files: [String]

  /// - Parameter directory: where the sandbox keeps its state.
  init(directory: String) throws {
    // One of them is the listing itself.
    descriptors = try Self.names(in: "/proc/self/fd").count
    mounts = try Self.lines(of: "/proc/self/mountinfo")
    processes = try Self.descendants(of: CurrentProcess.identifier).count
    groups = try Self.controlGroups(ownedBy: CurrentProcess.identifier).count
    files = try Self.tree(directory)
  }

  var description: String {
    "\(descriptors) descriptors, \(mounts.count) mounts, \(processes) processes,"
      + " \(groups) groups, \(files.count) files"
  }

  static func lines(of path: String) throws -> [String] {
    String(
      decoding: try FileDescriptor.open(path, .readOnly).readAll(limit: 1 << 24), as: UTF8.self
    )
    .split(separator: "\n")
    .map(String.init)
  }

  /// Whether it is as in `other`, but for what the few control groups that wait for jobs make up.
  func isLike(_ other: HostState) -> Bool {
    abs(descriptors - other.descriptors) <= Self.spareDescriptors && mounts == other.mounts
      && abs(processes - other.processes) <= Self.spareProcesses && files == other.files
      && max(groups, other.groups) <= Self.mostGroups
  }

  /// Two cells that wait are in groups, and four more groups may wait, each in up to four
  /// hierarchies, with a descriptor for each to enter it by and six files to read.
  private static let mostGroups = (2 + 4) * 4
  private static let spareDescriptors = (2 + 4) * (4 + 6)
  /// Each of the cells that wait may have a keeper, or be the first of its berth and have none.
  private static let spareProcesses = 2

  /// Whether nothing more is there than in `other`, but for files: the sandbox keeps its skeleton.
  func isAsEmpty(as other: HostState) -> Bool {
    descriptors <= other.descriptors && mounts == other.mounts && processes == other.processes
      && groups == other.groups
  }

  private static func names(in path: String) throws -> [String] {
    try FileDescriptor.open(path, [.readOnly, .directory]).entries()
  }

  /// The words of a process's command; none if it is gone (`/proc/PID/cmdline`).
  static func commandLine(of process: Int32) -> [String] {
    let text = (try? lines(of: "/proc/\(process)/cmdline"))?.first ?? ""
    return text.split(separator: "\0").map(String.init)
  }

  /// Memory that a process has in use, in bytes (`/proc/PID/statm`).
  static func residentBytes(of process: Int32) throws -> Int {
    let words = try lines(of: "/proc/\(process)/statm").first?.split(separator: " ") ?? []
    guard let pages = words.dropFirst().first.flatMap({ Int($0) }) else {
      throw Bystander.Failure(description: "/proc/\(process)/statm has no second number")
    }
    return pages * 4096
  }

  static func children(of process: Int32) throws -> [Int32] {
    try parents().filter { $0.value == process }.map(\.key)
  }

  /// Children, their children, and so on.
  static func descendants(of process: Int32) throws -> [Int32] {
    let parents = try parents()
    return parents.keys.filter { number in
      var ancestor = parents[number]
      while let next = ancestor, next != process { ancestor = parents[next] }
      return ancestor == process
    }
  }

  /// Every process's parent (the fourth field of `/proc/PID/stat`).
  private static func parents() throws -> [Int32: Int32] {
    var parents: [Int32: Int32] = [:]
    for name in try names(in: "/proc") {
      // One that has ended meanwhile is nobody's child any more.
      guard let number = Int32(name), let line = try? lines(of: "/proc/\(name)/stat").first
      else { continue }
      let fields = line.split(separator: ")").last?.split(separator: " ")
      parents[number] = fields?.dropFirst().first.flatMap { Int32($0) }
    }
    return parents
  }

  /// Control groups whose names begin with the number of `process`.
  static func controlGroups(ownedBy process: Int32) throws -> [String] {
    var found: [String] = []
    for hierarchy in try ControlGroupHierarchy.mounted() {
      let parent = "\(hierarchy.mountPoint)/assay"
      // There where no sandbox ever made one.
      guard let names = try? Self.names(in: parent) else { continue }
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
