import Model

// The run, by code.

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
  package static let codeownersWrongCase = DiagnosticCode(
    "codeowners-wrong-case",
    "A file has the name of a judging file but for upper and lower case. It does not count.")
  package static let codeownersTooLarge = DiagnosticCode(
    "codeowners-too-large",
    "CODEOWNERS is 3 MB or more. The forge loads no owners then, so owners are unknown.")
  package static let codeownersMissing = DiagnosticCode(
    "codeowners-missing",
    "There is no CODEOWNERS file, so every finding is without an owner.")
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
    mergeBaseMissing, mergeBasesSeveral, baseUnknown, codeownersWrongCase, codeownersTooLarge,
    codeownersMissing, policyChanged, policyTestFailed, 
    usage, nothingToJudge,
  ]
}
