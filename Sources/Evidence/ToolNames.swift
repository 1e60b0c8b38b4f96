import Model

extension Format {
  /// The names of scanners that a policy may mention. A misspelt name is an error, because no report could meet the
  /// requirement.
  package static let toolNames = all.map(\.name).filter { $0 != sarif.name } + toolsInSharedFormats

  /// The name by which policies call a tool, given the tool's own name; nil when no scanner is called so.
  static func toolName(of own: String) -> String? {
    toolNames.filter { isTool(own, $0) }.max { $0.utf8.count < $1.utf8.count }
  }

  /// Formats in which any tool may write.
  private static let shared = [
    sarif, gitlab, githubCodeScanning, gitlabCodeQuality, checkstyle, cyclonedx, generic,
  ]

  /// The default meaning of the severity words of a scanner, in lower case: those of its own format and those of the
  /// formats in which any tool may write.
  package static func defaultSeverities(of tool: String) -> [(format: String, words: [String: Severity?])] {
    (all.filter { $0.name == tool } + shared.filter { $0.name != tool }).map { ($0.name, $0.severities) }
  }

  /// The severity words that the reports of each scanner can contain, in lower case; `*` stands for any other scanner.
  package static let severityWords: [String: [String]] = Dictionary(
    uniqueKeysWithValues: (toolNames + ["*"]).map { tool in
      (tool, Set(defaultSeverities(of: tool).flatMap(\.words.keys)).sorted())
    })
}
