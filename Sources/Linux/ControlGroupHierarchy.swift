/// One mounted hierarchy of control groups (`cgroups(7)`).
package struct ControlGroupHierarchy: Equatable, Sendable {
  package enum Version: Sendable {
    /// One of several hierarchies, each with controllers of its own.
    case one
    /// The single, unified hierarchy.
    case two
  }

  package let version: Version
  package let mountPoint: String
  /// Names as in `cgroup.controllers`, for example `memory`.
  package let controllers: Set<String>

  package init(version: Version, mountPoint: String, controllers: Set<String>) {
    self.version = version
    self.mountPoint = mountPoint
    self.controllers = controllers
  }

  /// The hierarchies that are mounted here (`/proc/self/mountinfo`).
  package static func mounted() throws(SystemError) -> [ControlGroupHierarchy] {
    let file = try FileDescriptor.open("/proc/self/mountinfo", .readOnly)
    let text = try file.readAll(limit: 1 << 24)
    var hierarchies: [ControlGroupHierarchy] = []
    for bytes in text.split(separator: UInt8(ascii: "\n")) where Self.namesGroups(bytes) {
      guard var hierarchy = Self.parse(Substring(decoding: bytes, as: UTF8.self)) else { continue }
      if hierarchy.version == .two {
        let point = hierarchy.mountPoint
        hierarchy = ControlGroupHierarchy(
          version: .two, mountPoint: point, controllers: try enabledControllers(at: point))
      }
      hierarchies.append(hierarchy)
    }
    return hierarchies
  }

  /// Whether the line has the beginning of the file systems' names. Most lines do not, and text takes
  /// longer to read than bytes.
  private static func namesGroups(_ line: ArraySlice<UInt8>) -> Bool {
    var rest = line
    while let dash = rest.firstIndex(of: UInt8(ascii: "-")) {
      rest = rest[(dash + 1)...]
      if rest.starts(with: " cgroup".utf8) { return true }
    }
    return false
  }

  /// Reads one line of `mountinfo`, for example
  /// `24 19 0:21 / /sys/fs/cgroup/memory rw shared:9 - cgroup cgroup rw,memory`.
  package static func parse(_ line: Substring) -> ControlGroupHierarchy? {
    let fields = line.split(separator: " ")
    guard let dash = fields.firstIndex(of: "-"), fields.count >= dash + 4, fields.count > 4
    else { return nil }
    let mountPoint = String(fields[4])
    switch fields[dash + 1] {
    case "cgroup2":
      return ControlGroupHierarchy(version: .two, mountPoint: mountPoint, controllers: [])
    case "cgroup":
      let options = fields[dash + 3].split(separator: ",").map(String.init)
      return ControlGroupHierarchy(
        version: .one, mountPoint: mountPoint, controllers: Set(options).subtracting(["rw", "ro"]))
    default: return nil
    }
  }

  private static func enabledControllers(at mountPoint: String) throws(SystemError) -> Set<String> {
    let file = try FileDescriptor.open("\(mountPoint)/cgroup.controllers", .readOnly)
    let text = String(decoding: try file.readAll(limit: 1 << 12), as: UTF8.self)
    return Set(text.split(whereSeparator: \.isWhitespace).map(String.init))
  }
}
