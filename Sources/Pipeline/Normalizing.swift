import Correlation
import Documents
import Evidence
import Model
import Reports
import System

/// Which reports a command reads that judges nothing (`normalize`, `findings`), and how.
package struct ReportRequest: Sendable {
  /// Files, folders, or `-` for stdin.
  package var paths: [String]
  /// The format of all reports; nil: told from their bytes.
  package var inputFormat: String?
  /// Prefixes of absolute paths in reports that stand for the repository root.
  package var roots: [String]
  package var progress: Progress?

  package init(_ paths: [String], inputFormat: String? = nil, roots: [String] = [], progress: Progress? = nil) {
    (self.paths, self.inputFormat, self.roots, self.progress) = (paths, inputFormat, roots, progress)
  }
}

/// `gatehouse normalize`: writes the observations of all reports before merging, one JSON object per line, and returns what is
/// to be said of the reports. A report that cannot be read in full gives a diagnostic and no line.
package func normalize(_ request: ReportRequest, into sink: inout ByteSink) -> [Diagnostic] {
  let reports = LoadedReports(request.paths, ReadOptions(request))
  sink.json { json in
    for observation in reports.observations { json.observation(observation) }
  }
  return reports.diagnostics + reports.ownFaults
}

/// `gatehouse findings`: writes the merged findings of all reports, one JSON object per line, without a policy, and returns what
/// is to be said of the reports. Nothing is written when one of them is an error: findings of a part would look like all.
package func findings(_ request: ReportRequest, into sink: inout ByteSink) -> [Diagnostic] {
  let reports = LoadedReports(request.paths, ReadOptions(request))
  let diagnostics = reports.diagnostics + reports.ownFaults
  if diagnostics.contains(where: { $0.severity == .error }) { return diagnostics }
  let findings = correlate(reports.observations).map(\.wrappedValue).sortedByID
  sink.json { json in
    for finding in findings { json.finding(finding) }
  }
  return diagnostics
}

extension LoadedReports {
  /// Faults that the reports state themselves. Nothing is judged here, but no line and an exit code of "done" would read as
  /// clean: a tool that failed without a result is an error; one that failed with results, and a report that proves nothing,
  /// are warnings.
  fileprivate var ownFaults: [Diagnostic] {
    evidence.filter { $0.format != "unknown" }.compactMap { evidence in
      switch evidence.state {
      case .failed: evidence.observations == 0 ? evidence.reason : evidence.reason?.asWarning
      case .empty: evidence.reason?.asWarning
      case .present, .missing, .stale, .wrongCommit, .unbound: nil
      }
    }
  }
}

extension ReadOptions {
  /// Nothing is judged, so nothing has to be bound to a commit.
  fileprivate init(_ request: ReportRequest) {
    self.init(
      format: request.inputFormat, roots: request.roots,
      binding: EvidenceBinding(heads: [], now: Timestamp(seconds: .max / 2)), progress: request.progress)
  }
}

extension Format {
  /// The names of tools that a policy may ask for. A misspelt one is an error, for a requirement that no report can meet would
  /// only say "missing".
  package static let toolNames = all.map(\.name).filter { $0 != "sarif" } + sarifTools
  /// Tools whose reports are read as SARIF and in no other format, by the name that a policy uses.
  private static let sarifTools = ["codeql", "flawfinder", "zizmor"]
}
