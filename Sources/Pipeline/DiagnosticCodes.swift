import Model

// Diagnostic codes of a run.

extension DiagnosticCode {
  package static let mergeBaseMissing = DiagnosticCode(
    "merge-base-missing",
    "Base and head share no commit, so what the change is cannot be told.")
  package static let mergeBasesSeveral = DiagnosticCode(
    "merge-bases-several",
    "Base and head have several merge bases; a line counts as new when none of them has it.")
  package static let baseUnknown = DiagnosticCode(
    "base-unknown",
    "Nothing says which commit the change goes to. Pass --base.")
  package static let policyChanged = DiagnosticCode(
    "policy-changed",
    "The change edits a file that judges it. The base's version decides; the difference is shown.")
  package static let policyTestFailed = DiagnosticCode(
    "policy-test-failed",
    "A test of the policy got another answer than it expects.")
  package static let usage = DiagnosticCode("usage", "The command line asks for something that does not fit together.")
  package static let nothingToJudge = DiagnosticCode(
    "nothing-to-judge",
    "No report was given, so nothing was looked at. Silence is not a clean scan.")

  package static let ofPipeline: [DiagnosticCode] = [
    mergeBaseMissing, mergeBasesSeveral, baseUnknown, 
    policyChanged, policyTestFailed, 
    usage, nothingToJudge,
  ]
}
