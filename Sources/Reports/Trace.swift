import Documents
import Model

extension Decision {
  /// The whole decision trace of the findings whose id begins with `prefix`; nil when there is none.
  package func trace(of prefix: String, _ canvas: Canvas) -> String? {
    let found = judgements.filter { $0.risk.finding.id.hasPrefix(prefix.lowercased()) }
    guard !found.isEmpty, !prefix.isEmpty else { return nil }
    var page = Layout(canvas)
    for (index, judgement) in found.prefix(tracesShown).enumerated() {
      if index > 0 { page.blank() }
      page.trace(judgement)
    }
    if found.count > tracesShown { page.line("and \(plural(found.count - tracesShown, "more finding")); give more digits") }
    return page.text
  }

  /// What was set aside, by what, where that is written, who said so and until when; what matches nothing comes last.
  package func setAsideText(_ canvas: Canvas) -> String {
    var page = Layout(canvas)
    page.line("\(plural(setAside.count, "finding")) set aside") { $0.bold($1) }
    for kind in Suppression.Kind.allCases {
      let group = setAside.filter { $0.suppressedBy?.kind == kind }
      guard !group.isEmpty else { continue }
      page.blank()
      page.line("by \(kind == .vex ? "VEX" : kind.rawValue)") { $0.bold($1) }
      for judgement in group { page.aside(judgement) }
    }
    let dead = diagnostics.filter { $0.code == .vexUnused || $0.code == .waiverUnused }
    if !dead.isEmpty {
      page.blank()
      page.line("matches nothing") { $0.bold($1) }
      for one in dead { page.paragraph("\(one.text.inert()) · \(one.place?.description.inert() ?? "")", first: "  ", hang: 2) }
    }
    return page.text
  }
}

private let tracesShown = 20

extension Layout {
  fileprivate mutating func aside(_ judgement: Judgement) {
    guard let by = judgement.suppressedBy else { return }
    let severity = judgement.risk.finding.severity
    split("  \(padded(severity.name, to: 8))  \(judgement.what)", judgement.place, hang: 12)
    let who = [by.reason.inert(), by.by.map { "by \($0.inert())" }, by.until.map { "until \($0)" }, by.at.description.inert()]
    paragraph(who.compactMap { $0 }.joined(separator: " · "), first: "            ", hang: 12) { $0.dim($1) }
  }

  /// One order everywhere: verdict, what, where, whose, why, until when.
  fileprivate mutating func trace(_ judgement: Judgement) {
    let finding = judgement.risk.finding
    split("\(judgement.effect.rawValue)   \(judgement.what)", finding.id, paint: { $0.bold($1) })
    fact("severity", finding.severity.name + (finding.isSeverityDisputed ? ", disputed: the highest stands" : ""))
    fact("where", judgement.place)
    let (who, why) = judgement.risk.owners.heading
    fact("owner", "\(who) (\(why))")
    fact("newness", "\(judgement.risk.newness.newness.rawValue): \(judgement.risk.newness.because.inert())")
    fact("first seen", "\(judgement.risk.firstSeen.time) (\(judgement.risk.firstSeen.source.rawValue))")
    if let due = judgement.due { fact("due", "\(due), inclusive, UTC") }
    if let by = judgement.suppressedBy {
      fact("set aside", "by \(by.kind.rawValue) at \(by.at.description.inert()): \(by.reason.inert())" + (by.until.map { ", until \($0)" } ?? ""))
    }
    for witness in finding.witnesses {
      fact("witness", "\(witness.scan.tool.inert()) \(witness.ruleId.inert()) \(witness.nativeSeverity?.inert() ?? "no severity") (\(witness.at.description.inert()))")
    }
    for sentence in finding.mergedBecause { fact("merged", sentence.inert()) }
    for reason in judgement.reasons { self.reason(reason) }
  }

  private mutating func fact(_ name: String, _ value: String) {
    paragraph(value, first: "  " + style.dim(padded(name, to: 11)), hang: 13)
  }

  private mutating func reason(_ reason: Reason) {
    let place = reason.at.map { " (\($0))" } ?? ""
    paragraph("\(reason.text.inert())\(place.inert())", first: "  " + style.dim(padded(reason.code.rawValue, to: 22)), hang: 24)
    for step in reason.trace {
      let mark = switch step.outcome {
      case .yes: style.green("yes")
      case .no: style.red("no ")
      case .unknown: style.yellow("?  ")
      }
      paragraph("\(step.condition): wanted \(step.wanted.inert()), is \(step.actual.inert())", first: "    \(mark) ", hang: 8)
    }
  }
}
