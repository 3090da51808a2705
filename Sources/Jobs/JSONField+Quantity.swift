package import Content

extension JSONField {
  /// An amount written as `quantity` has it, in base units, within `range`.
  ///
  /// A JSON number counts as the same digits in a string.
  package func amount(
    of quantity: Quantity, in range: ClosedRange<Int64>
  ) throws(FieldError) -> Int64 {
    let bounds = "\(quantity.text(of: range.lowerBound)) to \(quantity.text(of: range.upperBound))"
    let text: String
    switch value {
    case .string(let string)?: text = string
    case .number?: text = value?.canonicalText ?? ""
    default: throw expected("\(quantity.expectation), from \(bounds)")
    }
    guard let amount = quantity.value(of: text), range.contains(amount) else {
      let hint = quantity.suggestion(for: text).map { "; did you mean \($0)?" } ?? ""
      throw expected("\(quantity.expectation), from \(bounds)\(hint)")
    }
    return amount
  }
}
