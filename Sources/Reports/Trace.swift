import Console
import Model

extension Decision {
  /// Explains the findings whose id begins with `prefix`, each with its whole trace; nil when there are none.
  package func trace(of prefix: String, _ canvas: Canvas) -> String? {
    let found = judgements.filter { $0.risk.finding.isNamed(from: prefix) }
    guard !found.isEmpty, !prefix.isEmpty else { return nil }
    var page = Layout(canvas)
    for (index, judgement) in found.prefix(tracesShown).enumerated() {
      if index > 0 { page.blank() }
      page.trace(judgement, in: self)
    }
    if found.count > tracesShown {
      page.line("and \(plural(found.count - tracesShown, "more finding")); give more digits")
    }
    return page.text
  }

  /// Lists the suppressed findings: what suppressed them, where it is written, its author and its end. VEX statements
  /// and waivers that match nothing come last.
  package func suppressedText(_ canvas: Canvas) -> String {
    var page = Layout(canvas)
    page.line("\(plural(suppressed.count, "finding")) suppressed", paint: bold)
    for kind in Suppression.Kind.allCases {
      let group = suppressed.filter { $0.suppressedBy?.kind == kind }
      guard !group.isEmpty else { continue }
      page.blank()
      page.line("by \(kind.word)", paint: bold)
      for judgement in group { page.suppressed(judgement) }
    }
    if !waivers.isEmpty {
      page.blank()
      page.line("waivers", paint: bold)
      for waiver in waivers {
        let count = waiver.findings.isEmpty ? "" : ", \(plural(waiver.findings.count, "finding"))"
        page.split(
          "\(waiver.id) is \(waiver.status.rawValue), until \(waiver.until)\(count)".displayText(),
          waiver.at.description.displayText(), after: .indent(2), hang: 4)
      }
    }
    if !unused.isEmpty {
      page.blank()
      page.line("unused", paint: bold)
      for one in unused {
        page.split(one.text.displayText(), one.position?.description.displayText() ?? "", after: .indent(2), hang: 4)
      }
    }
    return page.text
  }
}

/// Shows one finding that has two ids.
package func aliasText(_ judgement: Judgement, _ canvas: Canvas) -> String {
  var page = Layout(canvas)
  page.brief(judgement)
  for observation in judgement.risk.finding.observations { page.observation(observation) }
  page.blank()
  page.line("one finding", paint: bold)
  page.fact("id", judgement.risk.finding.id)
  for alias in judgement.risk.finding.aliases { page.fact("alias", "\(alias), its id if fewer of its tools report it") }
  return page.text
}

/// Shows two findings, and why they are not one.
package func pairText(
  _ one: Judgement, _ other: Judgement, because reasons: [String], _ canvas: Canvas
) -> String {
  var page = Layout(canvas)
  for judgement in [one, other] {
    page.brief(judgement)
    for observation in judgement.risk.finding.observations { page.observation(observation) }
  }
  page.blank()
  page.line("not one finding", paint: bold)
  for reason in reasons { page.fact("because", reason.displayText()) }
  return page.text
}

private let tracesShown = 20

extension Layout {
  fileprivate mutating func suppressed(_ judgement: Judgement) {
    guard let by = judgement.suppressedBy else { return }
    brief(judgement)
    facts(
      [
        by.reason.displayText(),
        by.authority?.sentence.displayText(limit: 300) ?? by.by.map { "by \($0.displayText(limit: 120))" } ?? "",
        by.until.map { "until \($0)" } ?? "",
        by.at.description.displayText(),
      ], after: .indent(12), hang: 12, paint: dim)
  }

  /// Appends one finding: effect, problem, location, owners, newness, suppression, observations, reasons.
  fileprivate mutating func trace(_ judgement: Judgement, in decision: Decision) {
    let (finding, risk) = (judgement.risk.finding, judgement.risk)
    split(
      judgement.what, finding.id, after: Lead("\(judgement.effect.rawValue)  ", judgement.effect.paint), hang: 2,
      paint: bold)
    for alias in finding.aliases { fact("alias", "\(alias), its id if fewer of its tools report it") }
    fact("severity", finding.severity.name + (finding.isSeverityDisputed ? ", disputed: the highest stands" : ""))
    fact("where", judgement.position)
    let (who, why) = risk.owners.heading
    fact("owner", "\(who) (\(why))")
    if let moved = risk.moveSentence { fact("moved", moved) }
    fact("newness", "\(risk.newness.newness.rawValue): \(risk.newness.because.displayText())")
    fact("first seen", "\(risk.firstSeen.time) (\(risk.firstSeen.source.rawValue))")
    if let ever = risk.firstSeen.everSeen { fact("seen before", "\(ever), and gone since (ledger)") }
    if let arrival = risk.firstSeen.arrival {
      fact(arrival.isLowerBound ? "in git at least since" : "in git since", "\(arrival.time) (\(arrival.commit))")
    }
    if let published = finding.published { fact("published", published.description) }
    if let due = judgement.due { fact("due", "\(due), inclusive") }
    if let by = judgement.suppressedBy {
      let until = by.until.map { ", until \($0)" } ?? ""
      fact("suppressed", "by \(by.kind.word) at \(by.at.description.displayText()): \(by.reason.displayText())\(until)")
    }
    if let authority = judgement.suppressedBy?.authority {
      fact("approval", authority.sentence.displayText(limit: 300))
    }
    for observation in finding.observations { self.observation(observation) }
    for sentence in finding.mergeReasons { fact("merged", sentence.displayText()) }
    for reason in decision.reasons(for: judgement) { self.reason(reason) }
  }

  fileprivate mutating func observation(_ observation: Observation) {
    let severity = observation.nativeSeverity?.displayText(limit: 40) ?? "no severity"
    let said =
      "\(observation.scan.tool.displayText(limit: 40)): \(observation.ruleId.displayText(limit: 120)), \(severity)"
    fact("observation", "\(said) (\(observation.at.description.displayText()))")
  }

  fileprivate mutating func fact(_ name: String, _ value: String) {
    paragraph(value, after: Lead("  \(padded(name, to: 11))  ", dim), hang: 15)
  }

  /// Appends a reason, and below it its conditions with their wanted and actual values.
  private mutating func reason(_ reason: Reason) {
    let position = reason.at.map { " (\($0))".displayText() } ?? ""
    fact("because", "\(reason.text.displayText())\(position)")
    for step in reason.trace {
      let mark = Lead("               \(step.outcome.mark)  ", step.outcome.paint)
      let wanted = "\(step.condition.displayText(limit: 120)): wanted \(step.wanted.displayText(limit: 120))"
      paragraph("\(wanted), is \(step.actual.displayText(limit: 120))", after: mark, hang: mark.columns)
    }
  }
}

extension Truth {
  fileprivate var mark: String {
    switch self {
    case .yes: "yes"
    case .no: "no "
    case .unknown: "?  "
    }
  }

  fileprivate func paint(_ style: Style, _ text: String) -> String {
    switch self {
    case .yes: style.green(text)
    case .no: style.dim(text)
    case .unknown: style.yellow(text)
    }
  }
}

extension Effect {
  fileprivate func paint(_ style: Style, _ text: String) -> String {
    switch self {
    case .deny: style.red(text)
    case .warn: style.yellow(text)
    case .allow: style.green(text)
    }
  }
}
