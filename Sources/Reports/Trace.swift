import Console
import Model

/// Shows one finding that has two ids.
package func aliasText(_ judgement: Judgement, _ canvas: Canvas) -> String {
  var page = Layout(canvas)
  page.brief(judgement)
  for observation in judgement.risk.finding.observations { page.observation(FindingTrace.Observed(observation)) }
  page.blank()
  page.line("one finding", paint: bold)
  page.fact("id", judgement.risk.finding.id)
  page.aliases(judgement.risk.finding.aliases)
  return page.text
}

/// Shows two findings, and why they are not one.
package func pairText(
  _ one: Judgement, _ other: Judgement, because reasons: [String], _ canvas: Canvas
) -> String {
  var page = Layout(canvas)
  for judgement in [one, other] {
    page.brief(judgement)
    for observation in judgement.risk.finding.observations { page.observation(FindingTrace.Observed(observation)) }
  }
  page.blank()
  page.line("not one finding", paint: bold)
  for reason in reasons { page.fact("because", reason.displayText()) }
  return page.text
}

/// Shows findings one after the other, each with all that took part in its judgement.
///
/// - Parameter count: How many findings there are, where not all are given.
package func traceText(_ traces: [FindingTrace], of count: Int, _ canvas: Canvas) -> String {
  var page = Layout(canvas)
  for (index, trace) in traces.enumerated() {
    if index > 0 { page.blank() }
    page.trace(trace)
  }
  if count > traces.count { page.line("and \(plural(count - traces.count, "more finding")); name one by its id") }
  return page.text
}

extension Layout {
  /// Appends one finding: effect, problem, location, owners, newness, suppression, observations, reasons.
  fileprivate mutating func trace(_ trace: FindingTrace) {
    split(
      trace.what, trace.id.displayText(limit: 64), after: Lead("\(trace.effect.rawValue)  ", trace.effect.paint),
      hang: 2, paint: bold)
    aliases(trace.aliases)
    if let page = trace.page { fact("about", page) }
    fact("severity", trace.severity.name + (trace.isSeverityDisputed ? ", disputed: the highest stands" : ""))
    fact("where", trace.position)
    let (who, why) = trace.owners.heading
    fact("owner", "\(who) (\(why))")
    if let moved = trace.move?.sentence(besides: trace.owners) { fact("moved", moved) }
    fact("newness", "\(trace.newness.rawValue): \(trace.newnessBecause.displayText())")
    dates(of: trace)
    if let by = trace.suppressedBy {
      let until = by.until.map { ", until \($0)" } ?? ""
      fact("suppressed", "by \(by.kind.word) at \(by.at.description.displayText()): \(by.reason.displayText())\(until)")
    }
    if let authority = trace.suppressedBy?.authority {
      fact("approval", authority.sentence.displayText(limit: 300))
    }
    for observation in trace.observations { self.observation(observation) }
    for sentence in trace.mergeReasons { fact("merged", sentence.displayText()) }
    for reason in trace.reasons { self.reason(reason) }
  }

  private mutating func dates(of trace: FindingTrace) {
    let seen = trace.firstSeen
    fact("first seen", "\(seen.time) (\(seen.source.rawValue))")
    if let ever = seen.everSeen { fact("seen before", "\(ever), and gone since (ledger)") }
    if let arrival = seen.arrival {
      fact(
        arrival.isLowerBound ? "in git at least since" : "in git since",
        "\(arrival.time) (\(arrival.commit.displayText(limit: 64)))")
    }
    if let published = trace.published { fact("published", published.description) }
    if let due = trace.due { fact("due", "\(due), inclusive") }
  }

  fileprivate mutating func aliases(_ aliases: [String]) {
    for alias in aliases { fact("alias", "\(alias.displayText(limit: 64)), its id if fewer of its tools report it") }
  }

  fileprivate mutating func observation(_ observation: FindingTrace.Observed) {
    let severity = observation.nativeSeverity?.displayText(limit: 40) ?? "no severity"
    let said = "\(observation.tool.displayText(limit: 40)): \(observation.ruleId.displayText(limit: 120)), \(severity)"
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
