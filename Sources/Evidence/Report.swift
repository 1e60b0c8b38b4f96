import Documents
import Model

/// A report while it is read: what a `Format` fills in.
///
/// The reader says what the scanner said. It sets `nativeSeverity` (the scanner's word, or a CVSS-like number) and leaves
/// `severity` alone: one function of the house turns words into severities.
package struct Report: Sendable {
  package let input: Input
  package let format: String
  package var observations: [Observation] = []
  /// The tool says that it did not finish: the state becomes `failed`, with these as reasons.
  package var failures: [Diagnostic] = []
  /// The report itself proves that something was looked at (rules run, files scanned, packages listed, results).
  package var provesScan = false
  /// Kinds that were looked for, when the report says so though nothing was found.
  package var kinds: Set<Observation.Kind> = []
  package var tool: String?
  package var toolVersion: String?
  /// When the scan ended, as the report says.
  package var time: Timestamp?
  /// The commit that was scanned, as the report says.
  package var commit: String?

  package init(input: Input, format: String) { (self.input, self.format) = (input, format) }

  /// What all observations of one run share. Readers make one per run, after they know tool, time and commit.
  package func scan(target: String? = nil) -> Scan {
    Scan(
      format: format, tool: tool ?? format, toolVersion: toolVersion, time: time, commit: commit, target: target,
      report: input.name)
  }
}
