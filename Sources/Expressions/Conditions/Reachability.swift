import Model
import Settings

extension Condition {
  static let reachability = Condition(
    "reachability",
    "Whether the vulnerable code can be executed, by an analysis. "
      + "Without an analysis it is unknown, never unreachable.",
    reads: Field("reachability", .word), as: .claim,
    actual: { context in
      let evidence = context.finding.reachabilityEvidence.map { "\($0.tool): \($0.level)" }
      return ([context.finding.reachability.rawValue] + evidence).joined(separator: ", ")
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
    parse: { Claim($0) }, test: { claim, context, _ in claim.holds(for: context.finding) })
}

/// A method of reachability analysis, and the levels of evidence that it gives.
private enum AnalysisMethod: String, CaseIterable, Sendable {
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

private enum AnalysisScope: String, CaseIterable, Sendable { case direct, transitive }

/// A test of the reachability: the accepted values, and the analysis that must confirm them.
private struct Claim: Sendable {
  let words: [Reachability]
  let methods: [AnalysisMethod]?
  let scope: AnalysisScope?

  init?(_ tests: [FieldTest]) {
    guard let words = tests.words() else { return nil }
    self.words = words.compactMap(Reachability.init)
    methods = tests.words(.by).map { $0.compactMap(AnalysisMethod.init) }
    scope = tests.words(.scope)?.first.flatMap(AnalysisScope.init)
  }

  func holds(for finding: Finding) -> Truth {
    guard words.contains(finding.reachability) else { return finding.reachability == .unknown ? .unknown : .no }
    if finding.reachability == .unknown { return .yes }
    // An analysis of only a part of the code cannot prove that the code is unreachable.
    let evidence = finding.reachabilityEvidence
    if finding.reachability == .unreachable, evidence.contains(where: { $0.isComplete == false }) { return .unknown }
    if methods == nil, scope == nil { return .yes }
    return evidence.contains(where: isSufficient) ? .yes : .unknown
  }

  private func isSufficient(_ evidence: ReachabilityEvidence) -> Bool {
    let isLevel = methods.map { $0.contains { $0.levels.contains(evidence.level) } } ?? true
    // An analysis of transitive dependencies includes the direct ones.
    let isScope =
      scope.map { evidence.scope == $0.rawValue || ($0 == .direct && evidence.scope == "transitive") } ?? true
    return isLevel && isScope
  }
}

extension ConfigDecoder where Value == [FieldTest] {
  fileprivate static let claim: ConfigDecoder<[FieldTest]> = ConfigDecoder.mapping("reachability") { fields in
    let words = fields.decode(
      "is", .oneOrMany(ConfigDecoder<Reachability>.word("reachability", Reachability.allCases)), "The accepted values.",
      example: "unreachable")
    let methods = fields.decodeIfPresent(
      "by", .oneOrMany(ConfigDecoder<AnalysisMethod>.word("method of analysis", AnalysisMethod.allCases)),
      "The methods of analysis whose evidence is accepted.")
    let scope = fields.decodeIfPresent(
      "scope", .word("scope", AnalysisScope.allCases), "The dependencies that the analysis must at least cover.")
    return words.map { words in
      [FieldTest(.oneOf, words.map { .word($0.rawValue) })]
        + (methods.map { [FieldTest(.by, $0.map { .word($0.rawValue) })] } ?? [])
        + (scope.map { [FieldTest(.scope, [.word($0.rawValue)])] } ?? [])
    }
  }
}
