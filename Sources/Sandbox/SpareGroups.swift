import Linux
import Synchronization

/// Control groups whose jobs are over, for cells to come: making and removing one takes longer than
/// the start of a job in it.
final class SpareGroups: Sendable {
  /// More are not kept, if they can be removed; as many as cells may be about to end while others are made.
  private static let capacity = 4

  private let host: Host
  /// The one that has waited longest in front: what the kernel still clears away of its last job is
  /// then most likely gone.
  private let groups: Mutex<[ControlGroup]> = Mutex([])
  /// How many were made.
  private let made = Atomic<UInt64>(0)

  init(on host: Host) {
    self.host = host
  }

  /// A group in which no process is, as good as new or new; nil where there are none.
  ///
  /// - Parameter boundingDevices: such a group is always new.
  func take(boundingDevices: Bool) throws(SystemError) -> ControlGroup? {
    if !boundingDevices, let spare = takeReady() { return spare }
    let number = made.add(1, ordering: .relaxed).newValue
    return try host.makeGroup(number, boundingDevices: boundingDevices)
  }

  private func takeReady() -> ControlGroup? {
    var waiting = groups.withLock { groups in
      defer { groups = [] }
      return groups[...]
    }
    defer { groups.withLock { $0 = waiting + $0 } }
    var inUse: [ControlGroup] = []
    defer { waiting = inUse + waiting }
    while let group = waiting.popFirst() {
      switch try? group.renew() {
      case .ready: return group
      case .inUse: inUse.append(group)
      // What cannot be read or set back is of no use either.
      case .spent, nil: if !group.removeIfEmpty() { inUse.append(group) }
      }
    }
    return nil
  }

  /// Keeps the group of a cell that is gone, or removes it. One that still has processes, which die with
  /// a launcher that was killed, is kept in any case, so that it is not forgotten.
  func give(_ group: ControlGroup?) {
    guard let group else { return }
    let isFull = groups.withLock { $0.count >= Self.capacity }
    if isFull && group.removeIfEmpty() { return }
    groups.withLock { $0.append(group) }
  }

  /// Removes all that wait.
  func removeAll() {
    let removed = groups.withLock { groups in
      defer { groups = [] }
      return groups
    }
    for group in removed { host.remove(group) }
  }
}
