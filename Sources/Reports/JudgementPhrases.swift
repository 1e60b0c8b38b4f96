import Model

// What is said of one finding, in the words that all outputs for people share. Text of strangers is made inert here.

extension Judgement {
  /// What is wrong, in one line: the vulnerability and its package, or the scanner's title with its CWE.
  var what: String {
    let finding = risk.finding
    if finding.kind.isDependency, let component = finding.component {
      let version = component.version.map { " \($0)" } ?? ""
      return "\(finding.primaryName) in \(component.shortName)\(version)".displayText(limit: 200)
    }
    let title = (finding.title.isEmpty ? finding.ruleId : finding.title).displayText(limit: 120)
    guard let weakness = finding.cwes.first, !finding.title.utf8.contains(weaknessMark) else { return title }
    return "\(title) (CWE-\(weakness))"
  }

  /// Where it is: `services/pay/a.py:41`.
  var place: String { risk.finding.location.description.displayText(limit: 1000) }

  /// Whether this change brought it, or how late it is.
  func since(on today: Day) -> String {
    switch risk.newness.newness {
    case .introduced: "introduced by this change"
    case .surfaced: "surfaced: same code, new knowledge"
    case .inherited: lateness(on: today) ?? "here before this change"
    case .resolved: "resolved by this change"
    case .unknown: "counts as new"
    }
  }

  /// `9 days past its deadline`; nil while it is in time.
  private func lateness(on today: Day) -> String? {
    guard let due, due < today else { return nil }
    return "\(plural(today - due, "day")) past its deadline"
  }

  /// What people ask next: how dangerous, who saw it, since when, until when.
  func facts(on today: Day) -> [String] {
    let finding = risk.finding
    return [
      finding.isKnownExploited == true ? "known exploited" : nil,
      finding.epss.map { "EPSS \(percent($0))" },
      finding.reach, observations, firstSeen,
      deadline(on: today),
    ].compactMap { $0 }
  }

  /// `due 2026-12-01`; nil where `since` says how late it is.
  private func deadline(on today: Day) -> String? {
    guard let due else { return nil }
    if due >= today { return "due \(due)" }
    return risk.newness.newness == .inherited ? nil : "was due \(due)"
  }

  /// `trivy`, `grype and trivy agree`, `grype says high and trivy critical: the highest stands`.
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
    let said = tools.map { "\($0) \((stated[$0] ?? nil).name)" }
    return "severity disputed (\(said.joined(separator: ", "))), the highest stands"
  }

  private var firstSeen: String? {
    let day = risk.firstSeen.time.day
    switch risk.firstSeen.source {
    case .ledger: return "first seen \(day) (ledger)"
    case .report: return "first seen \(day) (report)"
    case .atLeastSince: return "here at least since \(day)"
    case .now: return nil
    }
  }

}

extension Decision {
  /// The rules that gave the effect: `rule no-new-high (.gatehouse/policy.yaml:12)`, and what almost changed it, why it did
  /// not, and where that is written.
  func why(_ judgement: Judgement) -> (rules: [String], considered: [String]) {
    let reasons = reasons(for: judgement)
    return (reasons.ruleLines(for: judgement.effect), reasons.considered)
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
      let place = reason.at.map { " (\($0.pointer == nil ? SourcePosition(file: $0.file, line: $0.line) : $0))" } ?? ""
      return reason.text.displayText() + place.displayText(limit: 300)
    }
  }
}

private let weaknessMark = "CWE-".utf8

extension String.UTF8View {
  fileprivate func contains(_ mark: String.UTF8View) -> Bool {
    guard count >= mark.count else { return false }
    return indices.contains { self[$0...].starts(with: mark) }
  }
}

/// The higher of two severities that somebody stated.
func worse(_ one: Severity?, _ other: Severity?) -> Severity? {
  guard let one, let other else { return one ?? other }
  return max(one, other)
}

extension Reason {
  fileprivate func gives(_ effect: Effect) -> Bool {
    switch code {
    case .ruleMatched, .ruleUnknown: true
    // A rule that is not in force yet warns, so it never blocked anything.
    case .ruleNotInForce: effect == .warn
    default: false
    }
  }

  /// `, as severity is unknown`, of a rule that counts the unknown as true.
  fileprivate var unknowns: String {
    guard code == .ruleUnknown else { return "" }
    let names = trace.filter { $0.outcome == .unknown }.map(\.condition)
    return ", as \(names.isEmpty ? "a fact" : names.joined(separator: ", ")) is unknown"
  }

  var isNearMiss: Bool {
    switch code {
    case .vexNotApplied, .vexConflict, .vexNotTrusted, .vexStale, .vexFromFuture, .waiverExpired, .waiverTooLong,
      .waiverNotInForce, .waiverNotAuthorized, .waiverInvalid:
      true
    // An exception of which nothing holds is not near.
    case .exceptionNotApplied: trace.contains { $0.outcome == .yes }
    default: false
    }
  }
}

extension Finding {
  /// The name people know the problem by: the CVE where there is one.
  package var primaryName: String { ids.first { $0.hasPrefix("CVE-") } ?? ids.first ?? ruleId }

  /// `reachable (called-with-trace, govulncheck)`; nil while nobody has looked.
  fileprivate var reach: String? {
    guard reachability != .unknown else { return nil }
    guard let grounds = reachabilityEvidence.first else { return reachability.rawValue }
    return "\(reachability.rawValue) (\(grounds.level), \(grounds.tool))".displayText(limit: 120)
  }
}

extension Component {
  /// A Maven group is long and says little more; the artifact is what people call the package by.
  fileprivate var shortName: String {
    guard let purl, purl.type == "maven" else { return name }
    return purl.name
  }
}

extension Owners {
  /// `owner @acme/payments`, `no owner`.
  var sentence: String { names.isEmpty ? heading.who : "owner \(heading.who)" }

  /// The heading of a group: who, and the line that says so.
  var heading: (who: String, why: String) {
    switch self {
    case .owned(let names, let place): (names.joined(separator: " ").displayText(), place.description.displayText())
    case .cleared(let place): ("no owner", "\(place.description.displayText()) names nobody")
    case .unmatched: ("no owner", "no line of CODEOWNERS matches")
    }
  }
}
