import Evidence
import Git
import Interning
import Model
import System

/// A scanner that is to be run, and what is known of it beforehand.
package struct ScanToRecord: Sendable {
  /// The scanner's command line; never empty.
  package var command: [String]
  /// The file that takes the place of the scanner's stdout; nil when stdout is passed through.
  package var output: String?
  /// The file that the scanner writes its report to; nil when it is that of `output` or one that the command names.
  package var report: String?
  /// The folders and files that are scanned, as named in the current folder.
  package var covers: [String] = []
  package var tool: String?
  package var toolVersion: String?
  package var trustedRepositories: [String] = []
  package var environment: [String: String]

  package init(_ command: [String], environment: [String: String]) {
    (self.command, self.environment) = (command, environment)
  }
}

/// What a recorded run of a scanner left.
package struct RecordedScan: Sendable {
  /// The exit code of the scanner, as a shell reports it.
  package var exitCode: Int32
  /// The side-car that was written.
  package var sideCar: String
  package var diagnostics: [Diagnostic]
}

/// Runs a scanner, passes its output through, and writes the side-car of its report: which tool ran, on which commit and
/// whether the work tree equalled it, how it ended, and the digest of what it wrote.
///
/// - Parameter clock: Returns the current time.
/// - Throws: When the scanner cannot be run, or wrote no report in this run: a report of an earlier run is never bound.
package func recordScan(_ scan: ScanToRecord, clock: () -> Timestamp) throws(Diagnostic) -> RecordedScan {
  let program = try scan.program()
  let (place, notes) = ScannedPlace.find(scan)
  let covers = try scan.covers.map { path throws(Diagnostic) in try place.repositoryPath(of: path) }
  let candidates = ReportCandidates(of: scan)
  try place.refuseTracked(candidates.named)
  let (before, started) = (place.state(), clock())
  let end = try Subprocess.runInForeground(program, Array(scan.command.dropFirst()), output: scan.output)
  let (finished, after) = (clock(), place.state())
  let report = try candidates.written(since: started, end)
  try place.refuseTracked([report])
  let bytes = try Files.readReport(report)
  var entry = ReportManifest.Entry(
    file: name(of: report), exitCode: Int(end.code), finished: finished, folder: place.folder,
    covers: covers.isEmpty ? nil : covers, digest: bytes.digest.description, at: SourcePosition(file: report))
  (entry.tool, entry.version) = scan.toolAndVersion(of: bytes)
  entry.started = started
  let difference = place.difference(before, after, apartFrom: report)
  (entry.commit, entry.tree) = (before?.head, before.map { _ in difference == nil ? .clean : .modified })
  let sideCar = report + ReportManifest.suffix
  try Files.write(Array(entry.sideCarText.utf8), to: sideCar)
  return RecordedScan(
    exitCode: end.code, sideCar: sideCar,
    diagnostics: notes + [difference].compactMap(\.self) + doubts(about: report, at: before?.head, now: clock()))
}

/// Why the report will not count, by the reader that the gate uses.
private func doubts(about report: String, at head: String?, now: Timestamp) -> [Diagnostic] {
  let loaded = LoadedReports(
    [report], ReadOptions(binding: EvidenceBinding(heads: Set([head].compactMap(\.self)), scanned: head, now: now)))
  let faults = loaded.diagnostics.filter { $0.severity == .error }
  let reasons = loaded.evidence.filter { $0.state != .wrongCommit }.compactMap(\.reason)
  return Array(Set((faults + reasons).map(\.asWarning))).sorted()
}

extension ScanToRecord {
  /// The path of the program, which is looked for before anything is written.
  fileprivate func program() throws(Diagnostic) -> String {
    let word = command[0]
    if word.utf8.contains(UInt8(ascii: "/")) {
      if Files.size(word) != nil { return word }
    } else if let found = Subprocess.find(word, in: environment) {
      return found
    }
    throw Diagnostic(
      .programFailed, "there is no program \(word), so nothing was scanned",
      help: "install it, or name it by its path; nothing was written")
  }

  /// The name and version of the scanner: as the user says, else as the report says, else by the program's name.
  fileprivate func toolAndVersion(of input: Input) -> (tool: String?, version: String?) {
    var found: (tool: String?, version: String?) = (nil, nil)
    do throws(Diagnostic) {
      let report = try readReport(input)
      let named = report.tool ?? (KnownScanners.all.sharedFormats.contains(report.format) ? nil : report.format)
      found = (named.map { Format.toolName(of: $0) ?? $0 }, report.toolVersion)
    } catch {
      // Reported when the side-car is checked; such as `[]`, which no format is recognised by.
    }
    return (tool ?? found.tool ?? toolOfCommand, toolVersion ?? found.version)
  }

  /// The scanner that the command names: as the program (`bandit`), or as what another program runs (`python3 -m bandit`).
  private var toolOfCommand: String? {
    command.prefix(4).lazy.map { lowercasedASCII(name(of: $0)) }.first(where: KnownScanners.all.names.contains)
  }
}
