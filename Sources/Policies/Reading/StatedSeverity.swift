import Documents
import Model
import Settings

/// The severity that a policy gives to one severity word of a scanner, or to the results of some of its rules.
struct StatedSeverity: Sendable {
  enum Subject: Hashable, Sendable {
    /// A word in lower case: the case of letters has no meaning. `unknown` stands for every result whose severity is
    /// unknown otherwise: without a word, with a word that means "not rated", or with an unknown word.
    case word(String)
    /// A rule's id, exactly or with `*`.
    case rules(String)
  }

  /// The scanner, as policies name it.
  let tool: String
  let subject: Subject
  /// Nil for "unknown".
  let severity: Severity?
  /// The key in the policy.
  let node: YAMLNode
}

extension ConfigDecoder where Value == [StatedSeverity] {
  /// Decodes `severities`: a mapping from scanners to mappings from their words to severities, in which `rules` maps
  /// their rules.
  static let severities: ConfigDecoder<[StatedSeverity]> = ConfigDecoder(
    .type("object", [("additionalProperties", ofToolSchema)])
  ) { node, problems in
    guard case .mapping(let tools) = node.value else {
      problems.reportWrongType(node, expected: "a mapping", help: "write `semgrep: { WARNING: high }`")
      return nil
    }
    var found: [StatedSeverity] = []
    for pair in tools {
      guard let tool = ConfigDecoder<String>.tool.decode(pair.key, &problems) else { continue }
      found += decode(pair.value, of: tool, help: "write `\(pair.name): { WARNING: high }`", &problems) {
        .word($0.lowercased())
      }
      guard let rules = pair.value.child(rulesKey) else { continue }
      if case .mapping(let pairs) = rules.value {
        for pair in pairs { _ = ConfigDecoder<String>.rulePattern.decode(pair.key, &problems) }
      }
      found += decode(rules, of: tool, help: "write `rules: { \"S1*\": low }`", &problems) { .rules($0) }
    }
    return found
  }

  /// The key under which rules stand beside the severity words. No scanner has a severity of that name.
  private static let rulesKey = "rules"

  private static let ofToolSchema = Schema.type(
    "object",
    [
      (
        "properties",
        .object([
          (
            rulesKey,
            Schema.type("object", [("additionalProperties", severity.schema)]).described(
              "The severity of all results of a rule, by its id or a pattern with `*`. The most specific pattern counts."
            )
          )
        ])
      ), ("additionalProperties", severity.schema),
    ])

  private static let severity = ConfigDecoder<Severity?>.severity

  /// Decodes a mapping from words or rules to severities.
  private static func decode(
    _ node: YAMLNode, of tool: String, help: String, _ problems: inout DiagnosticCollector,
    as subject: (String) -> StatedSeverity.Subject
  ) -> [StatedSeverity] {
    guard case .mapping(let pairs) = node.value else {
      problems.reportWrongType(node, expected: "a mapping", help: help)
      return []
    }
    var found: [StatedSeverity] = []
    for pair in pairs where subject(pair.name) != .word(rulesKey) {
      guard let value = severity.decode(pair.value, &problems) else { continue }
      found.append(StatedSeverity(tool: tool, subject: subject(pair.name), severity: value, node: pair.key))
    }
    return found
  }
}

extension Policy {
  /// Joins the severities of all files. Reports a word that no report of the scanner can contain, because the
  /// mapping would have no effect, and a word or a pattern that is mapped twice to different severities.
  static func join(
    _ stated: [StatedSeverity], _ scanners: KnownScanners, _ problems: inout DiagnosticCollector
  ) -> SeverityMapping {
    var (mapping, known) = (SeverityMapping(), [String: [StatedSeverity.Subject: Severity?]]())
    for one in stated {
      guard one.isPossible(scanners, &problems) else { continue }
      if let before = known[one.tool]?[one.subject] {
        if before != one.severity { problems.add(one.contradiction(to: before)) }
        continue
      }
      known[one.tool, default: [:]][one.subject] = .some(one.severity)
      switch one.subject {
      case .word(let word): mapping.set(one.severity, ofWord: word, of: one.tool)
      case .rules(let pattern): mapping.set(one.severity, ofRules: pattern, of: one.tool)
      }
    }
    return mapping
  }
}

extension StatedSeverity {
  /// Whether a report of the scanner can contain the word. Reports it if not.
  fileprivate func isPossible(_ scanners: KnownScanners, _ problems: inout DiagnosticCollector) -> Bool {
    guard case .word(let word) = subject, word != "unknown" else { return true }
    let names = scanners.severityWords(of: tool)
    if names.contains(word) { return true }
    let near = suggestion(for: word, among: names + ["unknown"])
    problems.add(
      node.diagnostic(
        .policyUnknownName, "\(tool) has no severity `\(node.name)`",
        because: ["`gatehouse policy severities \(tool)` lists its words"],
        help: "\(near); `unknown` stands for every severity that Gatehouse does not know; rules stand under `rules:`"))
    return false
  }

  fileprivate func contradiction(to before: Severity?) -> Diagnostic {
    let isWord = if case .word = subject { true } else { false }
    return node.diagnostic(
      .policyDuplicateRule, "`\(node.name)` of \(tool) is mapped to \(before.name) already",
      help: "keep one of the two" + (isWord ? "; upper and lower case are equal" : ""))
  }
}

extension YAMLNode {
  /// The text of a key as it is written.
  fileprivate var name: String { if case .scalar(let text, _) = value { text } else { description } }
}
