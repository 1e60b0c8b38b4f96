import Model
import Settings

extension Condition {
  static let reachability = Condition(
    "reachability",
    "Whether the vulnerable code can be executed, by an analysis. Without a complete analysis it is unknown, never "
      + "unreachable. Each tool is asked for itself: rules need one tool that matches, exceptions one whose own analysis "
      + "matches and none that contradicts it.",
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
      .holds("{ is: [reachable, unknown] }", "reachability: { is: unreachable, complete: false }"),
      .holds(
        "{ is: unreachable, scope: direct }", "reachability: { is: unreachable, level: called, scope: transitive }"),
      .unknown(
        "{ is: unreachable, scope: transitive }", "reachability: { is: unreachable, level: called, scope: direct }"),
    ],
    parse: { Claim($0) }, test: { claim, context, partialMatch in claim.holds(for: context.finding, partialMatch) })
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

extension AnalysisMethod {
  /// The rank of a level of evidence: code of one level is also of all lower levels. Nil for an unknown level.
  static func rank(of level: String) -> Int? {
    [["required"], ["linked"], ["imported"], ["loaded"], callGraph.levels].firstIndex { $0.contains(level) }
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

  func holds(for finding: Finding, _ partialMatch: Truth) -> Truth {
    let analysed = finding.observations.filter { known($0) != .unknown }
    guard !analysed.isEmpty else { return words.contains(.unknown) ? .yes : .unknown }
    let answers = analysed.map(answer)
    if partialMatch == .yes { return Truth.any(answers) }
    let confirming = zip(analysed, answers).filter { $1 == .yes }.map(\.0)
    for (observation, answer) in zip(analysed, answers) where answer == .no {
      if confirming.allSatisfy({ contradicts(observation, $0) }) { return .no }
    }
    return confirming.isEmpty ? .unknown : .yes
  }

  /// The reachability that an observation shows. An analysis of only a part of the code cannot prove that code is
  /// unreachable.
  private func known(_ observation: Observation) -> Reachability {
    let isPartial = observation.reachabilityEvidence?.isComplete == false
    return observation.reachability == .unreachable && isPartial ? .unknown : observation.reachability
  }

  /// Whether an analysed observation matches by its own evidence.
  private func answer(_ observation: Observation) -> Truth {
    guard words.contains(known(observation)) else { return .no }
    if methods == nil, scope == nil { return .yes }
    return observation.reachabilityEvidence.map(isSufficient) == true ? .yes : .unknown
  }

  /// Whether an observation that does not match contradicts one that does. That code is imported does not contradict
  /// that it is never called, but it contradicts that it is not imported.
  private func contradicts(_ other: Observation, _ confirming: Observation) -> Bool {
    guard known(other) == .present, known(confirming) == .unreachable,
      let seen = other.reachabilityEvidence.flatMap({ AnalysisMethod.rank(of: $0.level) }),
      let denied = confirming.reachabilityEvidence.flatMap({ AnalysisMethod.rank(of: $0.level) })
    else { return true }
    return seen >= denied
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
