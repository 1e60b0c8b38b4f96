/// What is known of the scanners that a policy may name, for the checks of a policy.
package struct KnownScanners: Sendable {
  /// The names that stand alone: `semgrep` means the scanner's results in all formats.
  package var names: [String]
  /// The formats in which any tool may write. `sarif:NAME` means the results of a tool in one of them.
  package var sharedFormats: [String]
  /// The severity words that reports of a scanner or of a shared format can contain, in lower case; `*` stands for any other
  /// scanner.
  package var severityWords: [String: [String]]
  /// The kinds of finding that the reports of a scanner can contain. A scanner that is not listed may report any kind.
  package var kinds: [String: Set<Observation.Kind>]
  /// The scanners whose own formats do not state when a report was made.
  package var undated: Set<String>

  package init(
    names: [String] = [], sharedFormats: [String] = [], severityWords: [String: [String]] = [:],
    kinds: [String: Set<Observation.Kind>] = [:], undated: Set<String> = []
  ) {
    (self.names, self.sharedFormats, self.severityWords) = (names, sharedFormats, severityWords)
    (self.kinds, self.undated) = (kinds, undated)
  }

  /// The severity words of a scanner, by the name that a policy uses.
  package func severityWords(of tool: String) -> [String] {
    severityWords[formatAndTool(of: tool)?.format ?? tool] ?? severityWords["*"] ?? []
  }
}
