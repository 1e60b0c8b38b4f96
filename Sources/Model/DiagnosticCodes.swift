// Diagnostic codes that several modules report.

extension DiagnosticCode {
  package static let jsonInvalid = DiagnosticCode(
    "json-invalid",
    "The file is not JSON as RFC 8259 has it. It was cut short, or something else was mixed in.")
  package static let encodingInvalid = DiagnosticCode(
    "encoding-invalid",
    "The bytes are not UTF-8. Write the report again as UTF-8.")
  package static let xmlInvalid = DiagnosticCode(
    "xml-invalid",
    "The file is not well-formed XML, or it has a DOCTYPE, which is refused: entities hide text.")
  package static let csvInvalid = DiagnosticCode(
    "csv-invalid",
    "The table breaks RFC 4180: a quote is not closed, or a row has more or fewer fields than the header.")
  package static let fileUnreadable = DiagnosticCode(
    "file-unreadable",
    "The file is missing, or is no regular file, or may not be read.")
  package static let fileTooLarge = DiagnosticCode(
    "file-too-large",
    "The file is larger than its limit. Sizes are checked before bytes are read.")
  package static let dateInvalid = DiagnosticCode(
    "date-invalid",
    "Dates are YYYY-MM-DD, times are RFC 3339 with an offset, and both must exist in the calendar.")
  package static let purlInvalid = DiagnosticCode(
    "purl-invalid",
    "The package URL does not follow the purl specification.")
  package static let repositoryUnreadable = DiagnosticCode(
    "repository-unreadable",
    "There is no git repository here, or libgit2 cannot open it.")
  package static let headUnborn = DiagnosticCode(
    "head-unborn",
    "There is no commit yet, so there is nothing to judge by.")
  package static let revisionNotFound = DiagnosticCode(
    "revision-not-found",
    "No commit has that name or id in this repository.")
  package static let entryNotRegular = DiagnosticCode(
    "entry-not-regular",
    "A file that judges must be a regular file of the base commit, not a link, a folder or a submodule.")
  package static let formatUnknown = DiagnosticCode(
    "format-unknown",
    "The report's bytes fit no known format, or not the one that was named. The closest format is named, "
      + "with the first place where the report differs.")
  package static let reportInvalid = DiagnosticCode(
    "report-invalid",
    "The report lacks something that its format promises, so it cannot be read in full.")
  package static let reportEmpty = DiagnosticCode(
    "report-empty",
    "Nothing in the report proves that anything was scanned. Empty is not clean.")
  package static let reportFailed = DiagnosticCode("report-failed", "The tool itself says that it did not finish.")
  package static let reportCommitUnknown = DiagnosticCode(
    "report-commit-unknown",
    "Nothing says which commit was scanned. Add a side-car (REPORT.gatehouse.yaml) or pass --scanned.")
  package static let reportWrongCommit = DiagnosticCode(
    "report-wrong-commit",
    "The report was made from another commit than the one under review.")
  package static let reportFromFuture = DiagnosticCode(
    "report-from-future",
    "The report claims to be made later than now; a clock is wrong.")
  package static let reportMissing = DiagnosticCode("report-missing", "A report that was named is not there.")
  package static let manifestInvalid = DiagnosticCode(
    "manifest-invalid",
    "What lies beside the reports (gatehouse.yaml or REPORT.gatehouse.yaml) cannot be taken as it is.")
  package static let vexNotTrusted = DiagnosticCode(
    "vex-not-trusted",
    "The policy does not trust this issuer for this product and status, so the statement sets nothing aside.")
  package static let policyMissing = DiagnosticCode(
    "policy-missing",
    "The base commit has no policy, so there is nothing to judge by.")
  package static let policyUnknownName = DiagnosticCode(
    "policy-unknown-name",
    "There is no severity, tool, kind, rule or condition of that name.")
  package static let policyMissingKey = DiagnosticCode("policy-missing-key", "A key that is needed is not there.")
  package static let policyTestEmpty = DiagnosticCode(
    "policy-test-empty",
    "A test of the policy expects nothing, so it could not fail.")
  package static let vexUnused = DiagnosticCode("vex-unused", "The statement matches no finding.")
  package static let waiverUnused = DiagnosticCode("waiver-unused", "The waiver matches no finding.")
  package static let ruleMatched = DiagnosticCode("rule-matched", "A rule's conditions hold for the finding.")
  package static let ruleUnknown = DiagnosticCode(
    "rule-unknown",
    "A fact that the rule needs is not known. Unknown is not good news, so the rule applies.")
  package static let vexStale = DiagnosticCode("vex-stale", "The statement is older than the policy allows.")
  package static let waiverExpired = DiagnosticCode("waiver-expired", "The waiver has ended, so it sets nothing aside.")
  package static let waiverTooLong = DiagnosticCode(
    "waiver-too-long",
    "The waiver lasts longer than the policy allows for the severity, so it sets nothing aside.")
  package static let waiverInvalid = DiagnosticCode(
    "waiver-invalid",
    "The waiver lacks a reason, an approver, an end or a target, or its target is too broad.")
  package static let ruleNotInForce = DiagnosticCode(
    "rule-not-in-force",
    "The rule denies from a later day on; until then it warns.")
  package static let exceptionApplied = DiagnosticCode(
    "exception-applied",
    "An exception of the policy holds, so the effect is lower.")
  package static let vexFromFuture = DiagnosticCode(
    "vex-from-future",
    "The statement is dated after now, so it is not in force yet.")

  package static let shared: [DiagnosticCode] = [
    jsonInvalid, encodingInvalid, xmlInvalid, csvInvalid, fileUnreadable, fileTooLarge, dateInvalid,
    purlInvalid, repositoryUnreadable, headUnborn, revisionNotFound, entryNotRegular, formatUnknown,
    reportInvalid, reportEmpty, reportFailed, reportCommitUnknown, reportWrongCommit, reportFromFuture,
    reportMissing, manifestInvalid, vexNotTrusted, policyMissing, policyUnknownName, policyMissingKey,
    policyTestEmpty, vexUnused, waiverUnused, ruleMatched, ruleUnknown, vexStale, waiverExpired, waiverTooLong, waiverInvalid, ruleNotInForce, exceptionApplied, vexFromFuture,
  ]
}
