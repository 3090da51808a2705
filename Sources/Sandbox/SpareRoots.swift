import Linux
import Synchronization

/// Roots whose jobs are over, for cells to come.
///
/// A job finds in one what the last has looked up, and nothing else of it: no job can write there, and
/// locks and watches end with the processes that had them. No two cells have one at the same time.
final class SpareRoots: Sendable {
  /// More are not kept; as many as cells may be about to end while others are made.
  private static let capacity = 4

  /// The one that has waited longest in front.
  private let roots: Mutex<[RootMount]> = Mutex([])
  /// False before Linux 6.15, which does not copy a mount that is attached nowhere.
  private let canLend = Atomic<Bool>(true)

  /// Adds a root of `layers` to `descriptors`.
  ///
  /// - Returns: what to give back once the cell that gets it is gone; nil for nothing.
  func lend(
    _ layers: borrowing DescriptorList, _ descriptors: inout DescriptorList
  ) throws(SystemError) -> RootMount? {
    guard canLend.load(ordering: .relaxed) else {
      descriptors.append(try MountContext.overlay(layers))
      return nil
    }
    let root = try take(layers)
    do throws(SystemError) {
      descriptors.append(try root.mount.cloneMount())
      return root
    } catch let error where error.isInvalid {
      canLend.store(false, ordering: .relaxed)
      descriptors.append(try root.mount.duplicate())
      return nil
    }
  }

  private func take(_ layers: borrowing DescriptorList) throws(SystemError) -> RootMount {
    let statuses = try layers.statuses()
    let spare = roots.withLock { roots in
      roots.lastIndex { $0.layers == statuses }.map { roots.remove(at: $0) }
    }
    if let spare { return spare }
    return try RootMount(layers, as: statuses)
  }

  /// Keeps the root of a cell that is gone.
  func give(_ root: RootMount) {
    let oldest = roots.withLock { roots -> RootMount? in
      roots.append(root)
      return roots.count > Self.capacity ? roots.removeFirst() : nil
    }
    // Its end takes a while, and happens here.
    _ = oldest
  }
}
