import Console
import Model

/// What `explain --suppressed` shows: the suppressed findings, the waivers with their states, and what matches nothing.
///
/// It is made from a decision, or read back from the JSON of one.
package struct SuppressedList: Sendable {
  var findings: [FindingTrace]
  var waivers: [WaiverUse]
  /// What matches nothing, apart from waivers, which are listed with their states.
  var unused: [Diagnostic]

  package init(_ decision: Decision) {
    findings = decision.suppressed.map { FindingTrace($0, in: decision) }
    (waivers, unused) = (decision.waivers, decision.unused.filter { $0.code != .waiverUnused })
  }

  package init(_ decision: DecisionDocument) throws(Diagnostic) {
    findings = []
    for finding in decision.findings where finding.isSuppressed { findings.append(try finding.trace()) }
    (waivers, unused) = (decision.waivers, decision.diagnostics.filter { $0.isUnused && $0.code != .waiverUnused })
  }

  /// The findings by what suppressed them, with where it is written, its author and its end; then waivers, and what is unused.
  package func text(_ canvas: Canvas) -> String {
    var page = Layout(canvas)
    page.line("\(plural(findings.count, "finding")) suppressed", paint: bold)
    for kind in Suppression.Kind.allCases {
      let group = findings.filter { $0.suppressedBy?.kind == kind }
      guard !group.isEmpty else { continue }
      page.blank()
      page.line("by \(kind.word)", paint: bold)
      for finding in group { page.suppressed(finding) }
    }
    page.list("waivers", waivers) { waiver in
      let count = waiver.findings.isEmpty ? "" : ", \(plural(waiver.findings.count, "finding"))"
      return ("\(waiver.id) is \(waiver.status.rawValue), until \(waiver.until)\(count)", waiver.at)
    }
    page.list("unused", unused) { ($0.text, $0.position) }
    return page.text
  }
}

extension Layout {
  fileprivate mutating func suppressed(_ finding: FindingTrace) {
    guard let by = finding.suppressedBy else { return }
    split(finding.what, finding.position, after: finding.severity.lead, hang: 12)
    facts(
      [
        by.reason.displayText(),
        by.authority?.sentence.displayText(limit: 300) ?? by.by.map { "by \($0.displayText(limit: 120))" } ?? "",
        by.until.map { "until \($0)" } ?? "",
        by.at.description.displayText(),
      ], after: .indent(12), hang: 12, paint: dim)
  }

  /// Appends a heading and one line for each element, with its position at the right; nothing for an empty list.
  fileprivate mutating func list<Element>(
    _ title: String, _ elements: [Element], _ row: (Element) -> (text: String, position: SourcePosition?)
  ) {
    guard !elements.isEmpty else { return }
    blank()
    line(title, paint: bold)
    for element in elements {
      let (text, position) = row(element)
      split(text.displayText(), position?.description.displayText() ?? "", after: .indent(2), hang: 4)
    }
  }
}
