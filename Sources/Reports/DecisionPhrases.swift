import Console
import Model

// Sentences about a decision that all outputs for people share. Values in them are made printable by `displayText`.

extension Decision {
  /// The rules that deny a finding, in the order of the policy.
  var blockingRules: [Rule] {
    var denying: Set<Int> = []
    for judgement in blocking {
      for outcome in judgement.outcome.rules where outcome.effect(of: rules[outcome.rule].effect) == .deny {
        denying.insert(outcome.rule)
      }
    }
    return denying.sorted().map { rules[$0] }
  }

  var blocking: some Sequence<Judgement> { judged(.deny).map { judgements[$0] } }
  var blockingCount: Int { judged(.deny).count { _ in true } }
  var warned: some Sequence<Judgement> { judged(.warn).map { judgements[$0] } }
  var warnedCount: Int { judged(.warn).count { _ in true } }

  /// The positions of the judgements with an effect. Positions are used because judgements are large to copy.
  func judged(_ effect: Effect) -> LazyFilterSequence<Range<Int>> {
    judgements.indices.lazy.filter { judgements[$0].effect == effect }
  }

  /// How many findings are left out, by newness: `41 more: 3 introduced, 38 inherited`.
  func leftOut(_ positions: some Collection<Int>) -> String {
    "\(grouped(positions.count)) more: \(counts(positions))"
  }

  /// How many findings there are of each newness: `3 introduced, 38 inherited`.
  func counts(_ positions: some Collection<Int>) -> String {
    var counts: [Newness: Int] = [:]
    for position in positions { counts[judgements[position].risk.newness.newness, default: 0] += 1 }
    return newnessWords.compactMap { newness, word in counts[newness].map { "\(grouped($0)) \(word)" } }
      .joined(separator: ", ")
  }

  var suppressed: [Judgement] { judgements.filter(\.isSuppressed) }
  package var errors: [Diagnostic] { diagnostics.filter { $0.severity == .error } }

  /// Warnings that are printed individually. VEX statements and waivers that match nothing are only counted.
  var notices: [Diagnostic] { diagnostics.filter { $0.severity == .warning && !$0.isUnused } }
  /// Warnings about VEX statements and waivers that match nothing.
  var unused: [Diagnostic] { diagnostics.filter(\.isUnused) }

  /// The verdict as one sentence.
  package var headline: String {
    let count = blockingCount
    switch verdict {
    case .pass: return judgements.isEmpty ? "nothing was found" : "nothing blocks this change"
    case .fail:
      let findings = "\(plural(count, "finding")) \(count == 1 ? "blocks" : "block") this change"
      guard isBreaking else { return findings }
      return "with this change merged, nothing could be judged" + (count == 0 ? "" : "; \(findings)")
    case .undecided:
      if let preview { return "not judged; preview by the policy of this change: \(preview.rawValue)" }
      let inputs = errors.count
      let why = [
        gaps.isEmpty ? "" : "\(plural(gaps.count, "piece")) of evidence \(gaps.count == 1 ? "is" : "are") missing",
        inputs == 0 ? "" : "\(plural(inputs, "input")) \(inputs == 1 ? "is" : "are") invalid",
      ].filter { !$0.isEmpty }
      let sentence = why.isEmpty ? "this change cannot be judged" : why.joined(separator: ", ")
      return sentence + (count == 0 ? "" : "; \(plural(count, "finding")) would block")
    }
  }

  /// Whether the change is refused because it leaves a policy that cannot be read.
  private var isBreaking: Bool { errors.contains { $0.code == .policyBroken } }

  /// The comparison, the policy and the date: `main@41d09aa ← 8f3c2e1`, `policy payments`, `2026-11-22`.
  var comparisonFacts: [String] {
    let compared = [base.map(\.name), head.map(\.shortName)].compactMap { $0 }.joined(separator: " ← ")
    let names = policies.map { $0.name.displayText(limit: 80) }.joined(separator: " + ")
    return [compared, names.isEmpty ? "" : "policy \(names)", now.day.description].filter { !$0.isEmpty }
  }

  /// The steps from all observations to the blocking findings: `10,000 observations from 2 tools`, `7,012 findings`, …
  /// `3 block`. The list ends at the first zero.
  func funnelSteps(toolsNamed: Bool = true) -> [String] {
    let end = funnel.firstIndex { $0.count == 0 } ?? funnel.endIndex
    var steps = funnel.prefix(end + 1).map(\.words)
    if let first = steps.first, let sources = sources(named: toolsNamed) { steps[0] = "\(first) \(sources)" }
    return steps
  }

  /// The sources of the observations: `from semgrep and trivy`, `(1 report could not be
  /// read)`; nil when no report was read.
  ///
  /// Tool names come from reports. When they would need escaping, only their number is given.
  private func sources(named: Bool) -> String? {
    let unread = evidence.count { $0.format == "unknown" && $0.state == .failed }
    if unread > 0 { return "(\(plural(unread, "report")) could not be read)" }
    let tools = Set(evidence.map { ($0.tool ?? $0.format).displayText(limit: 40) }).sorted()
    return tools.isEmpty ? nil : "from " + (named && tools.count <= 4 ? enumerated(tools) : plural(tools.count, "tool"))
  }

  /// What was suppressed by what, and what matches nothing: `suppressed: 11 by VEX, 4 by waiver`, `2 statements or
  /// waivers match nothing`. Facts with a count of zero are left out.
  var suppressionFacts: [String] {
    var counts: [Suppression.Kind: Int] = [:]
    for index in judgements.indices {
      if let kind = judgements[index].suppressedBy?.kind { counts[kind, default: 0] += 1 }
    }
    let parts = Suppression.Kind.allCases.compactMap { kind in counts[kind].map { "\(grouped($0)) by \(kind.word)" } }
    let idle = unused.count
    return [
      parts.isEmpty ? "" : "suppressed: " + parts.joined(separator: ", "),
      idle == 0
        ? ""
        : "\(plural(idle, "statement or waiver", "statements or waivers")) \(idle == 1 ? "matches" : "match") nothing",
    ].filter { !$0.isEmpty }
  }
}

/// The words for numbers of findings, in the order in which findings are shown.
private let newnessWords: [(Newness, String)] = [
  (.introduced, "introduced"), (.surfaced, "surfaced"), (.unknown, "of unknown newness"), (.inherited, "inherited"),
  (.resolved, "resolved"),
]

extension FunnelStep {
  fileprivate var words: String {
    let (number, isOne) = (grouped(count), count == 1)
    return switch step {
    case "observations": count == 0 ? "no observations" : plural(count, "observation")
    case "findings": plural(count, "finding")
    case "not-suppressed": "\(number) not suppressed"
    case "matched": "\(number) \(isOne ? "matches" : "match") a rule"
    case "blocking": "\(number) \(isOne ? "blocks" : "block")"
    default: "\(number) \(step.displayText(limit: 40))"
    }
  }
}

extension Suppression.Kind {
  /// The kind in a sentence: `VEX` in `11 by VEX`.
  package var word: String {
    switch self {
    case .vex: "VEX"
    case .waiver, .exception, .baseline, .tool: rawValue
    }
  }
}

extension Diagnostic {
  var isUnused: Bool { code == .vexUnused || code == .waiverUnused }
}

extension Revision {
  var shortName: String { commit.map { String($0.prefix(7)).neutralized() } ?? "index" }

  /// The branch and the short id, `main@41d09aa`, or only the short id when no ref was named.
  var name: String {
    guard let ref else { return shortName }
    let branch = ref.split(separator: "/").dropFirst(2).joined(separator: "/")
    return (branch.isEmpty ? ref : branch).displayText(limit: 80) + "@" + shortName
  }
}
