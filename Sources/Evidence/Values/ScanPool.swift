import Interning
import Model

/// The runs of a report that holds results of several tools, or of one tool at several commits. Each run is created
/// once.
struct ScanPool {
  private var known: [[InternedOptional<String>]: Scan] = [:]

  /// The run with these properties; those that are nil are taken from the report.
  mutating func scan(
    in report: ReportBuilder, tool: String? = nil, version: String? = nil, commit: String? = nil, target: String? = nil
  ) -> Scan {
    let key = [tool, version, commit, target].map { InternedOptional($0) }
    if let scan = known[key] { return scan }
    let scan = Scan(
      format: report.format, tool: tool ?? report.tool ?? report.format,
      toolVersion: version ?? (tool == nil || tool == report.tool ? report.toolVersion : nil), time: report.time,
      commit: commit ?? report.commit, target: target, report: report.input.name)
    known[key] = scan
    return scan
  }
}

extension ReportBuilder {
  /// Sets the report's commit to the one that all open results name; leaves it unset if they differ.
  ///
  /// Results that are fixed or suppressed name the commit where they were last seen, which may not be the head.
  mutating func adoptCommitOfOpenResults() {
    let open = observations.filter { $0.state == .open }
    guard let commit = open.first?.scan.commit, open.allSatisfy({ $0.scan.commit == commit }) else { return }
    self.commit = commit
  }
}
