import Model

extension Condition {
  static let tool = Condition(
    "tool",
    "Which scanner says so. Where only some of the witnesses do, a rule counts it as true and an exception as false.",
    .oneOrMany(Reader<String>.tool), says: { $0.joined(separator: " or ") },
    actual: { Set($0.finding.witnesses.map(\.scan.tool)).sorted().joined(separator: " and ") },
    examples: [
      .holds("[semgrep, trivy]", "tool: semgrep"), .fails("trivy", "tool: semgrep"),
      .holds("semgrep", "tool: [semgrep, trivy]"),
    ],
    test: { wanted, facts in facts.across { witness in wanted.contains { witness.scan.isBy($0) } } })
}

extension Scan {
  /// Whether a tool of that name made the report. SARIF names a tool in free words: `Semgrep OSS` is semgrep.
  func isBy(_ name: String) -> Bool { isTool(tool, name) || format == name }
}

/// Whether a tool's own name, in free words, means the scanner that policies call `name`.
func isTool(_ own: String, _ name: String) -> Bool {
  let words = own.lowercased().split(separator: " ").joined(separator: "-")
  return words == name || words.hasPrefix(name + "-")
}
