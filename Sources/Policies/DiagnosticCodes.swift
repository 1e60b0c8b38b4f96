import Model

// Diagnostic codes of policies, required evidence and waivers.

extension DiagnosticCode {
  package static let reportStale = DiagnosticCode(
    "report-stale",
    "The report is older than the policy allows (`max-age`), or does not say when it was made. Run the scanner again.")
  package static let reportOtherPaths = DiagnosticCode(
    "report-other-paths",
    "The report does not cover the paths that the policy requires, or does not list a file that the change touches there. Scan "
      + "them as well, or name under `except` what need not be scanned.")
  package static let evidenceMissing = DiagnosticCode(
    "evidence-missing",
    "The policy requires a kind of scan, and no report of it was given. Run such a scanner and pass its report.")
  package static let policyUnfulfillable = DiagnosticCode(
    "policy-unfulfillable",
    "The policy asks for what no report can give: a scanner does not look for that kind of problem, or its reports do not state "
      + "the time that `max-age` needs; or a rule contradicts itself. A demand of that kind leaves every verdict undecided, and a rule never "
      + "applies."
  )
  package static let policyEmpty = DiagnosticCode(
    "policy-empty",
    "A policy without rules would pass every change, so it is refused. Add a rule.")
  package static let policyDuplicateRule = DiagnosticCode(
    "policy-duplicate-rule",
    "Two rules or exceptions have the same id, or two policy files set the same key.")
  package static let deadlineUnknown = DiagnosticCode(
    "deadline-unknown",
    "It is only known that the findings are at least as old as some commit of the base branch, so nobody can say when "
      + "their deadline is. A rule about `overdue` skips them with `if-unknown: skip`, and else counts them as overdue. "
      + "With the whole history of the base branch, git tells when the line of a finding came to it.")
  package static let newnessUnknown = DiagnosticCode(
    "newness-unknown",
    "The change does not touch the packages of the findings, but nobody scanned the base, and their advisories do not say "
      + "that they are older. So they may be old or have surfaced since, and a rule about `newness` skips them "
      + "(`if-unknown: skip`). A report on the base settles it: pass it with `--base-report`.")
  package static let waiverExpiring = DiagnosticCode(
    "waiver-expiring",
    "The waiver ends soon. Fix the finding before that day.")
  package static let waiverTooBroad = DiagnosticCode(
    "waiver-too-broad",
    "The waiver covers many findings at once. Name the package, the path or a single finding.")

  package static let baselineInvalid = DiagnosticCode(
    "baseline-invalid",
    "`.gatehouse/baseline.yaml` has an id that is none, ends before it begins, or lasts longer than a year.")
  package static let baselineExpired = DiagnosticCode(
    "baseline-expired",
    "The baseline has ended or ends soon. From then on the findings that it lists are judged like all others. Fix or waive them."
  )
  package static let baselineUnused = DiagnosticCode(
    "baseline-unused",
    "Findings of the baseline are in no report. If they are fixed, delete their lines, so that they stay fixed.")
  package static let peopleInvalid = DiagnosticCode(
    "people-invalid",
    "`.gatehouse/people.yaml` lists a name or an address twice, or one that no person can have. Every address and key belongs "
      + "to one person, so that commits tell who wrote and who approved a waiver.")
  package static let peopleMissing = DiagnosticCode(
    "people-missing",
    "The policy wants commits to prove who approved a waiver (`waivers: { proof: commits }`), and without "
      + "`.gatehouse/people.yaml` nobody knows whose address a commit names. So no waiver counts.")
  package static let peopleIncomplete = DiagnosticCode(
    "people-incomplete",
    "The policy wants commits to prove who approved a waiver, and somebody who may approve is not in `.gatehouse/people.yaml`, or "
      + "has no key where commits must be signed. So what they approve does not count.")
  package static let signersMissing = DiagnosticCode(
    "signers-missing",
    "The policy wants signed commits to prove who approved a waiver (`waivers: { proof: signed-commits }`), and without "
      + "`.gatehouse/allowed_signers` (SSH) or `.gatehouse/keyring.gpg` (OpenPGP) nobody knows whose keys sign them. So no waiver "
      + "counts.")

  package static let ofPolicies: [DiagnosticCode] = [
    reportStale, reportOtherPaths, evidenceMissing, policyUnfulfillable, policyEmpty, policyDuplicateRule,
    deadlineUnknown, newnessUnknown, waiverExpiring, waiverTooBroad, baselineInvalid,
    baselineExpired, baselineUnused, peopleInvalid,
    peopleMissing, peopleIncomplete, signersMissing,
  ]
}
