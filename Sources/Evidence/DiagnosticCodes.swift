import Model

// Reports, by code.

extension DiagnosticCode {
  package static let formatAmbiguous = DiagnosticCode(
    "format-ambiguous",
    "The report's bytes fit several formats. Name the right one with --input-format.")
  package static let formatVersion = DiagnosticCode(
    "format-version",
    "This version of the format is not read; let the scanner write a newer one.")
  package static let reportIsVEX = DiagnosticCode(
    "report-is-vex",
    "The file is a VEX document: statements on findings, and no report of a scan. Pass it with --vex.")
  package static let evidencePartial = DiagnosticCode(
    "evidence-partial",
    "A report says that it skipped part of what it should have looked at.")
  package static let severityUnknownWord = DiagnosticCode(
    "severity-unknown-word",
    "The scanner used a severity word that is not known; it counts as unknown. A policy may map it.")
  package static let pathOutside = DiagnosticCode(
    "path-outside",
    "A finding's path leaves the repository, so no owner is looked up for it.")

  package static let ofEvidence: [DiagnosticCode] = [
    formatAmbiguous, formatVersion, reportIsVEX, evidencePartial, severityUnknownWord, pathOutside,
  ]
}
