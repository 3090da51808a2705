/// A way to write amounts as Kubernetes does: a decimal number and a unit, read into whole base
/// units.
///
/// Fractions are fine (`1.5Gi`) as long as the base unit stays whole; exponents are not read.
package struct Quantity: Sendable {
  package struct Unit: Sendable {
    package let suffix: String
    /// Base units in one of this unit.
    package let factor: Int64
  }

  /// What is measured, and how it is written.
  package let expectation: String
  /// In ascending order of their factors.
  package let units: [Unit]

  /// CPUs, in thousandths: `2`, `1.5`, `500m`.
  package static let cpus = Quantity(
    expectation: "CPUs, such as “2”, “1.5” or “500m”",
    units: [Unit(suffix: "m", factor: 1), Unit(suffix: "", factor: 1000)])

  /// Bytes: `1048576`, `64k`, `512Mi`, `1.5Gi`.
  package static let bytes = Quantity(
    expectation: "an amount of bytes with no unit or k, M, G, T, Ki, Mi, Gi, Ti, such as “512Mi”",
    units: [
      Unit(suffix: "", factor: 1),
      Unit(suffix: "k", factor: 1000),
      Unit(suffix: "Ki", factor: 1 << 10),
      Unit(suffix: "M", factor: 1_000_000),
      Unit(suffix: "Mi", factor: 1 << 20),
      Unit(suffix: "G", factor: 1_000_000_000),
      Unit(suffix: "Gi", factor: 1 << 30),
      Unit(suffix: "T", factor: 1_000_000_000_000),
      Unit(suffix: "Ti", factor: 1 << 40),
    ])

  /// Milliseconds: `500ms`, `60s`, `5m`, `1h`; the unit is never left out.
  package static let duration = Quantity(
    expectation: "a duration in ms, s, m or h, such as “60s”",
    units: [
      Unit(suffix: "ms", factor: 1),
      Unit(suffix: "s", factor: 1000),
      Unit(suffix: "m", factor: 60_000),
      Unit(suffix: "h", factor: 3_600_000),
    ])

  /// A plain count.
  package static let count = Quantity(
    expectation: "a count, such as “64”", units: [Unit(suffix: "", factor: 1)])
}

extension Quantity {
  /// The amount in base units; nil unless it is a number with a known unit, whole in base units,
  /// that fits.
  package func value(of text: String) -> Int64? {
    let (number, suffix) = Self.split(text)
    guard let unit = units.first(where: { $0.suffix == suffix }) else { return nil }
    return Self.multiply(number, by: unit.factor)
  }

  /// `amount` in the largest unit that holds it in whole.
  package func text(of amount: Int64) -> String {
    let fitting = units.last { amount != 0 && amount.isMultiple(of: $0.factor) } ?? units[0]
    return "\(amount / fitting.factor)\(fitting.suffix)"
  }

  /// What the writer may have meant by an unknown unit: one that differs in case, or by a `B`.
  package func suggestion(for text: String) -> String? {
    let (number, suffix) = Self.split(text)
    let found = suffix.lowercased()
    guard !found.isEmpty, Self.multiply(number, by: 1000) != nil else { return nil }
    let meant = units.filter {
      let known = $0.suffix.lowercased()
      return !known.isEmpty && $0.suffix != suffix && (known == found || "\(known)b" == found)
    }
    return meant.isEmpty ? nil : meant.map { "“\(number)\($0.suffix)”" }.joined(separator: " or ")
  }

  private static func split(_ text: String) -> (number: Substring, suffix: Substring) {
    let end = text.firstIndex { !($0.isASCII && $0.isWholeNumber) && $0 != "." } ?? text.endIndex
    return (text[..<end], text[end...])
  }

  /// `number` (digits, perhaps a point and more digits) × `factor`, if that is whole and fits.
  private static func multiply(_ number: Substring, by factor: Int64) -> Int64? {
    let parts = number.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count <= 2, parts.allSatisfy({ !$0.isEmpty }), number.utf8.count <= 20,
      let mantissa = Int64(parts.joined())
    else { return nil }
    let places = parts.count == 2 ? parts[1].utf8.count : 0
    let (product, overflow) = mantissa.multipliedReportingOverflow(by: factor)
    let divisor = (0..<min(places, 18)).reduce(Int64(1)) { power, _ in power * 10 }
    guard places <= 18, !overflow, product.isMultiple(of: divisor) else { return nil }
    return product / divisor
  }
}
