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
  package static let reportIsOwnOutput = DiagnosticCode(
    "report-is-own-output",
    "A file among the reports is an output of Gatehouse: SARIF, Code Quality, JSON or Markdown of an earlier run. It is left "
      + "out, as evidence and with all that it lists: a scan that the policy requires is missing if nothing else shows it. Write "
      + "outputs outside of the folder of reports. It is an error if a side-car or a manifest describes the file as the report of "
      + "a scan.")
  package static let severityUnknownWord = DiagnosticCode(
    "severity-unknown-word",
    "The scanner used an unknown word for a severity, so the severity counts as unknown. Map the word under "
      + "`severities` in the policy.")
  package static let pathOutside = DiagnosticCode(
    "path-outside",
    "The report names paths that are outside the repository or not in the commit, or that may be either of two files: one of "
      + "the name as written, and one of the name after `\\` became `/`. A path outside the repository has no owner, and neither "
      + "has one of two files. If the scanner ran in another folder, name it with --root or in a side-car.")

  package static let rootUnused = DiagnosticCode(
    "root-unused",
    "No path in a report begins with a folder that --root names, so that the option does nothing. Name the folder that the "
      + "scanner's absolute paths begin with.")

  package static let ofEvidence: [DiagnosticCode] = [
    notAReport, reportOutdated, formatAmbiguous, formatVersion, reportIsVEX, reportIsOwnOutput,
    severityUnknownWord, pathOutside, rootUnused,
  ]
}
