import TestSupport
import Testing
import Transparency

@Suite struct TileTests {
  @Test(
    "Paths are as the specification has them",
    arguments: [
      (Tile(.hashes(level: 0), index: 0), "tile/0/000"),
      (Tile(.hashes(level: 3), index: 999), "tile/3/999"),
      (Tile(.hashes(level: 1), index: 1_234_067), "tile/1/x001/x234/067"),
      (Tile(.hashes(level: 1), index: 1_234_067, width: 7), "tile/1/x001/x234/067.p/7"),
      (Tile(.entries, index: 1000, width: 255), "tile/entries/x001/000.p/255"),
    ])
  func paths(tile: Tile, path: String) {
    #expect(tile.path == path)
  }

  @Test("A tree of 70,000 leaves has the tiles that the specification counts")
  func counts() {
    let tiles = Tile.tiles(to: 70_000)
    func widths(_ level: Int) -> (full: Int, partial: [Int]) {
      let row = tiles.filter { $0.kind == .hashes(level: level) }
      return (row.count { $0.isFull }, row.filter { !$0.isFull }.map(\.width))
    }
    #expect(widths(0) == (273, [112]))
    #expect(widths(1) == (1, [17]))
    #expect(widths(2) == (0, [1]))
    #expect(tiles.count { $0.kind == .entries } == 274)
    #expect(Tile.tiles(to: 0).isEmpty)
    #expect(
      Tile.tiles(to: 256).map(\.path) == ["tile/entries/000", "tile/0/000", "tile/1/000.p/1"])
  }

  @Test("A tree that grows gets exactly the tiles that it lacked")
  func growth() {
    for old in [0, 1, 255, 256, 257, 511, 65_535, 65_536, 65_537] as [UInt64] {
      for growth in [0, 1, 2, 255, 256, 300] as [UInt64] {
        let (before, after) = (Set(Tile.tiles(to: old)), Set(Tile.tiles(to: old + growth)))
        let new = Tile.tiles(from: old, to: old + growth)
        #expect(Set(new) == after.subtracting(before), "\(old) to \(old + growth)")
        #expect(new.count == Set(new).count)
      }
    }
  }

  @Test("Roots and proofs from tiles are those of the leaves")
  func reading() {
    let log = MemoryLog(size: 1500)
    for size in [1, 2, 255, 256, 257, 512, 700, 1500] {
      var reader = TileReader<Never>(size: UInt64(size)) { tile throws(Never) in log.hashes(tile) }
      #expect(reader.root() == log.root(size))
      for index in stride(from: 0, to: size, by: 97) {
        let proof = reader.inclusionProof(of: UInt64(index))
        #expect(proof.isValid(leaf: log.leaves[index], root: log.root(size)))
      }
      for old in stride(from: 0, through: size, by: 113) {
        let proof = reader.consistencyProof(from: UInt64(old))
        #expect(proof.isValid(oldRoot: log.root(old), newRoot: log.root(size)))
      }
    }
  }

  @Test("Bundles come back, and what is no bundle is refused")
  func bundles() {
    let entries: [[UInt8]] = [[], [1], [UInt8](repeating: 7, count: 65_535), [2, 3]]
    var bytes: [UInt8] = []
    for entry in entries { EntryBundle.append(entry, to: &bytes) }
    #expect(EntryBundle.entries(in: bytes, count: 4) == entries)
    #expect(EntryBundle.entries(in: bytes, count: 3) == nil)
    #expect(EntryBundle.entries(in: bytes, count: 5) == nil)
    #expect(EntryBundle.entries(in: Array(bytes.dropLast()), count: 4) == nil)
    #expect(EntryBundle.entries(in: bytes + [0], count: 4) == nil)
    #expect(EntryBundle.entries(in: [], count: 0) == [])
  }
}
