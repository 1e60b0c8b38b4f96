import Model

// Diagnostic codes of a run.

extension DiagnosticCode {
  package static let mergeBaseMissing = DiagnosticCode(
    "merge-base-missing",
    "Base and head have no common ancestor, so the change cannot be determined. Fetch more history, or pass "
      + "--allow-unrelated to count every line of the head as new.")
  package static let mergeBasesSeveral = DiagnosticCode(
    "merge-bases-several",
    "Base and head have several merge bases. A line counts as new only when none of them has it.")
  package static let baseUnknown = DiagnosticCode(
    "base-unknown",
    "The base or the head of the change was not given, so it is taken from the CI environment or is unknown. Pass "
      + "--base and --head to set them.")
  package static let policyChanged = DiagnosticCode(
    "policy-changed",
    "The change edits a file of the gate's configuration (policy, waivers, VEX, CODEOWNERS). The base's version "
      + "decides; the message says what the new version would change.")
  package static let policyFileUnread = DiagnosticCode(
    "policy-file-unread",
    "A file among those of the policy has a name or a place that is not read. If it is a policy, this is an error, "
      + "because its rules would not apply. Rename or move it.")
  package static let policyTestFailed = DiagnosticCode(
    "policy-test-failed",
    "A policy test got a different result than it expects.")
  package static let usage = DiagnosticCode("usage", "The options of the command line do not fit together.")
  package static let nothingToJudge = DiagnosticCode(
    "nothing-to-judge",
    "No report was given, so nothing was scanned. This does not count as a clean scan. Pass at least one report.")

  package static let ofPipeline: [DiagnosticCode] = [
    mergeBaseMissing, mergeBasesSeveral, baseUnknown,
    policyChanged, policyFileUnread, policyTestFailed,
    usage, nothingToJudge,
  ]
}
