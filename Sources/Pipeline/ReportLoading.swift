import Evidence
import Git
import Interning
import Model
import Reports
import System

/// The observations of all reports, and which reports are accepted as evidence.
struct LoadedReports: Sendable {
  var observations: [Observation] = []
  var evidence: [ReportEvidence] = []
  var diagnostics: [Diagnostic] = []
  /// The number of observations, also after they were taken.
  var count = 0
  /// Those of the roots that the user names that a path begins with.
  private(set) var usedRoots: Set<String> = []
}

/// Options for reading reports, shared by the reports of the head, those of the base, and `normalize`.
struct ReadOptions: Sendable {
  var format: String?
  var severities = SeverityMapping()
  var roots: [String] = []
  /// Absolute folders in which the repository is checked out.
  var checkouts: [String] = []
  var binding: EvidenceBinding
  /// Tells which files the change under review could have written, and so are no evidence; nil when no change is judged.
  var tracked: TrackedFiles?
  /// Whether the scanned commit has a file; nil when that is not known.
  var hasFile: (@Sendable (InternedString) -> Bool)?
  /// Called while reports are read.
  var progress: Progress?
}

extension LoadedReports {
  /// Reads all reports in parallel. A report that cannot be read in full adds an error and no observation; a file that
  /// Gatehouse wrote itself adds a warning and no evidence.
  init(_ paths: [String], _ reading: ReadOptions) {
    let files = reportFiles(in: paths, tracked: reading.tracked, &diagnostics)
    let steps = ReadingStep.steps(of: files.map(\.path))
    // The longest reports first, so that no thread has to wait for a long one at the end.
    let order = steps.indices.sorted { (steps[$1].bytes, $0) < (steps[$0].bytes, $1) }
    let isWorthIt = steps.reduce(0) { $0 + $1.bytes } >= ThreadLimits.current.minimumBytes
    var all = inParallel(files.count, isWorthIt: isWorthIt) { turn in
      let number = order[turn]
      if steps[number].isLong { reading.progress?(steps[number]) }
      return (number, LoadedReports(files[number], reading))
    }
    all.sort { $0.0 < $1.0 }
    observations.reserveCapacity(all.reduce(0) { $0 + $1.1.observations.count })
    for number in all.indices {
      observations += all[number].1.takeObservations()
      evidence += all[number].1.evidence
      diagnostics += all[number].1.diagnostics
      usedRoots.formUnion(all[number].1.usedRoots)
    }
    if steps.contains(where: \.isLong) { reading.progress?(nil) }
    count = observations.count
    evidence.sort { $0.order < $1.order }
  }

  /// Returns the observations and releases them.
  mutating func takeObservations() -> [Observation] {
    defer { observations = [] }
    return observations
  }

  /// Warnings about roots that no path begins with: with them nothing is read otherwise.
  func unusedRoots(of roots: [String]) -> [Diagnostic] {
    roots.filter { !usedRoots.contains($0) }.map { root in
      Diagnostic(
        .rootUnused, "no path in a report begins with --root \(root.displayText(limit: 200))", severity: .warning,
        help: "name the folder that the scanner's absolute paths begin with, or leave the option out")
    }
  }

  /// The error that none of the paths has a report, such as an empty folder: silence is no clean scan.
  func nothingRead(from paths: [String], help: String) -> [Diagnostic] {
    guard evidence.isEmpty, !diagnostics.contains(where: { $0.severity == .error }) else { return [] }
    return [
      Diagnostic(
        .nothingToJudge, "no report was given, so nothing was scanned",
        because: paths.map { "\($0) holds no report" },
        help: help)
    ]
  }

  private init(_ file: ReportFile, _ reading: ReadOptions) {
    do throws(Diagnostic) { try add(file, reading) } catch { diagnostics.append(error) }
  }

  private mutating func add(_ file: ReportFile, _ reading: ReadOptions) throws(Diagnostic) {
    let input = try Files.readReport(file.path)
    do throws(Diagnostic) {
      if let refusal = file.refusal { throw refusal }
      var report = try read(input, file, reading)
      if reading.binding.writtenAt != nil { report.modified = Files.modificationTime(of: file.path) }
      // Without a head to hold it against, a report is looked at as a whole.
      evidence +=
        reading.binding.heads.isEmpty
        ? [ReportEvidence(of: report, entry: file.entry, binding: reading.binding)]
        : ReportEvidence.runs(of: report, entry: file.entry, binding: reading.binding)
      observations = report.observations
      diagnostics += report.warnings
      usedRoots = report.usedRoots
    } catch {
      // The line that cannot be parsed may contain the secret that the scanner found, so it is not shown. When the
      // format is unknown, the excerpt only shows a name from the document.
      var fault = error
      if fault.code != .formatUnknown { fault.excerpt = nil }
      if fault.code == .notAReport { throw fault }
      if fault.code == .reportIsOwnOutput {
        guard let entry = file.entry else { throw fault }
        fault = fault.contradicting(entry)
      }
      evidence.append(ReportEvidence(of: input, refused: fault, entry: file.entry))
      throw fault
    }
  }
}

extension ReportEvidence {
  /// By file; the runs of one by their tools and kinds.
  fileprivate var order: (ExactText, String, String, String) {
    (ExactText(file), digest, tool ?? "", kinds.map(\.rawValue).sorted().joined(separator: " ") + " " + state.rawValue)
  }
}

/// The observations of a report, or for an empty file, the clean result that its side-car file attests.
private func read(_ input: Input, _ file: ReportFile, _ reading: ReadOptions) throws(Diagnostic) -> ReportBuilder {
  do throws(Diagnostic) {
    return try readReport(
      input, as: reading.format, severities: reading.severities, roots: reading.roots, folder: file.entry?.folder,
      checkouts: reading.checkouts + [file.entry?.root].compactMap(\.self), covers: file.entry?.covers,
      hasFile: reading.hasFile)
  } catch {
    guard error.code == .reportEmpty else { throw error }
    if let report = ReportBuilder(emptyOutput: input, attestedBy: file.entry) { return report }
    throw file.entry?.failure(of: file.entry?.tool ?? "the scanner") ?? error.knowing(file.entry)
  }
}
