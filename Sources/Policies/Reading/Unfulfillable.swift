import Documents
import Model
import Settings

/// What a policy asks for that no report can give: a kind that a scanner does not look for, or an age of reports that do not
/// state a time.
struct Unfulfillable {
  private let scanners: KnownScanners
  private let files: [YAMLNode]

  init(_ scanners: KnownScanners, in files: [YAMLNode]) { (self.scanners, self.files) = (scanners, files) }

  /// Warnings about evidence that no report can be, and about rules, exceptions and deadlines that can never apply.
  func warnings(about policy: Policy) -> [Diagnostic] {
    let evidence = policy.requirements.flatMap { requirement in
      requirement.tools.compactMap { warning(about: requirement, of: $0) }
    }
    let conditions =
      policy.rules.map(\.condition) + policy.exceptions.map(\.condition)
      + (policy.deadlines?.tighten.map(\.when) ?? [])
    return evidence + conditions.flatMap { warnings(about: $0) }
  }

  /// Notes about ages of reports that only a side-car can state, and about findings that nobody can waive.
  func advice(about policy: Policy) -> [Diagnostic] {
    agesUnstated(in: policy) + [unwaivable(policy.waiverTerms.longest)].compactMap(\.self)
  }

  private func unwaivable(_ longest: WaiverTerm) -> Diagnostic? {
    let names = Severity.names.filter { !longest.allows(Severity(name: $0)) }
    guard !names.isEmpty, let node = files.lazy.compactMap({ $0.child("waivers")?.child("longest") }).first else {
      return nil
    }
    return diagnostic(
      .note, at: node.position, "findings of severity \(names.joined(separator: ", ")) cannot be waived",
      because: ["a severity that `longest` does not name has the term of the next higher one that it names"],
      help: "name a term for \(names[0]) findings if they may be waived")
  }

  private func agesUnstated(in policy: Policy) -> [Diagnostic] {
    policy.requirements.filter { $0.maxAge != nil }.flatMap { requirement in
      requirement.tools.filter(scanners.undated.contains).map { tool in
        diagnostic(
          .note, at: requirement.at, "reports of \(tool) do not say when they were made, which `max-age` asks for",
          because: ["a report without a time counts as too old"],
          help: "write a side-car with `finished`; `gatehouse record -- \(tool) …` runs the scanner and writes it")
      }
    }
  }

  private func warning(about requirement: Policy.Requirement, of tool: String) -> Diagnostic? {
    guard let kinds = scanners.kinds[tool], !kinds.contains(requirement.kind) else { return nil }
    return diagnostic(
      at: requirement.at, "no report of \(tool) can be the \(requirement.kind.rawValue) report that is required",
      because: [looksFor(tool, kinds)],
      help: "name another scanner or another kind; as it is, every verdict is undecided")
  }

  // MARK: - Conditions

  /// Warnings about parts of an expression that cannot hold together: a kind, and scanners none of which looks for it.
  ///
  /// - Parameters:
  ///   - outer: The predicates that must hold as well. What is inside of `not` is passed over, because it may well be false.
  private func warnings(about expression: Expression, with outer: [Predicate] = []) -> [Diagnostic] {
    switch expression {
    case .not: return []
    case .predicate(let predicate): return warning(about: [predicate], with: outer).map { [$0] } ?? []
    case .any(let parts): return parts.flatMap { warnings(about: $0, with: outer) }
    case .all(let parts):
      let own = parts.compactMap { if case .predicate(let predicate) = $0 { predicate } else { nil } }
      let nested = parts.filter { if case .predicate = $0 { false } else { true } }
      if let warning = warning(about: own, with: outer) { return [warning] }
      return nested.flatMap { warnings(about: $0, with: outer + own) }
    }
  }

  private func warning(about own: [Predicate], with outer: [Predicate]) -> Diagnostic? {
    let all = outer + own
    guard let tool = all.last(where: { $0.condition == "tool" }),
      let kind = all.last(where: { $0.condition == "kind" }),
      own.contains(tool) || own.contains(kind)
    else { return nil }
    let (names, kinds) = (tool.words, kind.words)
    let known = names.compactMap { scanners.kinds[$0] }
    guard known.count == names.count, !known.contains(where: { $0.contains { kinds.contains($0.rawValue) } }) else {
      return nil
    }
    return diagnostic(
      at: tool.at, "no finding of \(names.joined(separator: " or ")) is of the kind \(kinds.joined(separator: " or "))",
      because: zip(names, known).map { looksFor($0, $1) },
      help:
        "name another scanner or another kind; as it is, this can apply at most to findings that several scanners report"
    )
  }

  // MARK: - Messages

  private func looksFor(_ tool: String, _ kinds: Set<Observation.Kind>) -> String {
    "\(tool) reports \(kinds.map(\.rawValue).sorted().joined(separator: ", "))"
  }

  private func diagnostic(
    _ severity: Diagnostic.Severity = .warning, at position: SourcePosition, _ text: String, because: [String],
    help: String
  ) -> Diagnostic {
    let node = files.lazy.compactMap { $0.node(at: position) }.first
    var diagnostic =
      node?.diagnostic(.policyUnfulfillable, text, because: because, help: help)
      ?? Diagnostic(.policyUnfulfillable, text, at: position, because: because, help: help)
    diagnostic.severity = severity
    return diagnostic
  }
}

extension Predicate {
  fileprivate var words: [String] {
    tests.flatMap(\.values).compactMap { if case .word(let word) = $0 { word } else { nil } }
  }
}
