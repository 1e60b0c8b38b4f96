import Documents
import Model

// What is said of a decision, in the words that all outputs for people share. Text of reports is made inert here.

extension Decision {
  var blocking: [Judgement] { judgements.filter { $0.effect == .deny } }
  var warned: [Judgement] { judgements.filter { $0.effect == .warn } }
  var setAside: [Judgement] { judgements.filter { $0.suppressedBy != nil } }
  var errors: [Diagnostic] { diagnostics.filter { $0.severity == .error } }
  var warnings: [Diagnostic] { diagnostics.filter { $0.severity == .warning } }

  /// One sentence that answers: may this change pass?
  var headline: String {
    let count = blocking.count
    switch verdict {
    case .pass: return judgements.isEmpty ? "nothing was found" : "nothing blocks this change"
    case .fail: return count == 1 ? "1 finding blocks this change" : "\(plural(count, "finding")) block this change"
    case .undecided:
      let why = [
        gaps.isEmpty ? nil : "\(plural(gaps.count, "piece")) of evidence \(gaps.count == 1 ? "is" : "are") not there",
        errors.isEmpty ? nil : "\(plural(errors.count, "input")) cannot be taken",
      ].compactMap { $0 }.joined(separator: " and ")
      return "cannot decide: \(why)" + (count == 0 ? "" : "; \(plural(count, "finding")) would block")
    }
  }

  /// `main@41d09aa ← 8f3c2e1 · policy payments · 2026-11-22`.
  var scene: String {
    let compared = [base.map(\.name), head.map(\.shortName)].compactMap { $0 }.joined(separator: " ← ")
    let names = policies.map { $0.name.inert() }.joined(separator: " + ")
    return [compared, names.isEmpty ? "" : "policy \(names)", now.day.description].filter { !$0.isEmpty }
      .joined(separator: " · ")
  }

  /// `10,000 said → 7,012 distinct → 3 block`.
  var funnelLine: String {
    let words = [
      "observations": "said", "findings": "distinct", "not-set-aside": "not set aside", "concerned": "meet a rule",
      "blocking": "block",
    ]
    return funnel.map { "\(grouped($0.count)) \(words[$0.step] ?? $0.step)" }.joined(separator: " → ")
  }

  /// `set aside: 11 by VEX, 4 by waiver`; nil when nothing is.
  var setAsideLine: String? {
    let counts = Dictionary(grouping: setAside) { $0.suppressedBy?.kind }.mapValues(\.count)
    let parts = Suppression.Kind.allCases.compactMap { kind in
      counts[kind].map { "\(grouped($0)) by \(kind == .vex ? "VEX" : kind.rawValue)" }
    }
    let unused = diagnostics.count { $0.code == .vexUnused || $0.code == .waiverUnused }
    let dead = unused == 0 ? nil : "\(plural(unused, "statement or waiver", "statements or waivers")) match\(unused == 1 ? "es" : "") nothing"
    guard !parts.isEmpty || dead != nil else { return nil }
    let aside = parts.isEmpty ? nil : "set aside: " + parts.joined(separator: ", ")
    return [aside, dead].compactMap { $0 }.joined(separator: "; ")
  }
}

extension Revision {
  var shortName: String { commit.map { String($0.prefix(7)) } ?? "index" }

  /// `main@41d09aa`, or the short id alone.
  var name: String {
    guard let ref else { return shortName }
    let branch = ref.split(separator: "/").dropFirst(2).joined(separator: "/")
    return (branch.isEmpty ? ref : branch).inert() + "@" + shortName
  }
}

extension Judgement {
  /// What is wrong, in one line: the vulnerability and its package, or the scanner's title with its CWE.
  var what: String {
    let finding = risk.finding
    if finding.kind.isDependency, let component = finding.component {
      return "\(finding.primaryName) in \(component.name) \(component.version ?? "")".inert().trimmed
    }
    let title = finding.title.inert().clipped(to: 120)
    let weakness = finding.cwes.first.map { " (CWE-\($0))" } ?? ""
    return title.contains("CWE-") ? title : title + weakness
  }

  /// Where it is: `services/pay/a.py:41`.
  var place: String { risk.finding.location.description.inert() }

  /// Whether this change brought it, and how long it may stay.
  var since: String {
    switch risk.newness.newness {
    case .introduced: "introduced by this change"
    case .surfaced: "surfaced: same code, new knowledge"
    case .inherited: deadline ?? "here before this change"
    case .resolved: "resolved by this change"
    case .unknown: "counts as new"
    }
  }

  private var deadline: String? {
    guard isOverdue, let due else { return nil }
    return "past its deadline of \(due)"
  }

  var isOverdue: Bool {
    reasons.contains { $0.trace.contains { $0.condition == "overdue" && $0.outcome == .yes } }
  }

  /// What people ask next: who saw it, when, how dangerous.
  var facts: [String] {
    let finding = risk.finding
    let tools = Set(finding.witnesses.map(\.scan.tool)).sorted().map { $0.inert() }
    return [
      tools.count > 1 ? "\(tools.dropLast().joined(separator: ", ")) and \(tools.last ?? "") agree" : tools.first,
      finding.isSeverityDisputed ? "severity disputed, the highest stands" : nil,
      finding.isKnownExploited == true ? "known exploited" : nil,
      finding.epss.map { "EPSS \(percent($0))" },
      finding.reachability == .unknown ? nil : finding.reachability.rawValue,
      firstSeen, due.map { isOverdue ? "was due \($0)" : "due \($0)" },
    ].compactMap { $0 }
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

  /// The rules that gave the effect: `rule no-new-high (.gatehouse/policy.yaml:12)`.
  var rules: [String] {
    reasons.filter { $0.code == .ruleMatched || $0.code == .ruleUnknown || $0.code == .ruleNotYet }.compactMap { reason in
      guard let rule = reason.rule else { return nil }
      let line = reason.at.map { " (\(Place(file: $0.file, line: $0.line)))" } ?? ""
      let unknown = reason.code == .ruleUnknown ? ", for a fact is unknown" : ""
      return "rule \(rule)\(line)\(unknown)".inert()
    }
  }

  /// What almost changed the outcome: a statement, a waiver, an exception that does not apply, and why.
  var considered: [String] {
    reasons.filter(\.isNearMiss).map { $0.text.inert() }
  }
}

extension Reason {
  var isNearMiss: Bool {
    switch code {
    case .vexNotApplied, .vexConflict, .vexNotTrusted, .vexStale, .vexFromFuture, .waiverExpired, .waiverTooLong,
      .waiverNotAuthorized, .waiverInvalid:
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
}

extension Owners {
  /// The heading of a group: who, and the line that says so.
  var heading: (who: String, why: String) {
    switch self {
    case .owned(let names, let place): (names.joined(separator: " ").inert(), place.description.inert())
    case .cleared(let place): ("no owner", "\(place.description.inert()) clears it")
    case .unmatched: ("no owner", "no CODEOWNERS line matches")
    }
  }
}

extension String {
  var trimmed: String {
    var text = self[...]
    while text.last == " " { text.removeLast() }
    return String(text)
  }
}

/// `3 findings`, `1 finding`.
func plural(_ count: Int, _ one: String, _ many: String? = nil) -> String {
  "\(grouped(count)) \(count == 1 ? one : many ?? one + "s")"
}

/// `10,000`.
func grouped(_ count: Int) -> String {
  var digits = String(count)
  var index = digits.utf8.count - 3
  while index > 0 {
    digits.insert(",", at: digits.index(digits.startIndex, offsetBy: index))
    index -= 3
  }
  return digits
}

private func percent(_ share: Double) -> String {
  let tenths = Int((share * 1000).rounded())
  return "\(tenths / 10).\(tenths % 10) %"
}
