/// What a policy says of the severities of scanners: what their words mean, and how severe the results of their rules are.
///
/// It applies to each observation by itself. A finding that several scanners report keeps the highest of their severities.
package struct SeverityMapping: Hashable, Sendable {
  /// By scanner, as policies name it.
  package private(set) var byTool: [String: OfTool] = [:]

  package init() {}

  package var isEmpty: Bool { byTool.isEmpty }

  /// What is said of one scanner.
  package struct OfTool: Hashable, Sendable {
    /// By word in lower case; an inner nil means "unknown".
    package var words: [String: Severity?] = [:]
    package var rules: [OfRules] = []

    /// The severity of a rule's results by the most specific pattern that matches its id: an exact id before patterns, then the
    /// pattern with more characters besides `*`, then the higher severity. So the order in the policy has no meaning. Nil when no
    /// pattern matches; the inner nil is "unknown".
    package func severity(ofRule id: String) -> Severity?? {
      rules.lazy.filter { $0.pattern.matches(id) }.max { $0.rank.lexicographicallyPrecedes($1.rank) }.map(\.severity)
    }
  }

  /// The severity of all results of some rules.
  package struct OfRules: Hashable, Sendable {
    package let pattern: RulePattern
    /// Nil for "unknown".
    package let severity: Severity?

    package init(_ pattern: String, _ severity: Severity?) {
      (self.pattern, self.severity) = (RulePattern(pattern), severity)
    }

    /// The order by which the most specific pattern is chosen. An unknown severity is as strict as a high one, but not as a
    /// critical one.
    fileprivate var rank: [Int] {
      let literals = pattern.text.utf8.count { $0 != UInt8(ascii: "*") }
      let strictness = severity.map { Int($0.rawValue) * 2 } ?? Int(Severity.high.rawValue) * 2 + 1
      return [literals == pattern.text.utf8.count ? 1 : 0, literals, strictness]
    }
  }

  package mutating func set(_ severity: Severity?, ofWord word: String, of tool: String) {
    byTool[tool, default: OfTool()].words[word] = .some(severity)
  }

  package mutating func set(_ severity: Severity?, ofRules pattern: String, of tool: String) {
    byTool[tool, default: OfTool()].rules.append(OfRules(pattern, severity))
  }
}
