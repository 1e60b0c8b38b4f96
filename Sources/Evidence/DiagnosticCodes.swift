import Model

// Diagnostic codes of reports of scanners.

extension DiagnosticCode {
  package static let notAReport = DiagnosticCode(
    "not-a-report",
    "A file among the reports is something else: documentation, a log, a picture. It is not passed over, because it could be a "
      + "report that was damaged or misnamed. Move it out of the folder, or name the reports instead of the folder.")
  package static let reportOutdated = DiagnosticCode(
    "report-outdated",
    "The report was made before what is staged was written, or before the last commit, so it is not about what is staged. Run "
      + "the scanner again.")
  package static let formatAmbiguous = DiagnosticCode(
    "format-ambiguous",
    "The content of the report matches several formats. Name the right one with --input-format.")
  package static let formatVersion = DiagnosticCode(
    "format-version",
    "This version of the report's format is not supported. Configure the scanner to write a supported version.")
  package static let reportIsVEX = DiagnosticCode(
    "report-is-vex",
    "The file is a VEX document, which holds statements about vulnerabilities, and not the report of a scan. "
      + "Commit it to .gatehouse/vex/ of the base branch, or pass it with --vex and pin it in the policy.")
  package static let evidencePartial = DiagnosticCode(
    "evidence-partial",
    "The report says that the scanner skipped a part of what it should have scanned.")
  package static let severityUnknownWord = DiagnosticCode(
    "severity-unknown-word",
    "The scanner used an unknown word for a severity, so the severity counts as unknown. Map the word under "
      + "`severities` in the policy.")
  package static let pathOutside = DiagnosticCode(
    "path-outside",
    "The report names paths that are outside the repository or not in the commit. A path outside the repository has "
      + "no owner. If the scanner ran in another folder, name it with --root or in a side-car.")

  package static let rootUnused = DiagnosticCode(
    "root-unused",
    "No path in a report begins with a folder that --root names, so that the option does nothing. Name the folder that the "
      + "scanner's absolute paths begin with.")

  package static let ofEvidence: [DiagnosticCode] = [
    notAReport, reportOutdated, formatAmbiguous, formatVersion, reportIsVEX, evidencePartial, severityUnknownWord,
    pathOutside, rootUnused,
  ]
}
