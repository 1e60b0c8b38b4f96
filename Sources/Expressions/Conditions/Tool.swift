extension Condition {
  static let tool = Condition(
    "tool",
    "The scanner that reports the finding. If only some observations match, rules count it as yes "
      + "and exceptions as no.",
    reads: Field("observations.tool", .text), as: .words(.tool),
    actual: { Set($0.finding.observations.map(\.scan.tool)).sorted().joined(separator: " and ") },
    examples: [
      .holds("[semgrep, trivy]", "tool: semgrep"), .fails("trivy", "tool: semgrep"),
      .holds("semgrep", "tool: [semgrep, trivy]"),
    ],
    parse: { $0.words() },
    test: { wanted, context, partialMatch in
      context.across(partialMatch) { observation in wanted.contains { observation.scan.isBy($0) } }
    })
}
