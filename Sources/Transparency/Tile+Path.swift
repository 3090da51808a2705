extension Tile {
  /// Reads a path as `path` has it, and nothing else.
  package init?(path text: String) {
    var parts = text.split(separator: "/", omittingEmptySubsequences: false)[...]
    guard parts.popFirst() == "tile", let kind = parts.popFirst() else { return nil }
    var width = Self.fullWidth
    if parts.count >= 2, let last = parts.last, parts[parts.endIndex - 2].hasSuffix(".p") {
      guard let partial = Int(last), (1..<Self.fullWidth).contains(partial) else { return nil }
      width = partial
      parts.removeLast()
      parts[parts.endIndex - 1] = parts[parts.endIndex - 1].dropLast(2)
    }
    // Seven groups of three digits are more than any log has.
    guard (1...7).contains(parts.count) else { return nil }
    var index: UInt64 = 0
    for group in parts {
      guard let number = UInt64(group.hasPrefix("x") ? group.dropFirst() : group), number < 1000
      else { return nil }
      let (product, hasOverflown) = index.multipliedReportingOverflow(by: 1000)
      if hasOverflown { return nil }
      index = product + number
    }
    let level = Int(kind)
    guard kind == "entries" || level.map({ (0..<8).contains($0) }) ?? false else { return nil }
    self.init(level.map { .hashes(level: $0) } ?? .entries, index: index, width: width)
    guard path == text else { return nil }
  }
}
