import Model

extension Condition {
  static let reachability = Condition(
    "reachability", "Whether the vulnerable code can run, as evidence says. No analysis is unknown, never unreachable.",
    .claim,
    says: \.description,
    actual: { facts in
      let grounds = facts.finding.reachabilityEvidence.map { "\($0.tool): \($0.level)" }
      return ([facts.finding.reachability.rawValue] + grounds).joined(separator: ", ")
    },
    examples: [
      .holds("{ is: unreachable }", "reachability: unreachable"),
      .fails("{ is: unreachable }", "reachability: reachable"),
      .unknown("{ is: unreachable }", "kind: sca"), .holds("{ is: [unreachable, unknown] }", "kind: sca"),
      .holds("{ is: unreachable, by: [call-graph] }", "reachability: { is: unreachable, level: called }"),
      .unknown("{ is: unreachable, by: [call-graph] }", "reachability: { is: unreachable, level: imported }"),
      .unknown("{ is: unreachable }", "reachability: { is: unreachable, level: called, complete: false }"),
      .holds(
        "{ is: unreachable, scope: direct }", "reachability: { is: unreachable, level: called, scope: transitive }"),
      .unknown(
        "{ is: unreachable, scope: transitive }", "reachability: { is: unreachable, level: called, scope: direct }"),
    ],
    test: { wanted, facts in wanted.holds(for: facts.finding) })
}

/// What is claimed, and on what grounds.
private struct Claim: Sendable, CustomStringConvertible {
  var words: [Reachability]
  var grounds: [Ground]?
  var scope: Scope?

  /// The ways to look, and the levels of evidence that each gives.
  enum Ground: String, CaseIterable, Sendable {
    case callGraph = "call-graph"
    case imports, linkage, runtime

    var levels: [String] {
      switch self {
      case .callGraph: ["called-with-trace", "called"]
      case .imports: ["imported"]
      case .linkage: ["linked", "required"]
      case .runtime: ["loaded"]
      }
    }
  }

  enum Scope: String, CaseIterable, Sendable { case direct, transitive }

  func holds(for finding: Finding) -> Truth {
    guard words.contains(finding.reachability) else { return finding.reachability == .unknown ? .unknown : .no }
    if finding.reachability == .unknown { return .yes }
    // An analysis that saw only a part of the code cannot say that something never runs.
    let evidence = finding.reachabilityEvidence
    if finding.reachability == .unreachable, evidence.contains(where: { $0.isComplete == false }) { return .unknown }
    if grounds == nil, scope == nil { return .yes }
    return evidence.contains(where: isGood) ? .yes : .unknown
  }

  private func isGood(_ evidence: ReachabilityEvidence) -> Bool {
    let isLevel = grounds.map { $0.contains { $0.levels.contains(evidence.level) } } ?? true
    // Who looked at transitive dependencies looked at the direct ones too.
    let isScope =
      scope.map { evidence.scope == $0.rawValue || ($0 == .direct && evidence.scope == "transitive") } ?? true
    return isLevel && isScope
  }

  var description: String {
    words.map(\.rawValue).joined(separator: " or ")
      + (grounds.map { " by " + $0.map(\.rawValue).joined(separator: " or ") } ?? "")
      + (scope.map { " in \($0.rawValue) dependencies" } ?? "")
  }
}

extension Reader where Value == Claim {
  fileprivate static let claim: Reader<Claim> = Reader.mapping("reachability") { fields in
    let words = fields.required(
      "is", .oneOrMany(Reader<Reachability>.word("reachability", Reachability.allCases)), "One of these.",
      example: "unreachable")
    let grounds = fields.optional(
      "by", .oneOrMany(Reader<Claim.Ground>.word("way to look", Claim.Ground.allCases)),
      "Only on the word of such an analysis.")
    let scope = fields.optional("scope", .word("scope", Claim.Scope.allCases), "Only if it looked that far.")
    return words.map { Claim(words: $0, grounds: grounds, scope: scope) }
  }
}
