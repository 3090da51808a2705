/// A piece of HTML that is well formed and in which every foreign text is escaped.
///
/// It can only be made of names that this program has written down, and of texts, which are escaped
/// on their way in; nobody's text can so become markup.
package struct Markup: Sendable, Equatable {
  /// What goes into a document.
  package private(set) var source: String

  private init(source: String) { self.source = source }

  package static let empty = Markup(source: "")

  /// A part of the program, taken as it is.
  static func fixed(_ source: StaticString) -> Markup { Markup(source: "\(source)") }

  /// Anybody's text.
  package static func text(_ text: String) -> Markup { Markup(source: PlainText.escape(text)) }

  /// `<name a="…">content</name>`; attributes without a value are left out.
  package static func element(
    _ name: StaticString, _ attributes: KeyValuePairs<StaticString, String?> = [:],
    _ content: Markup = .empty
  ) -> Markup {
    Markup(source: "<\(name)\(written(attributes))>\(content.source)</\(name)>")
  }

  /// `<name a="…">`, for elements that never have content.
  static func void(
    _ name: StaticString, _ attributes: KeyValuePairs<StaticString, String?>
  ) -> Markup {
    Markup(source: "<\(name)\(written(attributes))>")
  }

  private static func written(_ attributes: KeyValuePairs<StaticString, String?>) -> String {
    attributes.reduce(into: "") { text, attribute in
      guard let value = attribute.value else { return }
      text += " \(attribute.key)=\"\(PlainText.escape(value))\""
    }
  }

  package static func + (left: Markup, right: Markup) -> Markup {
    Markup(source: left.source + right.source)
  }

  static func += (left: inout Markup, right: Markup) { left.source += right.source }

  /// All parts, one after the other.
  package static func join(_ parts: some Sequence<Markup>) -> Markup {
    parts.reduce(into: .empty) { $0 += $1 }
  }
}
