import Content

extension Timestamp {
  /// Whole seconds since 1970, rounded down, as certificates count.
  var seconds: Int64 {
    (milliseconds - (milliseconds % 1000 + 1000) % 1000) / 1000
  }

  /// Reads the form of vendors' documents, `2025-06-19T10:16:03Z`.
  init?(vendorText text: String) {
    guard text.hasSuffix("Z") else { return nil }
    self.init(text.dropLast() + ".000Z")
  }
}
