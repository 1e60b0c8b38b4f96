/// One thing that took part in a judgement, in words: a rule, an exception, a VEX statement or a waiver.
package struct Reason: Hashable, Codable, Sendable {
  package var code: DiagnosticCode
  /// The id of the rule, exception or waiver in the policy.
  package var rule: String?
  /// One sentence that stands alone.
  package var text: String
  package var at: SourcePosition?
  /// The conditions with their actual and wanted values.
  package var trace: [Step]

  package init(
    _ code: DiagnosticCode, rule: String? = nil, _ text: String, at: SourcePosition? = nil, trace: [Step] = []
  ) {
    (self.code, self.rule, self.text, self.at, self.trace) = (code, rule, text, at, trace)
  }

  /// One evaluated condition.
  package struct Step: Hashable, Codable, Sendable {
    package var condition: String
    package var wanted: String
    package var actual: String
    package var outcome: Truth
    package var at: SourcePosition?

    package init(_ condition: String, wanted: String, actual: String, outcome: Truth, at: SourcePosition? = nil) {
      (self.condition, self.wanted, self.actual, self.outcome, self.at) = (condition, wanted, actual, outcome, at)
    }

    /// The step as a sentence: `severity: wanted at least high, is medium: no`.
    package var sentence: String { "\(condition): wanted \(wanted), is \(actual): \(outcome.rawValue)" }
  }
}
