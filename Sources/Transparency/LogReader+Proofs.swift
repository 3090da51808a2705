extension LogReader {
  /// The proof that the entry `index` is in the log, at this reader's checkpoint.
  ///
  /// - Throws: `missing` beyond the log's end.
  package func proof(of index: UInt64) throws(LogError) -> LogProof {
    guard index < checkpoint.size else {
      throw LogError(.missing, "entry \(index) of a log of \(checkpoint.size)")
    }
    var tiles = tiles()
    let inclusion = try tiles.inclusionProof(of: index)
    return LogProof(index: index, hashes: inclusion.hashes, checkpoint: note)
  }

  /// The entry `index`.
  ///
  /// - Throws: `missing` beyond the log's end.
  package func entry(_ index: UInt64) throws(LogError) -> [UInt8] {
    guard index < checkpoint.size else {
      throw LogError(.missing, "entry \(index) of a log of \(checkpoint.size)")
    }
    return try entries(of: bundle(index >> 8))[Int(index & 0xFF)]
  }

  /// The newest entry whose bytes are `entry`; nil if there is none. Reads the whole log.
  package func lastIndex(of entry: [UInt8]) throws(LogError) -> UInt64? {
    guard checkpoint.size > 0 else { return nil }
    for number in (0...(checkpoint.size - 1) >> 8).reversed() {
      let entries = try entries(of: bundle(number))
      if let place = entries.lastIndex(of: entry) { return number << 8 + UInt64(place) }
    }
    return nil
  }

  /// What a witness is asked that last saw the log at `oldSize`; also the proof that the log has only
  /// grown since.
  ///
  /// - Throws: `missing` where the log has fewer entries.
  package func witnessRequest(since oldSize: UInt64) throws(LogError) -> WitnessRequest {
    guard oldSize <= checkpoint.size else {
      throw LogError(.missing, "size \(oldSize) of a log of \(checkpoint.size)")
    }
    var tiles = tiles()
    let proof = try tiles.consistencyProof(from: oldSize)
    return WitnessRequest(oldSize: oldSize, hashes: proof.hashes, note: note)
  }

  private func bundle(_ number: UInt64) -> Tile {
    let width = min(checkpoint.size - number << 8, UInt64(Tile.fullWidth))
    return Tile(.entries, index: number, width: Int(width))
  }
}
