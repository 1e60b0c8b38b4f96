extension Condition {
  static let tool = Condition(
    "tool",
    "Which scanner reports it. Where only some of the observations are its, a rule counts it as true and an exception as false.",
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
