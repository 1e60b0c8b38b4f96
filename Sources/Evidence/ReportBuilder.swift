import Interning
import Model
import System

/// The content of a report while it is being read; a `Format` fills it in.
///
/// A format's reader keeps the scanner's own words: `nativeSeverity` is the scanner's severity word or a number on the
/// CVSS scale, and `location.path` is the path as written. `readReport` then does what is common to all formats: it
/// maps words to severities, resolves paths in the repository, and removes fingerprints that identify nothing.
package struct ReportBuilder: Sendable {
  package let input: Input
  package let format: String
  package var observations: [Observation] = []
  /// Reasons why the scan is incomplete, as the tool reports them. With any of them the evidence's state is `failed`.
  package var failures: [Diagnostic] = []
  /// Problems that hide no result: unknown severity words, paths outside the repository.
  package var warnings: [Diagnostic] = []
  /// Whether the report proves that something was scanned: it lists rules, files, packages or results.
  package var hasScanProof = false
  /// How a report of the tool without results could prove a scan, beside a side-car; half a sentence for the user.
  package var otherProof: String?
  /// How many results the tool counts, where a report states it apart from the list of them. A report that lists none of
  /// them is incomplete.
  package var counted = 0
  /// The number of observations that do not prove that something was scanned, because their rules were not evaluated.
  package var unevaluated = 0
  /// The kinds of observation that the scan looked for, even if it found none.
  package var kinds: Set<Observation.Kind> = []
  package var tool: String?
  package var toolVersion: String?
  /// When the scan ended, as stated in the report.
  package var time: Timestamp?
  /// When the file of the report was last written, if that is known.
  package var modified: Timestamp?
  /// The commit that was scanned, as stated in the report.
  package var commit: String?
  /// The files that were scanned; nil unless the tool lists all of them and not only those with results.
  package var scanned: [String]?
  /// The files that the tool could not read, or only in part, as it names them.
  package internal(set) var unread: [UnreadFile] = []
  /// Files that the report names as examined, without saying that it names all. Like those of `scanned`, they prove a
  /// scan if the commit has one of them.
  package var examined: [String] = []
  /// The runs of a report that holds several; empty for one that does not tell them apart.
  var runs: [ScanRun] = []
  /// The number of results of the run that is looked at alone; nil for the report as a whole.
  var resultsOfRun: Int?
  /// Absolute paths that the report names as the root of the scan.
  package var roots: [String] = []
  /// The folders or files that the report names as scanned, as it writes them.
  private var scannedFolders: Set<ExactText> = []
  /// Those of the roots that the user names that a path of the report begins with.
  package internal(set) var usedRoots: Set<String> = []

  /// The JSON pointer of the document that is being read, for reports that hold several; empty otherwise.
  var pointer = ""

  private let file: InternedString

  package init(input: Input, format: String) {
    (self.input, self.format, file) = (input, format, InternedString(input.name))
  }

  /// The run that observations refer to, with the tool, time and commit known so far. Readers call this once per run,
  /// after they have set those.
  package func scan(target: String? = nil) -> Scan {
    Scan(
      format: format, tool: tool ?? format, toolVersion: toolVersion, time: time, commit: commit, target: target,
      report: input.name)
  }

  /// The position of a list element in the report. No lines are counted: the position is the list's pointer and an
  /// index.
  ///
  /// - Parameter prefix: the pointer of the list within the current document.
  package func position(_ prefix: String, _ index: Int) -> SourcePosition {
    position(list(prefix), index)
  }

  /// The position of an element of a list that `list(_:)` returned; faster when many elements of one list are read.
  package func position(_ list: InternedString, _ index: Int) -> SourcePosition {
    SourcePosition(file: file, list: list, index: index)
  }

  /// The pointer of a list in the current document, for `position(_:_:)`.
  package func list(_ prefix: String) -> InternedString { InternedString(pointer.isEmpty ? prefix : pointer + prefix) }

  /// Adds files that were scanned, from a tool that lists all of them.
  package mutating func recordScannedFiles(_ files: [String]) { scanned = (scanned ?? []) + files }

  /// Records the folder that was scanned, from a tool that names files from there. What has a scheme is no folder.
  package mutating func recordScannedFolder(_ folder: String?) {
    guard let folder, !folder.isEmpty, !folder.contains("://") else { return }
    scannedFolders.insert(ExactText(folder))
  }

  /// The one folder that was scanned; nil when the report names none or several.
  var scannedFolder: String? { scannedFolders.count == 1 ? scannedFolders.first?.text : nil }

  /// Records that the scan is incomplete.
  ///
  /// - Parameters:
  ///   - text: one sentence without a period that names what failed and why.
  ///   - position: where the report states it; nil for the report as a whole.
  package mutating func fail(_ text: String, at position: SourcePosition? = nil) {
    failures.append(
      Diagnostic(
        .reportFailed, text, at: position ?? SourcePosition(file: input.name),
        help: "run \(tool ?? format) again and check its messages"))
  }
  /// Records that a file was not scanned, or only in part. A run that does not say which file is incomplete as a whole.
  ///
  /// - Parameters:
  ///   - file: the path as the tool writes it.
  ///   - lines: the lines that were not read; nil when they are not known.
  ///   - text: one sentence without a period that names the file and the reason.
  package mutating func noteUnread(
    _ file: String?, lines: [ClosedRange<Int>]? = nil, _ text: String, at position: SourcePosition? = nil
  ) {
    guard let file, !file.isEmpty else { return fail(text, at: position) }
    let fault = Diagnostic(
      .evidencePartial, text, severity: .warning, at: position ?? SourcePosition(file: input.name))
    unread.append(UnreadFile(file, lines: lines, fault: fault))
  }
}
