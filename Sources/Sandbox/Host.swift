import LaunchProtocol
import Linux
import Synchronization

/// What this machine and our rights on it allow, found out once.
final class Host: Sendable {
  /// Whether we may mount and map users at will; otherwise everything happens inside user
  /// namespaces of the ordinary user that we are.
  let privileged: Bool
  let groups: ControlGroupParent?
  let landlockVersion: Int?
  let processors: Int
  /// How the names of our control groups begin: our process, and when it started using them.
  let groupPrefix: String
  /// Where our berths stand among those of everybody.
  private let firstBerth: UInt64
  /// Layers that cannot be had, with the reason.
  let missing: [Layer: String]

  /// - Parameter checkingNamespaces: whether to look for the kinds of namespaces, which everybody
  ///   need not who will soon see whether they can be had.
  init(checkingNamespaces: Bool = true) {
    var missing = checkingNamespaces ? Self.missingNamespaces() : [:]
    landlockVersion = Landlock.version
    if landlockVersion == nil {
      missing[.landlock] = "the kernel has no Landlock or it is switched off"
    }
    if !SystemCallFilter.isAvailable {
      missing[.systemCallFilter] = "the kernel has no seccomp filters"
    }
    groups = Self.openGroups(&missing)
    groupPrefix = "\(CurrentProcess.identifier)-\(Clock.monotonicMicroseconds())-"
    let number = Self.count.add(1, ordering: .relaxed).oldValue
    firstBerth = (UInt64(CurrentProcess.identifier) &* 7 &+ number) &* Self.berthSpacing
    privileged = Privileges.areFull
    processors = CurrentProcess.processorCount
    self.missing = missing
  }

  /// Kinds of namespaces that cannot be had, with the reason.
  static func missingNamespaces() -> [Layer: String] {
    var missing: [Layer: String] = [:]
    for layer in Layer.allCases {
      guard let name = layer.namespaceFile else { continue }
      do throws(SystemError) {
        _ = try FileDescriptor.open("/proc/self/ns/\(name)", .path)
        if let limit = try Self.number(in: "/proc/sys/user/max_\(name)_namespaces"), limit == 0 {
          missing[layer] = "user.max_\(name)_namespaces is 0"
        }
      } catch {
        missing[layer] = "the kernel has no such namespaces: \(error)"
      }
    }
    return missing
  }

  /// The number in a file of `/proc/sys`; nil if there is no such file.
  private static func number(in path: String) throws(SystemError) -> UInt64? {
    do throws(SystemError) {
      let text = try FileDescriptor.open(path, .readOnly).readAll(limit: 64)
      return UInt64(String(decoding: text, as: UTF8.self).prefix { $0.isNumber })
    } catch let error where error.isNotFound {
      return nil
    }
  }

  private static func openGroups(_ missing: inout [Layer: String]) -> ControlGroupParent? {
    do throws(SystemError) {
      let groups = try ControlGroupParent.open(
        named: "assay", in: ControlGroupHierarchy.mounted())
      if !groups.boundsDevices {
        missing[.ioBandwidth] = "no hierarchy of control groups has the controller blkio or io"
      }
      return groups
    } catch {
      for layer in Layer.controlGroupLayers.union([.ioBandwidth]) {
        missing[layer] = "no control groups: \(error)"
      }
      return nil
    }
  }

  /// Whether limits can be put on all processes of a job together.
  var hasGroups: Bool {
    groups != nil
  }

  /// Whether swap counts towards a job's memory; nil if its memory is not limited at all.
  var boundsSwap: Bool? {
    guard let group = try? groups?.makeGroup(named: "\(groupPrefix)swap") else { return nil }
    defer { group.remove() }
    return group.boundsSwap
  }

  /// Directories in which our control groups are; none if there are no groups.
  var groupParents: [Int32] {
    groups?.rawValues ?? []
  }

  /// A new control group; nil where there are none.
  func makeGroup(
    _ number: UInt64, boundingDevices: Bool
  ) throws(SystemError) -> ControlGroup? {
    try groups?.makeGroup(named: "\(groupPrefix)\(number)", boundingDevices: boundingDevices)
  }

  /// Removes a group in which no process is left.
  func remove(_ group: ControlGroup?) { group?.remove() }

  /// A control group that has yet to be made; nil where there are none.
  func planGroup(_ number: UInt64, boundingDevices: Bool) -> ControlGroup? {
    groups?.planGroup(named: "\(groupPrefix)\(number)", boundingDevices: boundingDevices)
  }

  /// Removes control groups whose owners were killed before they could do it.
  func removeAbandonedGroups() {
    groups?.removeGroups { name in
      guard let owner = name.split(separator: "-").first.flatMap({ Int32($0) }) else {
        return true
      }
      return CurrentProcess.exists(owner)
    }
  }

  /// Layers that a job is confined by here.
  func activeLayers(for specification: ExecutionSpecification) -> [Layer] {
    Layer.allCases.filter { missing[$0] == nil && specification.needs($0) }
  }

  /// - Throws: `isolationUnavailable` if a layer that the job requires is missing.
  func check(_ specification: ExecutionSpecification) throws(SandboxError) {
    if missing.isEmpty { return }
    let lacking = missing.filter {
      specification.requirements.contains($0.key) && specification.needs($0.key)
    }
    if !lacking.isEmpty { throw .isolationUnavailable(lacking) }
  }

  /// User and group that the cells of a berth have on the host. Privileged, each berth gets a pair
  /// that none of this process and hardly one of another has, from numbers that no distribution
  /// hands out.
  func identity(of berth: UInt32) -> (user: UInt32, group: UInt32) {
    guard privileged else { return (Privileges.user, Privileges.group) }
    let number = Self.firstUser + UInt32((firstBerth &+ UInt64(berth)) % Self.userCount)
    return (number, number)
  }

  private static let firstUser: UInt32 = 1_900_000_000
  /// As many berths as a process uses as a rule before another one's begin.
  private static let berthSpacing: UInt64 = 256
  private static let count = Atomic<UInt64>(0)
  private static let userCount: UInt64 = 1 << 16
}
