/// Numbers that cells take turns with, the lowest first, so that few are used again and again.
struct Berths {
  private var free: [UInt32] = []
  private var count: UInt32 = 0

  /// One that no cell has.
  mutating func take() -> UInt32 {
    if let lowest = free.indices.min(by: { free[$0] < free[$1] }) {
      return free.remove(at: lowest)
    }
    defer { count += 1 }
    return count
  }

  /// Every process of its last cell is gone.
  mutating func giveBack(_ berth: UInt32) { free.append(berth) }
}
