import Interning
import Model

/// What one run of a report that holds several says of itself. What one of them proves says nothing about the others.
struct ScanRun: Sendable {
  var tool: String?
  var toolVersion: String?
  var time: Timestamp?
  var commit: String?
  var kinds: Set<Observation.Kind> = []
  var hasScanProof = false
  var examined: [String] = []
  var unevaluated = 0
  /// The files that it could not read.
  var unread: [String] = []
  /// The number of its observations.
  var results = 0

  init() {}

  fileprivate init(_ report: ReportBuilder) {
    (tool, toolVersion, time, commit) = (report.tool, report.toolVersion, report.time, report.commit)
    (kinds, hasScanProof, examined) = (report.kinds, report.hasScanProof, report.examined)
    unevaluated = report.unevaluated
  }

  /// Whether the run shows by itself that something was scanned.
  var isProven: Bool { hasScanProof || results > unevaluated }
}

extension ReportBuilder {
  /// Reads a run that stands beside others in the report, and keeps what it says of itself. The report as a whole has the tool of
  /// its first run and the time of its oldest.
  mutating func addRun(_ read: (inout ReportBuilder) throws(Diagnostic) -> Void) throws(Diagnostic) {
    let (before, first, firstUnread) = (ScanRun(self), observations.count, unread.count)
    apply(ScanRun())
    try read(&self)
    var run = ScanRun(self)
    run.results = observations.count - first
    run.unread = unread[firstUnread...].map(\.path)
    for index in first..<observations.count { run.kinds.insert(observations[index].kind) }
    runs.append(run)
    if let one = before.commit, let other = run.commit, one != other {
      fail("the runs of this report were made from different commits: \(one) and \(other)")
    }
    var whole = before
    if before.tool == nil { (whole.tool, whole.toolVersion) = (run.tool, run.toolVersion) }
    whole.time = [before.time, run.time].compactMap(\.self).min()
    whole.commit = run.commit ?? before.commit
    whole.kinds.formUnion(kinds)
    whole.hasScanProof = before.hasScanProof || run.hasScanProof
    whole.examined += run.examined
    whole.unevaluated += run.unevaluated
    apply(whole)
  }

  /// Reads one of several documents of a report, which may be scans of their own. Their report is as old as the oldest, and of
  /// no commit unless all name the same one.
  mutating func addDocument(
    isFirst: Bool, _ read: (inout ReportBuilder) throws(Diagnostic) -> Void
  ) throws(Diagnostic) {
    let before = (commit: commit, time: time)
    (commit, time) = (nil, nil)
    try read(&self)
    if isFirst { return }
    if let one = before.commit, let other = commit, one != other {
      fail("the documents of this report were made from different commits: \(one) and \(other)")
    }
    commit = commit == nil ? nil : before.commit
    time = [before.time, time].compactMap(\.self).min()
  }

  private mutating func apply(_ run: ScanRun) {
    (tool, toolVersion, time, commit) = (run.tool, run.toolVersion, run.time, run.commit)
    (kinds, hasScanProof, examined) = (run.kinds, run.hasScanProof, run.examined)
    unevaluated = run.unevaluated
  }

  /// The report as what one of its runs says.
  fileprivate func only(_ run: ScanRun) -> ReportBuilder {
    var report = self
    report.apply(run)
    report.resultsOfRun = run.results
    report.unread = unread.filter { file in run.unread.contains { $0.isSame(as: file.path) } }
    return report
  }

  /// The tools of all runs.
  var tools: [String] { runs.isEmpty ? [tool].compactMap(\.self) : runs.compactMap(\.tool) }
}

extension ReportEvidence {
  /// The evidence of each run of a report. Runs that say the same of their tool, kinds and commit count as one.
  ///
  /// A merged SARIF log holds the runs of several tools. Each must show by itself that it scanned something, when and which
  /// commit, as it must in a file of its own.
  package static func runs(
    of report: ReportBuilder, entry: ReportManifest.Entry? = nil, binding: EvidenceBinding
  ) -> [ReportEvidence] {
    guard report.runs.count > 1 else { return [ReportEvidence(of: report, entry: entry, binding: binding)] }
    var distinct: [ScanRun] = []
    for run in report.runs {
      if let index = distinct.firstIndex(where: { $0.isLike(run) }) {
        distinct[index].add(run)
      } else {
        distinct.append(run)
      }
    }
    return distinct.map { ReportEvidence(of: report.only($0), entry: entry, binding: binding) }
  }
}

extension ScanRun {
  /// Whether two runs are the same to every demand for evidence.
  fileprivate func isLike(_ other: ScanRun) -> Bool {
    tool == other.tool && toolVersion == other.toolVersion && commit == other.commit && kinds == other.kinds
      && isProven == other.isProven && (time == nil) == (other.time == nil)
  }

  fileprivate mutating func add(_ other: ScanRun) {
    time = [time, other.time].compactMap(\.self).min()
    hasScanProof = hasScanProof || other.hasScanProof
    unread += other.unread
    (results, unevaluated) = (results + other.results, unevaluated + other.unevaluated)
  }
}
