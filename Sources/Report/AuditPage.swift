package import Audit
import Content
import Crypto
import Transparency

/// A report as one HTML file that needs nothing but itself: no network, no other file.
///
/// Its policy (Content-Security-Policy) forbids every request, and names its one style sheet and its
/// one script by their digests. Tables are cut at a number of rows that they state, so that the file
/// stays small whatever was audited.
package struct AuditPage: Sendable {
  static let mostFindings = 500
  static let mostProviders = 100
  static let mostRows = 100
  static let longestDetail = 600

  let report: AuditReport

  package init(_ report: AuditReport) { self.report = report }

  /// The file.
  package var html: String {
    let head = Markup.join([
      .void("meta", ["charset": "utf-8"]),
      .void(
        "meta", ["http-equiv": "Content-Security-Policy", "content": Self.contentPolicy]),
      .void("meta", ["name": "viewport", "content": "width=device-width, initial-scale=1"]),
      .void("meta", ["name": "referrer", "content": "no-referrer"]),
      .element("title", [:], .text(title)),
      .element("style", [:], .fixed(Stylesheet.source)),
    ])
    let body = Markup.join([
      summary,
      .element("main", [:], .join([kinds, proofs, timeline, providers, log, runtimes, findings])),
      footer, .element("script", [:], .fixed(SortScript.source)),
    ])
    let page = Markup.element(
      "html", ["lang": "en"], .element("head", [:], head) + .element("body", [:], body))
    return "<!doctype html>\n" + page.source + "\n"
  }

  private static var contentPolicy: String {
    "default-src 'none'; style-src '\(digest(Stylesheet.source))'; "
      + "script-src '\(digest(SortScript.source))'; base-uri 'none'; form-action 'none'"
  }

  private static func digest(_ source: StaticString) -> String {
    "sha256-" + Base64.encode(SHA256.hash(Array("\(source)".utf8)))
  }

  private var title: String {
    report.log.map { "Audit of \($0.head.checkpoint.origin)" } ?? "Audit of bundles"
  }
}

extension AuditPage {
  /// What somebody reads who reads no further.
  private var summary: Markup {
    let verdict = Markup.element(
      "p", ["class": "verdict \(tone)", "role": "status"],
      .element("strong", [:], .text(headline)) + .element("span", [:], .text(explanation)))
    return .element(
      "header", [:],
      .element("p", ["class": "kicker"], .text("Audit report · ") + report.time.markup)
        + .element("h1", [:], .element("bdi", [:], .text(title))) + verdict + figures)
  }

  private var tone: String {
    report.isClean ? "clean" : report.findings.worst?.rawValue ?? "clean"
  }

  private var headline: String {
    let words = [Severity.alarm, .warning].compactMap { severity -> String? in
      let count = report.findings.count(of: severity)
      if count == 0 { return nil }
      return "\(PlainText.grouped(count)) \(severity.rawValue)\(count == 1 ? "" : "s")"
    }
    return words.isEmpty ? "Nothing to object to" : words.joined(separator: ", ")
  }

  private var explanation: String {
    switch report.findings.worst {
    case .alarm: "Something here is forged, false, or ruled out by the policy."
    case .warning: "Something is not as it should be, though nobody need have lied about it."
    case .notice: "The notices below are worth knowing; none of them speaks against anybody."
    case nil: "Everything that was checked holds."
    }
  }

  private var figures: Markup {
    var list: [(name: String, value: Int, tone: String?)] = []
    if let log = report.log {
      list.append(("entries read and verified", Int(clamping: log.walked), nil))
      if log.knownSize > 0 {
        list.append(("verified before", Int(clamping: log.knownSize), nil))
      }
    }
    list += [("bundles", report.bundles, nil), ("providers", report.providers.count, nil)]
    for severity in [Severity.alarm, .warning, .notice] {
      let count = report.findings.count(of: severity)
      list.append((severity.rawValue + "s", count, count > 0 ? severity.rawValue : nil))
    }
    return .element(
      "dl", ["class": "figures"],
      .join(
        list.map { figure in
          .element(
            "div", [:],
            .element("dt", [:], .text(figure.name))
              + .element("dd", ["class": figure.tone], .text(PlainText.grouped(figure.value))))
        }))
  }

  private var footer: Markup {
    var words = ["This file is complete in itself and asks nothing of the network."]
    if report.log == nil { words.append("No log was audited.") }
    if report.knownRuntimes == nil {
      words.append("No policy said which runtimes are known, so that none counts as unknown.")
    }
    if report.state == nil && report.log != nil {
      words.append("The next audit begins where the last sound one ended.")
    }
    return .element("footer", [:], .element("p", [:], .text(words.joined(separator: " "))))
  }

  func section(_ title: String, _ lead: String, _ content: Markup) -> Markup {
    .element(
      "section", [:],
      .element("h2", [:], .text(title)) + .element("p", ["class": "lead"], .text(lead)) + content)
  }

  private var timeline: Markup {
    section(
      "Activity", "When statements ended and verdicts were made, by their own clocks.",
      TimelineFigure(plot: report.timeline).markup)
  }

  /// What to say of a table that is cut; nothing of one that is not.
  func cut(_ shown: Int, of count: Int) -> String {
    count > shown
      ? "The first \(PlainText.grouped(shown)) of \(PlainText.grouped(count)) are listed." : ""
  }
}
