import Documents
import Model
import Settings

/// The meaning that a policy gives to one severity word of a scanner.
struct SeverityWord: Sendable {
  /// The scanner, as policies name it.
  let tool: String
  /// The word in lower case: the case of letters has no meaning. `unknown` stands for every result whose severity is
  /// unknown otherwise: without a word, with a word that means "not rated", or with an unknown word.
  let word: String
  /// Nil for "unknown".
  let severity: Severity?
  /// The key in the policy.
  let node: YAMLNode
}

extension ConfigDecoder where Value == [SeverityWord] {
  /// Decodes `severities`: a mapping from scanners to mappings from their words to severities.
  static let severityWords: ConfigDecoder<[SeverityWord]> = ConfigDecoder(
    .type("object", [("additionalProperties", .type("object", [("additionalProperties", severity.schema)]))])
  ) { node, problems in
    guard case .mapping(let tools) = node.value else {
      problems.reportWrongType(node, expected: "a mapping", help: "write `semgrep: { WARNING: high }`")
      return nil
    }
    var words: [SeverityWord] = []
    for pair in tools {
      guard let tool = ConfigDecoder<String>.tool.decode(pair.key, &problems) else { continue }
      guard case .mapping(let pairs) = pair.value.value else {
        problems.reportWrongType(pair.value, expected: "a mapping", help: "write `\(tool): { WARNING: high }`")
        continue
      }
      for pair in pairs {
        guard let value = severity.decode(pair.value, &problems) else { continue }
        words.append(SeverityWord(tool: tool, word: pair.name.lowercased(), severity: value, node: pair.key))
      }
    }
    return words
  }

  private static let severity = ConfigDecoder<Severity?>.severity
}

extension Policy {
  /// Joins the severity words of all files. Reports a word that no report of the scanner can contain, because the
  /// mapping would have no effect, and a word that is mapped twice to different severities.
  ///
  /// - Parameter known: The severity words of each scanner in lower case; those of `*` are the words of formats in which any
  ///   tool may write.
  static func join(
    _ words: [SeverityWord], known: [String: [String]], _ problems: inout DiagnosticCollector
  ) -> [String: [String: Severity?]] {
    var result: [String: [String: Severity?]] = [:]
    for word in words {
      let names = known[word.tool] ?? known["*"] ?? []
      guard word.word == "unknown" || names.contains(word.word) else {
        let near = suggestion(for: word.word, among: names + ["unknown"])
        problems.add(
          word.node.diagnostic(
            .policyUnknownName, "\(word.tool) has no severity `\(word.node.name)`",
            because: ["`gatehouse policy severities \(word.tool)` lists its words"],
            help: "\(near); `unknown` stands for every severity that Gatehouse does not know"))
        continue
      }
      if let before = result[word.tool]?[word.word], before != word.severity {
        problems.add(
          word.node.diagnostic(
            .policyDuplicateRule, "`\(word.node.name)` of \(word.tool) is mapped to \(before.name) already",
            help: "keep one of the two; upper and lower case are equal"))
      }
      result[word.tool, default: [:]][word.word] = .some(word.severity)
    }
    return result
  }
}

extension YAMLNode {
  /// The text of a key as it is written.
  fileprivate var name: String { if case .scalar(let text, _) = value { text } else { description } }
}
