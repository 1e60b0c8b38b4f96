import Evidence
import Interning
import Model
import System

/// Everything that the scanners said, and which reports may be taken as evidence.
struct LoadedReports: Sendable {
  var observations: [Observation] = []
  var evidence: [ReportEvidence] = []
  var diagnostics: [Diagnostic] = []
  /// How many observations there were.
  var count = 0
}

/// How reports are read: the same for the head's, the base's and for `normalize`.
struct ReadOptions: Sendable {
  var format: String?
  var severities: [String: [String: Severity?]] = [:]
  var roots: [String] = []
  var binding: EvidenceBinding
  /// Whether the scanned commit has a file; nil: nobody can tell.
  var hasFile: (@Sendable (InternedString) -> Bool)?
  /// Who is told what is being read.
  var progress: Progress?
}

extension LoadedReports {
  /// Reads all reports, one a thread. One that cannot be read in full adds an error and no observation.
  init(_ paths: [String], _ reading: ReadOptions) {
    let files = reportFiles(in: paths, &diagnostics)
    let steps = ReadingStep.steps(of: files.map(\.path))
    // The longest first, so that none is left for one thread at the end.
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
    }
    if steps.contains(where: \.isLong) { reading.progress?(nil) }
    count = observations.count
    evidence.sort { ($0.file, $0.digest) < ($1.file, $1.digest) }
  }

  /// The observations, which are kept no longer.
  mutating func takeObservations() -> [Observation] {
    defer { observations = [] }
    return observations
  }

  private init(_ file: ReportFile, _ reading: ReadOptions) {
    do throws(Diagnostic) { try add(file, reading) } catch { diagnostics.append(error) }
  }

  private mutating func add(_ file: ReportFile, _ reading: ReadOptions) throws(Diagnostic) {
    let input = try Files.readReport(file.path)
    do throws(Diagnostic) {
      let report = try read(input, file, reading)
      evidence.append(ReportEvidence(of: report, entry: file.entry, binding: reading.binding))
      observations = report.observations
      diagnostics += report.warnings
    } catch {
      // The line that cannot be read may hold the very secret that the scanner found (law 12). Where the format is unknown
      // one of its names is shown, and nothing else.
      var fault = error
      if fault.code != .formatUnknown { fault.excerpt = nil }
      evidence.append(ReportEvidence(of: input, refused: fault, entry: file.entry))
      throw fault
    }
  }
}

/// The observations of a report; where it has no byte, what its side-car attests for it.
private func read(_ input: Input, _ file: ReportFile, _ reading: ReadOptions) throws(Diagnostic) -> ReportBuilder {
  do throws(Diagnostic) {
    return try readReport(
      input, as: reading.format, severities: reading.severities, roots: reading.roots, folder: file.entry?.folder,
      hasFile: reading.hasFile)
  } catch {
    guard error.code == .reportEmpty, let report = ReportBuilder(emptyOutput: input, attestedBy: file.entry) else {
      throw error
    }
    return report
  }
}
