import Correlation
import Evidence
import Git
import Interning
import Model
import Risks
import System

/// Reads reports on the base.
///
/// A report on the base tip, on the commit that base and head have in common, or on one between them shows what was there
/// before the change and what was not. One on an earlier commit shows less: what it has is old where nothing has touched
/// its place since, and what it lacks may have come later.
struct BaseReports {
  let comparison: Comparison
  let base: CommitID
  let request: Request
  let severities: [String: [String: Severity?]]
  let tracked: TrackedFiles
  let repository: Repository

  /// The commit to whose files the ids of findings refer.
  private var common: CommitID { comparison.origin?.commit ?? base }

  /// The reports on one commit.
  private struct Scan {
    let commit: CommitID
    /// Whether the commit is one before the common one, or beside it.
    let isEarlier: Bool
    var evidence: [ReportEvidence] = []
    var observations: [Observation] = []
  }

  /// The findings of the reports; nil when none can be used. A report that cannot be read is an error, because findings
  /// could then be new or old by mistake. So is one that does not name its commit: it could be one of the head.
  func read(in scope: ArenaScope) throws(PipelineError) -> (scan: BaseScan?, diagnostics: [Diagnostic]) {
    let files = try attempt { () throws(Diagnostic) in
      (CommitFiles(of: try repository.tree(at: base)), CommitFiles(of: try repository.tree(at: common)))
    }
    var reports = LoadedReports(
      request.baseReports,
      ReadOptions(
        severities: severities, roots: request.roots, checkouts: request.checkouts,
        binding: EvidenceBinding(heads: [], now: request.now),
        tracked: tracked, hasFile: { !files.0.isMissing($0) || !files.1.isMissing($0) }, progress: request.progress))
    let refused = reports.diagnostics.filter { $0.severity == .error } + reports.evidence.compactMap(\.reason)
    guard refused.isEmpty else { throw PipelineError(refused) }
    return try attempt { () throws(Diagnostic) in
      let (scans, diagnostics) = try scans(of: reports.evidence, reports.takeObservations())
      guard !scans.isEmpty else { return (nil, diagnostics) }
      return (try merged(scans, in: scope), diagnostics)
    }
  }

  // MARK: - Commits

  private func scans(
    of evidence: [ReportEvidence], _ observations: [Observation]
  ) throws(Diagnostic) -> (scans: [Scan], diagnostics: [Diagnostic]) {
    var (scans, scanOfReport, diagnostics) = ([Scan](), [ExactText: Int](), [Diagnostic]())
    for report in evidence {
      guard let commit = report.commit.flatMap({ CommitID($0) }) else { continue }
      if let index = scans.firstIndex(where: { $0.commit == commit }) {
        scans[index].evidence.append(report)
        scanOfReport[ExactText(report.file)] = index
        continue
      }
      if let refusal = try refusal(of: report, on: commit) {
        diagnostics.append(refusal)
        continue
      }
      let isEarlier = try isEarlier(commit)
      if isEarlier { diagnostics.append(note(on: report, commit)) }
      scanOfReport[ExactText(report.file)] = scans.count
      scans.append(Scan(commit: commit, isEarlier: isEarlier, evidence: [report]))
    }
    for one in observations {
      if let index = scanOfReport[ExactText(one.scan.report)] { scans[index].observations.append(one) }
    }
    return (scans, diagnostics)
  }

  private func isEarlier(_ commit: CommitID) throws(Diagnostic) -> Bool {
    if commit == base || commit == common { return false }
    return try repository.ancestry(of: common, in: commit) != .contained
  }

  /// The warning about a report that proves nothing, because its commit is not known to be one before the base; nil when
  /// it is.
  private func refusal(of report: ReportEvidence, on commit: CommitID) throws(Diagnostic) -> Diagnostic? {
    let ancestry = try repository.ancestry(of: commit, in: base)
    let why: String
    switch ancestry {
    case .contained: return nil
    case .notContained: why = "which is neither the base nor a commit before it"
    case .absent: why = "which this clone does not have"
    case .cut: why = "and the history of this clone does not tell whether that is before the base"
    }
    return Diagnostic(
      .reportWrongCommit, "the base report was made from commit \(commit), \(why), so it is not used",
      severity: .warning, at: SourcePosition(file: report.file), because: ["the base is \(base)"],
      help: ancestry == .notContained ? "scan the base, or a commit before it" : "fetch more of the history of the base"
    )
  }

  private func note(on report: ReportEvidence, _ commit: CommitID) -> Diagnostic {
    Diagnostic(
      .baseReportOlder, "the base report was made from \(commit.short), a commit before the base", severity: .note,
      at: SourcePosition(file: report.file),
      because: ["what it has is old where nothing has touched its place since; what it lacks may have come later"])
  }

  // MARK: - Findings

  private func merged(_ scans: [Scan], in scope: ArenaScope) throws(Diagnostic) -> BaseScan {
    var (observations, earlier) = ([Observation](), [EarlierScan]())
    for scan in scans {
      var found = scan.observations
      if scan.isEarlier {
        let changes = try repository.changes(from: common, to: scan.commit)
        found = try carried(found, from: scan.commit, by: changes)
        earlier.append(EarlierScan(scan.evidence, changes))
      }
      try addLines(to: &found, at: scan.isEarlier ? common : scan.commit)
      observations += found
    }
    let exact = scans.filter { !$0.isEarlier }
    return BaseScan(
      correlate(observations, in: scope).map(\.wrappedValue).sortedByID, exact.flatMap(\.evidence), earlier,
      commit: exact.contains { $0.commit == base } ? base : exact.first?.commit ?? common)
  }

  /// The observations of an earlier commit whose places nothing has touched up to the common one, at their places there.
  ///
  /// - Parameter changes: Those from the common commit to the earlier one.
  private func carried(
    _ observations: [Observation], from earlier: CommitID, by changes: FileChanges
  ) throws(Diagnostic) -> [Observation] {
    let trees = (common: try repository.tree(at: common), earlier: try repository.tree(at: earlier))
    let files = CommitFiles(of: trees.earlier)
    let facts = HistoryFacts(
      changes: changes, isInHead: { !files.isMissing($0) },
      packages: PackageChanges(changes, from: trees.common, to: trees.earlier).facts, now: request.now)
    return zip(observations, areUntouched(observations, in: facts)).compactMap { one, isUntouched in
      guard isUntouched else { return nil }
      return one.moved(by: changes)
    }
  }

  /// Ids of both sides refer to one commit: where the base has moved on since, to the one that they have in common.
  private func addLines(to observations: inout [Observation], at commit: CommitID) throws(Diagnostic) {
    var origins: [Origin] = []
    if commit != common {
      origins = [Origin(commit: common, changes: try repository.changes(from: common, to: commit))]
    }
    _ = try addOrigins(
      to: &observations, in: CommitFiles(of: try repository.tree(at: commit)), since: origins, in: repository)
  }
}

extension Observation {
  /// The observation at the place that its lines have before the changes; nil when they were not there.
  fileprivate func moved(by changes: FileChanges) -> Observation? {
    guard location.$image.isNil, let path = location.$path.interned, let change = changes[path] else { return self }
    let map = LineMap(change)
    var copy = self
    if change.status == .renamed, let old = change.oldPath { copy.location.path = old }
    guard let start = location.startLine, start >= 1, !kind.isDependency else { return copy }
    guard let line = map.base(of: start) else { return nil }
    copy.location.startLine = line
    copy.location.endLine = location.endLine.map { map.base(of: $0) ?? line + $0 - start }
    return copy
  }
}
