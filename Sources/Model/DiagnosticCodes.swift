// Diagnostic codes that several modules report.

extension DiagnosticCode {
  package static let jsonInvalid = DiagnosticCode(
    "json-invalid",
    "The file is not valid JSON (RFC 8259). It may be cut off or mixed with other output.")
  package static let encodingInvalid = DiagnosticCode(
    "encoding-invalid",
    "The text encoding of the file is invalid or not supported. Save the file as UTF-8.")
  package static let xmlInvalid = DiagnosticCode(
    "xml-invalid",
    "The file is not well-formed XML, or it has a DOCTYPE, which is refused because entities can hide text.")
  package static let csvInvalid = DiagnosticCode(
    "csv-invalid",
    "The file is not valid CSV (RFC 4180): a quote is not closed, the header is missing or repeats a name, or a row "
      + "has more or fewer fields than the header.")
  package static let fileUnreadable = DiagnosticCode(
    "file-unreadable",
    "The file does not exist, is not a regular file, cannot be read or changed while it was read.")
  package static let fileTooLarge = DiagnosticCode(
    "file-too-large",
    "The file is larger than the limit for its kind, or a folder holds too many files.")
  package static let dateInvalid = DiagnosticCode(
    "date-invalid",
    "The date or time is invalid. A date is written YYYY-MM-DD and a time as RFC 3339 with an offset, and both must "
      + "exist in the calendar.")
  package static let purlInvalid = DiagnosticCode(
    "purl-invalid",
    "The package URL does not follow the purl specification.")
  package static let repositoryUnreadable = DiagnosticCode(
    "repository-unreadable",
    "There is no git repository here, or libgit2 cannot read it.")
  package static let headUnborn = DiagnosticCode(
    "head-unborn",
    "HEAD has no commit yet, so there is no policy to decide with. Make a commit first.")
  package static let revisionNotFound = DiagnosticCode(
    "revision-not-found",
    "The repository has no commit with this name or id. Check the name, or fetch the commit.")
  package static let entryNotRegular = DiagnosticCode(
    "entry-not-regular",
    "A file of the gate's configuration (policy, waivers, VEX, CODEOWNERS) is a link, a folder, a submodule or "
      + "another special file. Replace it with a regular file.")
  package static let formatUnknown = DiagnosticCode(
    "format-unknown",
    "The file matches no known format, or not the format that was named. The message names the closest format and the "
      + "first position where the file differs from it.")
  package static let reportInvalid = DiagnosticCode(
    "report-invalid",
    "The report lacks a value that its format requires, so it cannot be read completely.")
  package static let reportEmpty = DiagnosticCode(
    "report-empty",
    "Nothing in the report proves that anything was scanned, so it does not count as a clean scan.")
  package static let reportFailed = DiagnosticCode(
    "report-failed",
    "The scanner did not finish, or the side-car contradicts the report, so the report does not count. Run the "
      + "scanner again.")
  package static let evidencePartial = DiagnosticCode(
    "evidence-partial",
    "The report says that the scanner could not read a part of what it should have scanned. Where the change touches that "
      + "part, nothing is decided: repair the file, or exclude it from the scan. Elsewhere it is a warning.")
  package static let reportCommitUnknown = DiagnosticCode(
    "report-commit-unknown",
    "Neither the report nor a side-car says which commit was scanned. Add a side-car (REPORT.gatehouse.yaml) or pass "
      + "--scanned.")
  package static let reportWrongCommit = DiagnosticCode(
    "report-wrong-commit",
    "The report was made from another commit than the head of the change. Run the scanner on the head commit.")
  package static let reportFromFuture = DiagnosticCode(
    "report-from-future",
    "The report is dated later than now. Check the clock of the machine that ran the scanner and of this machine.")
  package static let reportMissing = DiagnosticCode(
    "report-missing",
    "A report that was named does not exist. Run its scanner, or correct the name.")
  package static let reportInChange = DiagnosticCode(
    "report-in-change",
    "The report, side-car or manifest is a file that git tracks, in the head or in the index, so the change under review "
      + "could have written it and it proves nothing. Let the scanner write to a path that git does not track.")
  package static let reportHidden = DiagnosticCode(
    "report-hidden",
    "A folder of reports holds a hidden file or folder, which is not read. Rename it, or name it on the command line.")
  package static let manifestInvalid = DiagnosticCode(
    "manifest-invalid",
    "The manifest (gatehouse.yaml) or the side-car of a report (REPORT.gatehouse.yaml) is invalid.")
  package static let vexNotTrusted = DiagnosticCode(
    "vex-not-trusted",
    "The policy does not trust this issuer for this product and status, so the statement does not suppress the "
      + "finding. If you trust the issuer, add it to `vex: trust`.")
  package static let policyMissing = DiagnosticCode(
    "policy-missing",
    "There is no policy in the base commit, or in the folder that was named, so no decision is possible. Add "
      + ".gatehouse/policy.yaml.")
  package static let policyBroken = DiagnosticCode(
    "policy-broken",
    "With the change merged, the policy, waivers, VEX statements or CODEOWNERS of the target branch could not be read, so no "
      + "change could be judged any more, this one's repair included. Repair them in the change.")
  package static let policyUnknownName = DiagnosticCode(
    "policy-unknown-name",
    "A severity, scanner, kind, rule, condition or other word is unknown. The message names a similar word or all "
      + "known ones.")
  package static let policyMissingKey = DiagnosticCode("policy-missing-key", "A required key is missing. Add it.")
  package static let policyTestEmpty = DiagnosticCode(
    "policy-test-empty",
    "A policy test expects nothing, so it could never fail. Add `expect`.")
  package static let vexUnused = DiagnosticCode("vex-unused", "The VEX statement matches no finding.")
  package static let waiverUnused = DiagnosticCode("waiver-unused", "The waiver matches no finding. Delete it.")
  package static let ruleMatched = DiagnosticCode("rule-matched", "The condition of the rule holds for the finding.")
  package static let ruleUnknown = DiagnosticCode(
    "rule-unknown",
    "A fact that the rule needs is unknown, and the rule applies to unknown facts (`if-unknown: apply`, the default "
      + "of `deny`).")
  package static let vexStale = DiagnosticCode(
    "vex-stale",
    "The VEX statement is older than the policy allows, so it does not suppress the finding. Ask the issuer for a new "
      + "one.")
  package static let waiverNotInForce = DiagnosticCode(
    "waiver-not-in-force",
    "The waiver begins on a later day, so it does not suppress the finding yet.")
  package static let waiverExpired = DiagnosticCode(
    "waiver-expired",
    "The waiver has expired, or a fix is known where the policy ends waivers with that (`until-fixed`), so it does not suppress the finding. Fix the finding, or ask for a new waiver."
  )
  package static let waiverTooLong = DiagnosticCode(
    "waiver-too-long",
    "The waiver lasts longer than the policy allows for the severity, alone or together with those before it, or renews them "
      + "once too often, or the policy allows none for the severity, so it does not suppress the finding. Set an earlier "
      + "`until`, or fix the finding.")
  package static let waiverNotAuthorized = DiagnosticCode(
    "waiver-not-authorized",
    "The policy does not allow the approver to waive this finding, or wants commits to prove the approval and they do not. So "
      + "the waiver does not suppress the finding. The message names those who may.")
  package static let waiverInvalid = DiagnosticCode(
    "waiver-invalid",
    "The waiver has an invalid reason, period, id or target, its target is too broad, or it covers only a part of the "
      + "finding.")
  package static let ruleNotInForce = DiagnosticCode(
    "rule-not-in-force",
    "The rule warns until the day in `warn-until`, and denies from that day on.")
  package static let exceptionApplied = DiagnosticCode(
    "exception-applied",
    "An exception of the policy applies to the finding and lowers its effect.")
  package static let vexFromFuture = DiagnosticCode(
    "vex-from-future",
    "The VEX statement is dated later than now, so it does not suppress the finding yet.")

  package static let shared: [DiagnosticCode] = [
    jsonInvalid, encodingInvalid, xmlInvalid, csvInvalid, fileUnreadable, fileTooLarge, dateInvalid,
    purlInvalid, repositoryUnreadable, headUnborn, revisionNotFound, entryNotRegular, formatUnknown,
    reportInvalid, reportEmpty, reportFailed, evidencePartial, reportCommitUnknown, reportWrongCommit,
    reportFromFuture, reportMissing, reportInChange, reportHidden, manifestInvalid, vexNotTrusted, policyMissing,
    policyBroken,
    policyUnknownName,
    policyMissingKey,
    policyTestEmpty, vexUnused, waiverUnused, ruleMatched, ruleUnknown, vexStale, waiverExpired, waiverTooLong,
    waiverInvalid, waiverNotAuthorized, waiverNotInForce, ruleNotInForce, exceptionApplied, vexFromFuture,
  ]
}
