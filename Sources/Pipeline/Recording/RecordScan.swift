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
  /// The commit whose files are scanned, in a folder of their own: a full id or a full ref; nil for the work tree.
  package var commit: String?
  /// Whether the commit's own settings for the scanner are among those files.
  package var keepsSettings = false
  /// The folders and files that are scanned, as named in the current folder, or in the root of the commit.
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
/// whether the files were those of the commit, how it ended, and the digest of what it wrote.
///
/// - Parameter clock: Returns the current time.
/// - Throws: When the scanner cannot be run, or wrote no report in this run: a report of an earlier run is never bound.
package func recordScan(_ scan: ScanToRecord, clock: () -> Timestamp) throws(Diagnostic) -> RecordedScan {
  let program = try scan.program()
  let (place, notes) = ScannedPlace.find(scan)
  let run = ScannerRun(scan, program, in: place)
  try place.refuseTracked(run.candidates.named)
  let (entry, doubts) =
    if let name = scan.commit { try run.ofCommit(name, clock) } else { try run.ofWorkTree(clock) }
  let sideCar = entry.at.file + ReportManifest.suffix
  try Files.write(Array(entry.sideCarText.utf8), to: sideCar)
  return RecordedScan(
    exitCode: Int32(entry.exitCode ?? 0), sideCar: sideCar,
    diagnostics: notes + doubts + faults(of: entry.at.file, at: entry.commit, now: clock()))
}

/// What one run of a scanner needs.
private struct ScannerRun {
  private let scan: ScanToRecord
  /// The path of the scanner's program.
  private let program: String
  private let place: ScannedPlace
  let candidates: ReportCandidates

  init(_ scan: ScanToRecord, _ program: String, in place: ScannedPlace) {
    (self.scan, self.program, self.place) = (scan, program, place)
    candidates = ReportCandidates(of: scan)
  }

  /// Scans the files of the work tree, which is compared with HEAD before and after.
  func ofWorkTree(_ clock: () -> Timestamp) throws(Diagnostic) -> (ReportManifest.Entry, [Diagnostic]) {
    let covers = try scan.covers.map { path throws(Diagnostic) in try place.repositoryPath(of: path) }
    let before = place.state()
    var entry = try entry(in: nil, clock)
    let difference = place.difference(before, place.state(), apartFrom: entry.at.file)
    (entry.root, entry.folder, entry.covers) = (place.root, place.folder, covers.isEmpty ? nil : covers)
    (entry.commit, entry.tree) = (before?.head, before.map { _ in difference == nil ? .clean : .modified })
    return (entry, [difference].compactMap(\.self))
  }

  /// Scans the files of a commit, in a folder that has nothing else.
  func ofCommit(_ name: String, _ clock: () -> Timestamp) throws(Diagnostic) -> (ReportManifest.Entry, [Diagnostic]) {
    let repository = try place.openRepository()
    let exported = try ExportedCommit(name, of: repository, scan)
    let covers = try scan.covers.map { path throws(Diagnostic) in try exported.path(named: path, in: repository) }
    var entry = try entry(in: exported.folder.path, clock)
    (entry.root, entry.covers) = (exported.folder.path, covers.isEmpty ? nil : covers)
    (entry.commit, entry.tree) = (exported.commit.description, .clean)
    let coverage = Coverage(folders: covers.isEmpty ? nil : covers)
    let unread = exported.unread.map(\.path).filter(coverage.reaches)
    entry.unread = unread.isEmpty ? nil : unread
    return (entry, exported.notes)
  }

  /// Runs the scanner in a folder, that of this process by default, and describes its report.
  private func entry(in folder: String?, _ clock: () -> Timestamp) throws(Diagnostic) -> ReportManifest.Entry {
    let started = clock()
    let end = try Subprocess.runInForeground(
      program, Array(scan.command.dropFirst()), output: scan.output, in: folder, environment: scan.environment)
    let finished = clock()
    let report = try candidates.written(since: started, end)
    try place.refuseTracked([report])
    let bytes = try Files.readReport(report)
    var entry = ReportManifest.Entry(
      file: name(of: report), exitCode: Int(end.code), finished: finished, digest: bytes.digest.description,
      at: SourcePosition(file: report))
    (entry.tool, entry.version) = scan.toolAndVersion(of: bytes)
    entry.started = started
    return entry
  }
}

/// Why the report will not count, by the reader that the gate uses.
private func faults(of report: String, at head: String?, now: Timestamp) -> [Diagnostic] {
  let loaded = LoadedReports(
    [report], ReadOptions(binding: EvidenceBinding(heads: Set([head].compactMap(\.self)), scanned: head, now: now)))
  let faults = loaded.diagnostics.filter { $0.severity == .error }
  let reasons = loaded.evidence.filter { $0.state != .wrongCommit }.compactMap(\.reason)
  let parts = loaded.diagnostics.filter { $0.code == .evidencePartial }
  return Array(Set((faults + reasons + parts).map(\.asWarning))).sorted()
}

extension ScanToRecord {
  /// The path of the program, which is looked for before anything is written.
  fileprivate func program() throws(Diagnostic) -> String {
    let word = command[0]
    if word.utf8.contains(UInt8(ascii: "/")) {
      // Absolute, because the scanner may run in another folder. Links stay, because a program may look at its own name.
      let isAbsolute = word.utf8.first == UInt8(ascii: "/")
      if Files.size(word) != nil { return isAbsolute ? word : (Files.realPath(".") ?? ".") + "/" + word }
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
  var toolOfCommand: String? {
    command.prefix(4).lazy.map { lowercasedASCII(name(of: $0)) }.first(where: KnownScanners.all.names.contains)
  }
}
