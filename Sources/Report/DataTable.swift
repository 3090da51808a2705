/// A table whose columns sort when their headings are pressed, by mouse or keyboard.
struct DataTable {
  struct Column {
    let title: String
    /// Whether cells are compared as numbers, and stand at the right.
    var isNumber = false
  }

  struct Cell {
    let content: Markup
    /// What the cell is sorted by.
    let key: String

    /// Anybody's text.
    init(_ text: String, key: String? = nil) {
      content = .element("bdi", [:], .text(text))
      self.key = key ?? text
    }

    init(_ content: Markup, key: String) {
      self.content = content
      self.key = key
    }

    init(_ number: some BinaryInteger) {
      content = .text(PlainText.grouped(number))
      key = String(number)
    }

    /// Nothing to say, and no room needed where it is scarce.
    static let blank = Cell(.text("–"), key: "")
    var isBlank: Bool { content == Self.blank.content }
  }

  let caption: String
  let columns: [Column]
  let rows: [[Cell]]

  /// Roles are spelt out, since narrow screens lay the table out as a list of cards.
  var markup: Markup {
    let heads = columns.map { column in
      Markup.element(
        "th",
        [
          "scope": "col", "role": "columnheader", "aria-sort": "none",
          "class": column.isNumber ? "number" : nil,
        ], .element("button", ["type": "button"], .text(column.title)))
    }
    let body = rows.map { row in
      Markup.element("tr", ["role": "row"], .join(zip(columns, row).map(Self.cell)))
    }
    return .element(
      "table", ["role": "table", "class": "data"],
      (caption.isEmpty ? .empty : .element("caption", [:], .text(caption)))
        + .element(
          "thead", ["role": "rowgroup"], .element("tr", ["role": "row"], .join(heads)))
        + .element("tbody", ["role": "rowgroup"], .join(body)))
  }

  private static func cell(_ column: Column, _ cell: Cell) -> Markup {
    .element(
      "td",
      [
        "role": "cell", "data-label": column.title, "data-key": cell.key,
        "class": cell.isBlank ? "blank" : column.isNumber ? "number" : nil,
      ], .element("div", [:], cell.content))
  }
}
