extension Span<UInt8> {
  /// Whether both hold the same bytes; eight are compared at a time, where the general comparison of
  /// sequences takes them one by one.
  func equals(_ other: Span<UInt8>) -> Bool {
    guard count == other.count else { return false }
    return unsafe withUnsafeBytes { left in
      unsafe other.withUnsafeBytes { right in
        let width = MemoryLayout<UInt64>.size
        var index = 0
        // Both have `count` bytes, and no load goes beyond them.
        while index + width <= left.count {
          let (one, two) = unsafe (
            left.loadUnaligned(fromByteOffset: index, as: UInt64.self),
            right.loadUnaligned(fromByteOffset: index, as: UInt64.self)
          )
          guard one == two else { return false }
          index += width
        }
        while index < left.count {
          guard unsafe left[index] == right[index] else { return false }
          index += 1
        }
        return true
      }
    }
  }
}

extension [UInt8] {
  /// As `==`, for large arrays.
  package func hasSameBytes(as other: [UInt8]) -> Bool { span.equals(other.span) }
}
