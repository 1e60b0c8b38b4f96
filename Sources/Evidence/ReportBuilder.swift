import Interning
import Model
import System

/// A report while it is read: what a `Format` fills in.
///
/// The reader says what the scanner said, in its own words. It sets `nativeSeverity` (the scanner's word, or a CVSS-like
/// number) and `location.path` as written, and leaves the rest to the house: `readReport` turns words into severities,
/// paths into paths of the repository, and drops fingerprints that identify nothing, each in one place for all formats.
package struct ReportBuilder: Sendable {
  package let input: Input
  package let format: String
  package var observations: [Observation] = []
  /// The tool says that it did not finish: the state becomes `failed`, with these as reasons.
  package var failures: [Diagnostic] = []
  /// What is odd but hides nothing: unknown severity words, paths outside of the repository.
  package var warnings: [Diagnostic] = []
  /// The report itself proves that something was looked at (rules run, files scanned, packages listed, results).
  package var hasScanProof = false
  /// Kinds that were looked for, when the report says so though nothing was found.
  package var kinds: Set<Observation.Kind> = []
  package var tool: String?
  package var toolVersion: String?
  /// When the scan ended, as the report says.
  package var time: Timestamp?
  /// The commit that was scanned, as the report says.
  package var commit: String?
  /// Every file that was scanned, where the tool lists them all and not only those with results.
  package var scanned: [String]?
  /// Absolute folders that the report itself names as the root of what was scanned.
  package var roots: [String] = []

  /// Where the document that is read now stands in the report, as a JSON pointer; empty where it is all of it.
  var pointer = ""

  private let file: InternedString

  package init(input: Input, format: String) {
    (self.input, self.format, file) = (input, format, InternedString(input.name))
  }

  /// What all observations of one run share. Readers make one per run, after they know tool, time and commit.
  package func scan(target: String? = nil) -> Scan {
    Scan(
      format: format, tool: tool ?? format, toolVersion: toolVersion, time: time, commit: commit, target: target,
      report: input.name)
  }

  /// Where an observation stands. Cheap: no line is counted, the pointer is the prefix and the index.
  package func place(_ prefix: String, _ index: Int) -> SourcePosition {
    place(list(prefix), index)
  }

  /// The same of a list of which the place is known: for whoever reads many of its elements.
  package func place(_ list: InternedString, _ index: Int) -> SourcePosition { SourcePosition(file: file, list: list, index: index) }

  /// A list of the document that is read, as `place` takes it.
  package func list(_ prefix: String) -> InternedString { InternedString(pointer.isEmpty ? prefix : pointer + prefix) }

  /// The tool lists these files as scanned, and leaves none out.
  package mutating func recordScannedFiles(_ files: [String]) { scanned = (scanned ?? []) + files }

  /// The tool says that it did not do all of its work. `text` is one sentence.
  package mutating func fail(_ text: String, at place: SourcePosition? = nil) {
    failures.append(
      Diagnostic(
        .reportFailed, text, at: place ?? SourcePosition(file: input.name),
        help: "run \(tool ?? format) again and look at its own messages"))
  }
}
