import LaunchProtocol
import Linux

/// What this machine and our rights on it allow, found out once.
final class Host: Sendable {
  /// Whether we may mount and map users at will; otherwise everything happens inside user
  /// namespaces of the ordinary user that we are.
  let privileged: Bool
  let groups: ControlGroupParent?
  let landlockVersion: Int?
  let processors: Int
  /// Layers that cannot be had, with the reason.
  let missing: [Layer: String]

  init() {
    var missing: [Layer: String] = [:]
    landlockVersion = Landlock.version
    if landlockVersion == nil {
      missing[.landlock] = "the kernel has no Landlock or it is switched off"
    }
    if !SystemCallFilter.isAvailable {
      missing[.systemCallFilter] = "the kernel has no seccomp filters"
    }
    groups = Self.openGroups(&missing)
    privileged = Self.isPrivileged
    processors = CurrentProcess.processorCount
    self.missing = missing
  }

  /// CAP_SYS_ADMIN, CAP_SETUID and CAP_SETGID, by their numbers.
  private static var isPrivileged: Bool {
    let needed: UInt64 = 1 << 21 | 1 << 7 | 1 << 6
    guard let capabilities = try? Privileges.effectiveCapabilities() else { return false }
    return capabilities & needed == needed
  }

  private static func openGroups(_ missing: inout [Layer: String]) -> ControlGroupParent? {
    do throws(SystemError) {
      return try ControlGroupParent(named: "assay", in: ControlGroupHierarchy.mounted())
    } catch {
      for layer in Layer.controlGroupLayers { missing[layer] = "no control groups: \(error)" }
      return nil
    }
  }

  /// A control group for one cell; nil where there are none.
  func makeGroup(named name: String) throws(SystemError) -> ControlGroup? {
    switch groups {
    case .none: nil
    case .some(let groups): try groups.makeGroup(named: name)
    }
  }

  /// Removes a cell's control group, if it has one.
  func removeGroup(named name: String) {
    switch groups {
    case .none: return
    case .some(let groups): groups.removeGroup(named: name)
    }
  }

  var activeLayers: [Layer] { Layer.allCases.filter { missing[$0] == nil } }

  /// - Throws: `isolationUnavailable` if a required layer is missing.
  func check(_ requirements: Requirements) throws(SandboxError) {
    let lacking = missing.filter { requirements.layers.contains($0.key) }
    if !lacking.isEmpty { throw .isolationUnavailable(lacking) }
  }

  /// User and group that a cell has on the host. Privileged, each cell gets a pair that nobody
  /// else has, from numbers that no distribution hands out.
  func identity(of cell: UInt64) -> (user: UInt32, group: UInt32) {
    guard privileged else { return (Privileges.user, Privileges.group) }
    let number = Self.firstUser + UInt32(cell % Self.userCount)
    return (number, number)
  }

  private static let firstUser: UInt32 = 1_900_000_000
  private static let userCount: UInt64 = 1 << 16
}
