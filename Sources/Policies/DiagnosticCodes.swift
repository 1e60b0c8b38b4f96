import Model

// Policies, required evidence and waivers, by code.

extension DiagnosticCode {
  package static let reportStale = DiagnosticCode("report-stale", "The report is older than the policy allows.")
  package static let reportOtherPaths = DiagnosticCode(
    "report-other-paths",
    "The report covers other paths than those that the policy asks for.")
  package static let evidenceMissing = DiagnosticCode(
    "evidence-missing",
    "The policy asks for a kind of scan, and no report of it was given.")
  package static let policyEmpty = DiagnosticCode(
    "policy-empty",
    "A policy without rules would pass everything, so it is refused.")
  package static let policyDuplicateRule = DiagnosticCode(
    "policy-duplicate-rule",
    "Two rules or exceptions have the same id.")
  package static let waiverExpiring = DiagnosticCode("waiver-expiring", "The waiver ends soon.")
  package static let waiverTooBroad = DiagnosticCode(
    "waiver-too-broad",
    "The waiver sets many findings aside at once. Name the package or the path, or one finding.")

  package static let ofPolicies: [DiagnosticCode] = [
    reportStale, reportOtherPaths, evidenceMissing, policyEmpty, policyDuplicateRule, 
    waiverExpiring, waiverTooBroad, 
  ]
}
