import Model

/// The runs of a report that holds the results of several tools, or of one tool at several commits: each is made once.
struct Scans {
  private var known: [[String?]: Scan] = [:]

  /// The run of that tool, where one is named, else of the report's.
  mutating func scan(
    in report: ReportBuilder, tool: String? = nil, version: String? = nil, commit: String? = nil, target: String? = nil
  ) -> Scan {
    let key = [tool, version, commit, target]
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
  /// Takes the commit that all open results name for the one that was scanned; none where they differ.
  ///
  /// What was fixed or set aside names the commit where it was last seen, which says nothing of the head.
  mutating func adoptCommitOfOpenResults() {
    let open = observations.filter { $0.state == .open }
    guard let commit = open.first?.scan.commit, open.allSatisfy({ $0.scan.commit == commit }) else { return }
    self.commit = commit
  }
}
