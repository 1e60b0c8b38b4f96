import Correlation
import Documents
import Evidence
import Model
import Reports
import System

/// The reports that `normalize` and `findings` read, and how. These commands apply no policy.
package struct ReportRequest: Sendable {
  /// Files, folders, or `-` for stdin.
  package var paths: [String]
  /// The format of all reports; nil when it is detected from their content.
  package var inputFormat: String?
  /// Prefixes of absolute paths in reports that are replaced by the repository root.
  package var roots: [String]
  package var progress: Progress?

  package init(_ paths: [String], inputFormat: String? = nil, roots: [String] = [], progress: Progress? = nil) {
    (self.paths, self.inputFormat, self.roots, self.progress) = (paths, inputFormat, roots, progress)
  }
}

/// Implements `gatehouse normalize`: writes all observations before merging, one JSON object per line, and returns
/// diagnostics about the reports. A report that cannot be read in full gives a diagnostic and no line.
package func normalize(_ request: ReportRequest, into sink: inout ByteSink) -> [Diagnostic] {
  let reports = LoadedReports(request.paths, ReadOptions(request))
  sink.json { json in
    for observation in reports.observations { json.observation(observation) }
  }
  return reports.diagnostics + reports.ownFaults
}

/// Implements `gatehouse findings`: writes the merged findings without applying a policy, one JSON object
/// per line, and returns diagnostics about the reports. It writes nothing when a report has an error,
/// because the findings would be incomplete.
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
  /// Problems that the reports themselves state, so that empty output is not mistaken for a clean scan. A tool that
  /// failed without a result is an error. A tool that failed with results, and a report that does not show that
  /// anything was scanned, are warnings.
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
  /// No policy is applied, so reports need not name a commit.
  fileprivate init(_ request: ReportRequest) {
    self.init(
      format: request.inputFormat, roots: request.roots,
      binding: EvidenceBinding(heads: [], now: Timestamp(seconds: .max / 2)), progress: request.progress)
  }
}
