import Model

extension Condition {
  static let cwe = Condition(
    "cwe", "Which weakness it is, by CWE number. Unknown where no witness names one.", .oneOrMany(Reader<Int>.count),
    says: { $0.map { "CWE-\($0)" }.joined(separator: " or ") },
    actual: { $0.finding.cwes.isEmpty ? "unknown" : $0.finding.cwes.map { "CWE-\($0)" }.joined(separator: " ") },
    examples: [.holds("[79, 89]", "cwe: [89]"), .fails("89", "cwe: [79]"), .unknown("[89]", "kind: sast")],
    test: { wanted, facts in
      if facts.finding.cwes.isEmpty { return .unknown }
      guard facts.finding.cwes.contains(where: wanted.contains) else { return .no }
      // A weakness that only some witnesses name must not grant an exception to what the others say.
      return facts.across { witness in witness.cwes.contains(where: wanted.contains) } == .yes ? .yes : facts.mixed
    })
}
