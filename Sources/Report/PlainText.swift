/// Foreign text on its way into HTML: it stays readable, and can neither become markup nor turn the
/// direction of what stands around it.
enum PlainText {
  static func escape(_ text: String) -> String {
    var result = ""
    for scalar in visible(text).unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      case "'": result += "&#39;"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }

  /// Scalars that cannot be seen are written out.
  fileprivate static func visible(_ text: String) -> String {
    var result = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      if isUnseen(scalar) {
        result.append(contentsOf: "⟨U+\(hexadecimal(scalar))⟩".unicodeScalars)
      } else {
        result.append(scalar)
      }
    }
    return String(result)
  }

  /// Controls, marks of direction, and whatever else takes no room and changes what is read.
  private static func isUnseen(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator,
      .paragraphSeparator:
      true
    default: false
    }
  }

  private static func hexadecimal(_ scalar: Unicode.Scalar) -> String {
    let digits = String(scalar.value, radix: 16, uppercase: true)
    return String(repeating: "0", count: max(0, 4 - digits.count)) + digits
  }

  /// At most `limit` characters, and a sign where there were more.
  static func shortened(_ text: String, to limit: Int) -> String {
    let kept = text.prefix(limit)
    return kept.endIndex == text.endIndex ? text : kept + "…"
  }

  /// `1,234,567`.
  static func grouped(_ number: some BinaryInteger) -> String {
    let digits = String(number)
    var result = ""
    for (place, digit) in digits.enumerated() {
      let rest = digits.count - place
      if place > 0 && rest.isMultiple(of: 3) { result.append(",") }
      result.append(digit)
    }
    return result
  }
}

extension String {
  /// This text in one line in which nothing is hidden, for terminals: controls, marks of direction and
  /// the like are written out by their numbers.
  package var visible: String { PlainText.visible(self) }
}
