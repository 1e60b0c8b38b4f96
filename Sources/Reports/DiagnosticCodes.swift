import Model

// Diagnostic codes of the reasons of a judgement.

extension DiagnosticCode {
  package static let vexConflict = DiagnosticCode(
    "vex-conflict",
    "VEX statements with the same timestamp contradict each other, so they do not suppress the finding.")
  package static let ruleSkipped = DiagnosticCode(
    "rule-skipped",
    "The condition of the rule holds or may hold, but the rule has no effect: it skips unknown facts (`if-unknown: "
      + "skip`), or its first day (`from`) has not come.")
  package static let exceptionNotApplied = DiagnosticCode(
    "exception-not-applied",
    "An exception could apply to the finding but does not: a part of its condition does not hold or is unknown.")
  package static let vexApplied = DiagnosticCode("vex-applied", "A trusted VEX statement suppresses the finding.")
  package static let vexNotApplied = DiagnosticCode(
    "vex-not-applied",
    "A VEX statement is about the vulnerability, but does not apply to this finding. The message says why.")
  package static let waiverApplied = DiagnosticCode(
    "waiver-applied",
    "A waiver suppresses the finding until the last day of the waiver.")
  package static let baselineApplied = DiagnosticCode(
    "baseline-applied",
    "The baseline lists the finding, which was there when the gate was adopted, and suppresses it until the baseline's last day."
  )
  package static let baselineNotApplied = DiagnosticCode(
    "baseline-not-applied",
    "The baseline lists the finding and does not suppress it: the baseline has ended, or the finding is new since then."
  )
  package static let toolSuppressed = DiagnosticCode(
    "tool-suppressed",
    "The scanner, or a person who triaged the finding in it, suppressed the finding or marked it as fixed.")
  package static let resolvedByChange = DiagnosticCode(
    "resolved-by-change",
    "The change resolves the finding: the base has it and the head does not.")
  package static let decisionInvalid = DiagnosticCode(
    "decision-invalid",
    "A file that `explain` reads is not a decision, or one of another version of the format. Name a file that "
      + "`gatehouse check --format json=FILE` wrote.")
  package static let noRuleMatched = DiagnosticCode("no-rule-matched", "No rule of the policy matches the finding.")

  package static let ofReports: [DiagnosticCode] = [
    vexConflict, ruleSkipped, exceptionNotApplied, vexApplied,
    vexNotApplied, waiverApplied, baselineApplied, baselineNotApplied, toolSuppressed, resolvedByChange,
    decisionInvalid, noRuleMatched,
  ]
}
