import Model

// Diagnostic codes of reasons of a judgement.

extension DiagnosticCode {
  package static let vexConflict = DiagnosticCode(
    "vex-conflict",
    "Statements of the same time contradict each other, so the finding is kept.")
  package static let waiverNotInForce = DiagnosticCode(
    "waiver-not-in-force",
    "The waiver begins on a later day, so it sets nothing aside yet.")
  package static let waiverNotAuthorized = DiagnosticCode(
    "waiver-not-authorized",
    "Whoever approved the waiver does not own the place of the finding, so it sets nothing aside.")
  package static let ruleSkipped = DiagnosticCode(
    "rule-skipped",
    "The rule fits but has no effect: a fact is unknown and the rule skips those, or its first day has not come.")
  package static let exceptionNotApplied = DiagnosticCode("exception-not-applied", "An exception almost held.")
  package static let vexApplied = DiagnosticCode("vex-applied", "A trusted VEX statement sets the finding aside.")
  package static let vexNotApplied = DiagnosticCode(
    "vex-not-applied",
    "A VEX statement speaks of the vulnerability, but does not apply here.")
  package static let waiverApplied = DiagnosticCode("waiver-applied", "A waiver sets the finding aside until its day.")
  package static let toolSuppressed = DiagnosticCode(
    "tool-suppressed",
    "The scanner itself, or the people who triage in it, set the finding aside.")
  package static let resolvedByChange = DiagnosticCode(
    "resolved-by-change",
    "The base had the finding and the head has not.")
  package static let noRuleMatched = DiagnosticCode("no-rule-matched", "No rule of the policy speaks of the finding.")

  package static let ofReports: [DiagnosticCode] = [
    vexConflict, waiverNotInForce, waiverNotAuthorized, ruleSkipped, exceptionNotApplied, vexApplied,
    vexNotApplied, waiverApplied, toolSuppressed, resolvedByChange, noRuleMatched,
  ]
}
