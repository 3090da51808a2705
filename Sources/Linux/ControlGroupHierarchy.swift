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
  package let controllers: [String]

  package init(version: Version, mountPoint: String, controllers: [String]) {
    self.version = version
    self.mountPoint = mountPoint
    self.controllers = controllers
  }

  /// The hierarchies that are mounted here (`/proc/self/mountinfo`).
  package static func mounted() throws(SystemError) -> [ControlGroupHierarchy] {
    let file = try FileDescriptor.open("/proc/self/mountinfo", .readOnly)
    let text = try file.readAll(limit: 1 << 24)
    var hierarchies: [ControlGroupHierarchy] = []
    var rest = text[...]
    while !rest.isEmpty {
      guard let hierarchy = parse(take(upTo: UInt8(ascii: "\n"), from: &rest)) else { continue }
      let isUnified = hierarchy.version == .two
      hierarchies.append(isUnified ? try hierarchy.withEnabledControllers() : hierarchy)
    }
    return hierarchies
  }

  /// Reads one line of `mountinfo`, for example
  /// `24 19 0:21 / /sys/fs/cgroup/memory rw shared:9 - cgroup cgroup rw,memory`.
  ///
  /// Bytes, since text takes longer to read, and most lines are of no interest.
  package static func parse(_ line: ArraySlice<UInt8>) -> ControlGroupHierarchy? {
    let space = UInt8(ascii: " ")
    var rest = line
    for _ in 0..<4 { _ = take(upTo: space, from: &rest) }
    let mountPoint = take(upTo: space, from: &rest)
    while !rest.isEmpty, !take(upTo: space, from: &rest).elementsEqual("-".utf8) {}
    let kind = take(upTo: space, from: &rest)
    let isUnified = kind.elementsEqual("cgroup2".utf8)
    guard isUnified || kind.elementsEqual("cgroup".utf8) else { return nil }
    _ = take(upTo: space, from: &rest)
    guard !rest.isEmpty else { return nil }
    let place = String(decoding: mountPoint, as: UTF8.self)
    return ControlGroupHierarchy(
      version: isUnified ? .two : .one, mountPoint: place,
      controllers: isUnified ? [] : names(rest))
  }

  /// The names in a list that others stand in, too: options of the mount.
  private static func names(_ list: ArraySlice<UInt8>) -> [String] {
    var names: [String] = []
    var rest = list
    while !rest.isEmpty {
      let name = String(decoding: take(upTo: UInt8(ascii: ","), from: &rest), as: UTF8.self)
      if name != "rw", name != "ro" { names.append(name) }
    }
    return names
  }

  /// Takes what stands before the next `mark`, and that.
  private static func take(
    upTo mark: UInt8, from rest: inout ArraySlice<UInt8>
  ) -> ArraySlice<UInt8> {
    guard let end = rest.firstIndex(of: mark) else {
      defer { rest = [] }
      return rest
    }
    defer { rest = rest[(end + 1)...] }
    return rest[..<end]
  }

  /// The same with what its top has (`cgroup.controllers`).
  private func withEnabledControllers() throws(SystemError) -> ControlGroupHierarchy {
    let file = try FileDescriptor.open("\(mountPoint)/cgroup.controllers", .readOnly)
    let text = String(decoding: try file.readAll(limit: 1 << 12), as: UTF8.self)
    return ControlGroupHierarchy(
      version: version, mountPoint: mountPoint,
      controllers: text.split(whereSeparator: \.isWhitespace).map(String.init))
  }
}
