import Audit
import Content
import Report
import TestSupport
import Testing
import Transparency

/// The report as a file, looked at as text.
@Suite struct AuditPageTests {
  @Test("Foreign text is escaped and nothing of it is hidden")
  func escaping() {
    let marked = Markup.text("<a href=\"x\" id='y'>&\u{202E}\u{0}\u{200B}\n\u{FEFF}é漢").source
    #expect(
      marked == "&lt;a href=&quot;x&quot; id=&#39;y&#39;&gt;&amp;⟨U+202E⟩⟨U+0000⟩⟨U+200B⟩⟨U+000A⟩"
        + "⟨U+FEFF⟩é漢")
    let attribute = Markup.element("p", ["title": "\" onclick=\"x"], .text("</p>")).source
    #expect(attribute == "<p title=\"&quot; onclick=&quot;x\">&lt;/p&gt;</p>")
    #expect("a\u{1B}[31m\u{202E}b".visible == "a⟨U+001B⟩[31m⟨U+202E⟩b")
  }

  @Test("The sample's hostile texts are nowhere markup")
  func hostile() throws {
    let html = AuditPage(try SamplePage.report()).html
    #expect(html.components(of: "<script") == 2 && html.components(of: "<style") == 2)
    #expect(!html.contains("<img") && !html.contains("<svg/"))
    for scalar in html.unicodeScalars where scalar != "\n" {
      #expect(![.control, .format].contains(scalar.properties.generalCategory))
    }
    #expect(html.contains("&lt;script&gt;window.marked=1&lt;/script&gt;"))
  }

  @Test("A large audit makes a small file that says what it leaves out")
  func large() throws {
    let log = try TestLog()
    var entries: [[UInt8]] = []
    for number in 0..<100_000 {
      entries.append(
        number.isMultiple(of: 4)
          ? Array("rubbish \(number)".utf8)
          : try TestLog.statement(number / 8, envelope: number, runtime: "runtime \(number / 40)"))
    }
    try log.append(entries)
    let report = try log.audit()
    #expect(report.findings.counts[.malformedEntry] == 25_000)
    let html = AuditPage(report).html
    #expect(html.utf8.count < 1 << 20, "\(html.utf8.count) bytes")
    #expect(html.contains("are listed."))
    #expect(html.contains("25,000"))
  }

  @Test("A clean log says so")
  func clean() throws {
    let html = AuditPage(try TestLog(entries: 5).audit()).html
    #expect(html.contains("Nothing to object to") && html.contains("Everything that was checked"))
  }
}

extension String {
  /// The number of parts that `separator` divides this text into.
  fileprivate func components(of separator: String) -> Int {
    var (count, rest) = (1, self[...])
    while let found = rest.firstRange(of: separator) {
      (count, rest) = (count + 1, rest[found.upperBound...])
    }
    return count
  }
}
