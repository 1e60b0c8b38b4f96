import Console
import Model

// What is said of a decision, in the words that all outputs for people share. Text of strangers is made inert here.

extension Decision {
  var blocking: some Sequence<Judgement> { judged(.deny).map { judgements[$0] } }
  var blockingCount: Int { judged(.deny).count { _ in true } }
  var warned: some Sequence<Judgement> { judged(.warn).map { judgements[$0] } }
  var warnedCount: Int { judged(.warn).count { _ in true } }

  /// Positions, not judgements: a judgement is large, and looking at all of them must not copy each.
  func judged(_ effect: Effect) -> LazyFilterSequence<Range<Int>> {
    judgements.indices.lazy.filter { judgements[$0].effect == effect }
  }

  var setAside: [Judgement] { judgements.filter(\.isSuppressed) }
  var errors: [Diagnostic] { diagnostics.filter { $0.severity == .error } }

  /// Warnings that each deserve a line; what matches nothing is only counted.
  var notices: [Diagnostic] { diagnostics.filter { $0.severity == .warning && !$0.isIdle } }
  /// Statements and waivers that match nothing.
  var idle: [Diagnostic] { diagnostics.filter(\.isIdle) }

  /// One sentence that answers: may this change pass?
  var headline: String {
    let count = blockingCount
    switch verdict {
    case .pass: return judgements.isEmpty ? "nothing was found" : "nothing blocks this change"
    case .fail: return "\(plural(count, "finding")) \(count == 1 ? "blocks" : "block") this change"
    case .undecided:
      let inputs = errors.count
      let why = [
        gaps.isEmpty ? "" : "\(plural(gaps.count, "piece")) of evidence \(gaps.count == 1 ? "is" : "are") not there",
        inputs == 0 ? "" : "\(plural(inputs, "input")) cannot be taken",
      ].filter { !$0.isEmpty }
      let sentence = why.isEmpty ? "this change cannot be judged" : why.joined(separator: ", ")
      return sentence + (count == 0 ? "" : "; \(plural(count, "finding")) would block")
    }
  }

  /// `main@41d09aa ← 8f3c2e1`, `policy payments`, `2026-11-22`.
  var scene: [String] {
    let compared = [base.map(\.name), head.map(\.shortName)].compactMap { $0 }.joined(separator: " ← ")
    let names = policies.map { $0.name.displayText(limit: 80) }.joined(separator: " + ")
    return [compared, names.isEmpty ? "" : "policy \(names)", now.day.description].filter { !$0.isEmpty }
  }

  /// `10,000 said`, `7,012 distinct`, `3 block`: from everything that was said to what blocks, or to nothing.
  var funnelSteps: [String] {
    let end = funnel.firstIndex { $0.count == 0 } ?? funnel.endIndex
    return funnel.prefix(end + 1).map(\.words)
  }

  /// `by semgrep and trivy`; nil when no report was read.
  var sources: String? {
    let tools = Set(evidence.map { ($0.tool ?? $0.format).displayText(limit: 40) }).sorted()
    return tools.isEmpty ? nil : "by " + (tools.count > 4 ? "\(tools.count) tools" : enumerated(tools))
  }

  /// `set aside: 11 by VEX, 4 by waiver`, `2 statements or waivers match nothing`: as far as there is something of the kind.
  var setAsideFacts: [String] {
    var counts: [Suppression.Kind: Int] = [:]
    for index in judgements.indices {
      if let kind = judgements[index].suppressedBy?.kind { counts[kind, default: 0] += 1 }
    }
    let parts = Suppression.Kind.allCases.compactMap { kind in counts[kind].map { "\(grouped($0)) by \(kind.word)" } }
    let dead = idle.count
    return [
      parts.isEmpty ? "" : "set aside: " + parts.joined(separator: ", "),
      dead == 0
        ? ""
        : "\(plural(dead, "statement or waiver", "statements or waivers")) \(dead == 1 ? "matches" : "match") nothing",
    ].filter { !$0.isEmpty }
  }
}

extension FunnelStep {
  fileprivate var words: String {
    let (number, isOne) = (grouped(count), count == 1)
    return switch step {
    case "observations": "\(count == 0 ? "nothing" : number) said"
    case "findings": "\(number) distinct"
    case "not-set-aside": "\(number) not set aside"
    case "concerned": "\(number) \(isOne ? "meets" : "meet") a rule"
    case "blocking": "\(number) \(isOne ? "blocks" : "block")"
    default: "\(number) \(step.displayText(limit: 40))"
    }
  }
}

extension Suppression.Kind {
  /// As it is said: `11 by VEX`.
  var word: String {
    switch self {
    case .vex: "VEX"
    case .waiver, .exception, .baseline, .tool: rawValue
    }
  }
}

extension Diagnostic {
  var isIdle: Bool { code == .vexUnused || code == .waiverUnused }
}

extension Revision {
  var shortName: String { commit.map { String($0.prefix(7)).neutralized() } ?? "index" }

  /// `main@41d09aa`, or the short id alone.
  var name: String {
    guard let ref else { return shortName }
    let branch = ref.split(separator: "/").dropFirst(2).joined(separator: "/")
    return (branch.isEmpty ? ref : branch).displayText(limit: 80) + "@" + shortName
  }
}
