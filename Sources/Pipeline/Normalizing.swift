import Correlation
import Documents
import Evidence
import Model

/// `gatehouse normalize`: what each scanner said, one JSON object a line, before merging.
///
/// A report that cannot be read in full gives a diagnostic and no line.
package func normalize(
  _ paths: [String], format: String?, roots: [String], progress: Progress? = nil
) -> CommandOutput {
  let reports = LoadedReports(paths, reading(format: format, roots, progress))
  var json = JSONWriter()
  for observation in reports.observations { json.observation(observation) }
  return CommandOutput(lines: json.bytes, diagnostics: reports.diagnostics + reports.ownFaults)
}

/// `gatehouse findings`: merged findings, one JSON object a line, without a policy.
package func findings(_ paths: [String], roots: [String], progress: Progress? = nil) -> CommandOutput {
  let reports = LoadedReports(paths, reading(format: nil, roots, progress))
  var json = JSONWriter()
  for finding in correlate(reports.observations).map(\.wrappedValue).sortedByID {
    json.object { json in
      json.field("schemaVersion", 1)
      json.finding(finding)
    }
    json.newline()
  }
  return CommandOutput(lines: json.bytes, diagnostics: reports.diagnostics + reports.ownFaults)
}

extension LoadedReports {
  /// What the reports say against themselves. Nothing is judged here, but it must be heard: no line, and an exit code of
  /// "done", would read as clean (law 1). So a tool that failed and has no results is an error; one that has some is heard
  /// with a warning, as is a report that proves nothing.
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

/// Nothing is judged, so nothing has to be bound to a commit.
private func reading(format: String?, _ roots: [String], _ progress: Progress?) -> ReadOptions {
  ReadOptions(
    format: format, roots: roots, binding: EvidenceBinding(heads: [], now: Timestamp(seconds: .max / 2)),
    progress: progress)
}

extension Format {
  /// Names a policy may ask for: a misspelt one is an error, not a requirement that nothing meets.
  static let toolNames = all.map(\.name).filter { $0 != "sarif" } + sarifTools
  /// Tools that write SARIF and nothing else that is read, by the name a policy uses.
  private static let sarifTools = ["codeql", "flawfinder", "zizmor"]
}
