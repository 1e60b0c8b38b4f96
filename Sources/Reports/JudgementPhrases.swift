import Model

// Sentences about one finding that all outputs for people share. Values in them are made printable by `displayText`.

extension Judgement {
  /// The problem in one line: the vulnerability and its package, or the scanner's title with its CWE.
  package var what: String {
    let finding = risk.finding
    return problemText(
      finding.kind, ids: finding.ids, ruleId: finding.ruleId, title: finding.title, cwe: finding.cwes.first,
      component: finding.kind.isDependency ? finding.component : nil)
  }

  /// The location of the finding: `services/pay/a.py:41`.
  package var position: String { risk.finding.location.description.displayText(limit: 1000) }

  /// The newness of the finding, or the number of days that its deadline is past.
  func since(on today: Day) -> String {
    switch risk.newness.newness {
    case .introduced: "introduced by this change"
    case .surfaced: "surfaced: same code, new knowledge"
    case .inherited where outcome.rules.contains(where: \.isArrival): "moved to where a rule denies or warns"
    case .inherited: lateness(on: today) ?? "here before this change"
    case .resolved: "resolved by this change"
    case .unknown:
      risk.newness.possible == .notIntroduced ? "old, or surfaced: nobody scanned the base" : "counts as new"
    }
  }

  /// How far the deadline is past, `9 days past its deadline`; nil before the deadline.
  private func lateness(on today: Day) -> String? {
    guard let due, dueDate?.isOver(on: today) == .yes else { return nil }
    return "\(plural(today - due, "day")) past its deadline"
  }

  /// Facts about the finding: known exploitation, EPSS, reachability, a move, tools, first-seen time and deadline.
  func facts(on today: Day) -> [String] {
    let finding = risk.finding
    return [
      finding.isKnownExploited == true ? "known exploited" : nil,
      finding.epss.map { "EPSS \(percent($0))" },
      finding.reach, risk.moveSentence, observations, firstSeen,
      deadline(on: today),
    ].compactMap { $0 }
  }

  /// The deadline, `due 2026-12-01`; nil when `since` already says that it is past.
  private func deadline(on today: Day) -> String? {
    guard let dueDate else { return nil }
    switch (dueDate.isOver(on: today), dueDate.certainty) {
    case (.yes, _): return risk.newness.newness == .inherited ? nil : "was due \(dueDate.day)"
    case (_, .exact): return "due \(dueDate.day)"
    case (_, .orEarlier): return "due \(dueDate.day) or earlier"
    case (_, .orLater): return "due \(dueDate.day) or later"
    case (_, .unknown): return "due on an unknown day"
    }
  }

  /// The tools that report the finding: `trivy`, `grype and trivy agree`, `severity disputed (grype high, trivy
  /// critical), the highest stands`.
  private var observations: String? {
    let finding = risk.finding
    var stated: [String: Severity?] = [:]
    for observation in finding.observations {
      let tool = observation.scan.tool.displayText(limit: 40)
      stated[tool] = .some(worse(stated[tool] ?? nil, observation.severity))
    }
    let tools = stated.keys.sorted()
    guard finding.isSeverityDisputed, tools.count > 1 else {
      return tools.count > 1 ? "\(enumerated(tools)) agree" : tools.first
    }
    let severities = tools.map { "\($0) \((stated[$0] ?? nil).name)" }
    return "severity disputed (\(severities.joined(separator: ", "))), the highest stands"
  }

  private var firstSeen: String? {
    let day = risk.firstSeen.time.day
    switch risk.firstSeen.source {
    case .ledger: return "first seen \(day) (ledger)"
    case .git: return "first seen \(day) (git)"
    case .published:
      let arrival = risk.firstSeen.arrival.map { ", in the base branch since \($0.time.day)" } ?? ""
      return "published \(day)\(arrival)"
    case .report: return "first seen \(day) (report)"
    case .atLeastSince: return "here at least since \(day)"
    case .now: return nil
    }
  }
}

extension Decision {
  /// The rules that gave the effect, `rule no-new-high (.gatehouse/policy.yaml:12)`, and the near misses: what could
  /// have changed the effect, why it did not, and where it is written.
  func why(_ judgement: Judgement) -> (rules: [String], considered: [String]) {
    let reasons = reasons(for: judgement)
    return (reasons.ruleLines(for: judgement.effect), reasons.considered)
  }
}

extension Decision {
  /// From which day on a finding that warns blocks, and by which rule: `rule no-new-high blocks from 2026-12-29`; nil when no
  /// rule says so.
  func laterBlock(of judgement: Judgement) -> String? {
    let dated = judgement.outcome.rules.compactMap { outcome -> (day: Day, rule: String)? in
      guard case .warning(let day) = outcome.application, rules.indices.contains(outcome.rule) else { return nil }
      return (day, rules[outcome.rule].id)
    }
    return dated.min { ($0.day, $0.rule) < ($1.day, $1.rule) }
      .map { "rule \($0.rule) blocks from \($0.day)".displayText() }
  }
}

extension [Reason] {
  fileprivate func ruleLines(for effect: Effect) -> [String] {
    compactMap { reason in
      guard let rule = reason.rule, reason.gives(effect) else { return nil }
      let line = reason.at.map { " (\(SourcePosition(file: $0.file, line: $0.line)))" } ?? ""
      return "rule \(rule)\(line)\(reason.unknowns)".displayText()
    }
  }

  fileprivate var considered: [String] {
    filter(\.isNearMiss).map { reason in
      let position =
        reason.at.map { " (\($0.pointer == nil ? SourcePosition(file: $0.file, line: $0.line) : $0))" } ?? ""
      return reason.text.displayText() + position.displayText(limit: 300)
    }
  }
}

/// A problem in one line: the vulnerability and its package, or the scanner's title with its CWE.
func problemText(
  _ kind: Observation.Kind, ids: [String], ruleId: String, title: String, cwe: Int?, component: Component?
) -> String {
  if kind.isDependency, let component {
    let version = component.version.map { " \($0)" } ?? ""
    return "\(primaryName(of: ids) ?? ruleId) in \(component.shortName)\(version)".displayText(limit: 200)
  }
  let shown = (title.isEmpty ? ruleId : title).displayText(limit: 120)
  guard let cwe, !title.utf8.contains(weaknessMark) else { return shown }
  return "\(shown.hasSuffix(".") ? String(shown.dropLast()) : shown) (CWE-\(cwe))"
}

/// The most common name of a vulnerability: its CVE id, or else its first id.
func primaryName(of ids: [String]) -> String? { ids.first { $0.hasPrefix("CVE-") } ?? ids.first }

private let weaknessMark = "CWE-".utf8

extension String.UTF8View {
  fileprivate func contains(_ mark: String.UTF8View) -> Bool {
    guard count >= mark.count else { return false }
    return indices.contains { self[$0...].starts(with: mark) }
  }
}

/// The higher of two severities; nil when both are unknown.
func worse(_ one: Severity?, _ other: Severity?) -> Severity? {
  guard let one, let other else { return one ?? other }
  return max(one, other)
}

extension Reason {
  fileprivate func gives(_ effect: Effect) -> Bool {
    switch code {
    case .ruleMatched, .ruleUnknown: true
    // A rule that is not in force yet warns, so it never denies.
    case .ruleNotInForce: effect == .warn
    default: false
    }
  }

  /// The unknown facts of a rule that counts unknown as true: `, as severity is unknown`.
  fileprivate var unknowns: String {
    code == .ruleUnknown ? ", as \(unknownFacts(trace))" : ""
  }

  var isNearMiss: Bool {
    switch code {
    case .vexNotApplied, .vexConflict, .vexNotTrusted, .vexStale, .vexFromFuture, .waiverExpired, .waiverTooLong,
      .waiverNotInForce, .waiverNotAuthorized, .waiverInvalid:
      true
    // An exception without a true condition is not a near miss.
    case .exceptionNotApplied: trace.contains { $0.outcome == .yes }
    default: false
    }
  }
}

extension Finding {
  /// The most common name of the problem: its CVE id, or else its first id, or else the scanner's rule.
  package var primaryName: String { Reports.primaryName(of: ids) ?? ruleId }

  /// Reachability with its evidence, `reachable (called-with-trace, govulncheck)`; nil when no tool analysed it.
  fileprivate var reach: String? {
    guard reachability != .unknown else { return nil }
    guard let grounds = reachabilityEvidence.first else { return reachability.rawValue }
    return "\(reachability.rawValue) (\(grounds.level), \(grounds.tool))".displayText(limit: 120)
  }
}

extension Component {
  /// The short name of the component: for Maven, the artifact without its group.
  fileprivate var shortName: String {
    guard let purl, purl.type == "maven" else { return name }
    return purl.name
  }
}

extension Owners {
  /// The owners in a sentence: `owner @acme/payments`, `no owner`.
  var sentence: String { names.isEmpty ? heading.who : "owner \(heading.who)" }

  /// The heading for the findings of one owner: the owner, and the CODEOWNERS rules that name it.
  var heading: (who: String, why: String) {
    guard let position else { return ("no owner", "no line of CODEOWNERS matches") }
    let others = entries.dropFirst().compactMap { $0.at.line.map { ", \($0)" } }.joined()
    let rules = "\(position.description)\(others)".displayText()
    return names.isEmpty
      ? ("no owner", "\(rules) names nobody") : (names.joined(separator: " ").displayText(), rules)
  }
}

extension Risk {
  /// Where the file was at the base, and whom its new path would have: `moved from pay/a.py (whose owners count; the new
  /// path has @acme/toys)`. Nil when the change does not move it.
  var moveSentence: String? { move?.sentence(besides: owners) }
}

extension Move {
  /// Where the file was, and whom its new path would have if these are not the owners.
  func sentence(besides owners: Owners) -> String {
    let names = ownersAtNewPath.names
    if names == owners.names { return "moved from \(from)".displayText() }
    let other = names.isEmpty ? "no owner" : names.joined(separator: " ")
    return "moved from \(from), whose owners count; the new path has \(other)".displayText()
  }
}
