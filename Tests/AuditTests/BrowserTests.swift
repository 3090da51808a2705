import Audit
import Content
import Linux
import Report
import TestSupport
import Testing

/// The report as a browser shows it: headless Chromium, on a phone and on a desk, by day and night.
@Suite(.enabled(if: Chromium.path != nil, "needs Debian's chromium: Tests/install-peers"))
struct BrowserTests {
  /// Opened once; every test looks at the same page.
  static let shared = Result { try open() }

  let page: JSONField

  init() throws { page = try Self.shared.get() }

  static func open() throws -> JSONField {
    let directory = try TemporaryDirectory()
    let file = directory.path + "/report.html"
    let folder = try FileDescriptor.open(directory.path, [.readOnly, .directory])
    let html = AuditPage(try SamplePage.report()).html
    try folder.write(Array(html.utf8), to: "report.html", .atomic)
    let script = "\(Repository.root)/Tests/Oracles/inspect-page"
    var arguments = [script, try #require(Chromium.path), file]
    if let pictures = Environment.value(of: "ASSAY_SCREENSHOTS") { arguments.append(pictures) }
    let answer = try Program(at: "/usr/bin/python3").run(arguments)
    try #require(answer.code == 0, "\(answer.standardError)")
    return JSONField(
      try JSON(parsing: Array(answer.standardOutput.utf8), limits: JSON.Limits(bytes: 1 << 26)))
  }

  @Test("Nothing is asked of the network, and nothing goes wrong")
  func quiet() throws {
    let requests = try page.tag("requests").elements(atMost: 100).map { try $0.string() }
    #expect(requests.count == 1 && requests[0].hasPrefix("file:///"))
    #expect(try page.tag("errors").elements(atMost: 100).isEmpty)
    #expect(try page.tag("dialogs").integer(in: 0...100) == 0)
  }

  @Test("No foreign text became an element, an attribute, or a script")
  func inert() throws {
    #expect(try page.tag("marked").string() == "undefined")
    #expect(try page.tag("scripts").integer(in: 0...100) == 1)
    #expect(try page.tag("handlers").elements(atMost: 1000).isEmpty)
    let elements = Set(try page.tag("elements").elements(atMost: 100).map { try $0.string() })
    #expect(elements.isDisjoint(with: ["img", "iframe", "a", "link", "object", "form", "base"]))
    let text = try page.tag("text").string()
    for hostile in SamplePage.hostile {
      #expect(text.contains(hostile.visible), "\(hostile.visible)")
    }
  }

  @Test(
    "Every text can be read, and nothing is wider than the screen",
    arguments: ["phone", "phone-dark", "tablet", "desktop", "desktop-dark", "print"])
  func shape(name: String) throws {
    let shape = try page.tag("shapes").tag(name)
    let text = try shape.tag("text").string()
    #expect(try shape.tag("contrast").number() >= 4.5, "“\(text)”")
    #expect(try shape.tag("width").number() <= shape.tag("viewport").number())
  }

  @Test("Every column of every table sorts, by mouse and by keyboard")
  func sorting() throws {
    let tables = try page.tag("columns").elements(atMost: 100)
    #expect(tables.count == 6)
    var moved = 0
    for table in tables {
      for column in try table.elements(atMost: 100) {
        let steps = try column.elements(atMost: 3).map { try $0.elements(atMost: 2) }
        #expect(try steps.map { try $0[0].string() } == ["none", "ascending", "descending"])
        let orders = try steps.map { step in
          try step[1].elements(atMost: 1000).map { try $0.string() }
        }
        #expect(orders.allSatisfy { $0.sorted() == orders[0].sorted() })
        #expect(orders[2] == orders[1].reversed())
        let isAscending =
          orders[1] == orders[1].sorted()
          || orders[1].map { Int($0) ?? -1 } == orders[1].map { Int($0) ?? -1 }.sorted()
        #expect(isAscending, "\(orders[1])")
        if orders[1] != orders[2] { moved += 1 }
      }
    }
    #expect(moved > 10)
  }
}

/// The browser, where it is installed.
enum Chromium {
  static let path: String? = ["/usr/bin/chromium"].first { program in
    (try? Program(at: program).run(["--version"]))?.code == 0
  }
}
