import Console
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
///
/// The commit that base and head have in common is the one with which the head is compared, so all places are places of its
/// files. What the base branch has touched since has none there.
///
/// What a report lists as fixed is not there: such a result proves as much as none.
struct BaseReports {
  let comparison: Comparison
  let base: CommitID
  let request: Request
  let severities: SeverityMapping
  let tracked: TrackedFiles
  let repository: Repository

  /// The commit to whose files the ids of findings refer.
  private var common: CommitID { comparison.origin?.commit ?? base }

  /// The reports on one commit.
  private struct Scan {
    let commit: CommitID
    let position: Position
    var evidence: [ReportEvidence] = []
    var observations: [Observation] = []
  }

  /// Where a commit stands in the history of the base.
  private enum Position {
    /// Before the commit that base and head have in common, or beside it.
    case earlier
    case common
    /// After it, up to the base.
    case later
  }

  /// The findings of the reports; nil when none can be used. A report that cannot be read, or is not known to be a scan of the
  /// base's past, such as one that names no commit, is not used: newness is decided as if it had not been given. It is an error
  /// where there is no such file, and where the change could have written it.
  func read(in scope: ArenaScope) throws(PipelineError) -> (scan: BaseScan?, diagnostics: [Diagnostic]) {
    let files = try attempt { () throws(Diagnostic) in
      (CommitFiles(of: try repository.tree(at: base)), CommitFiles(of: try repository.tree(at: common)))
    }
    var reports = LoadedReports(
      request.baseReports,
      ReadOptions(
        severities: severities, roots: request.roots, checkouts: request.checkouts,
        binding: EvidenceBinding(
          heads: [], scanned: request.baseScanned, scannedOption: "--base-scanned", now: request.now),
        tracked: tracked, hasFile: { !files.0.isMissing($0) || !files.1.isMissing($0) }, progress: request.progress))
    let unread = Set(reports.evidence.compactMap(\.reason).filter { $0.code != .reportInChange })
    let refused = reports.diagnostics.filter { $0.severity == .error && !unread.contains($0) }
    guard refused.isEmpty else { throw PipelineError(refused) }
    let unused =
      reports.diagnostics.filter { $0.code == .reportIsOwnOutput }
      + reports.evidence.compactMap(\.reason).map(\.ofUnusedReport) + (reports.evidence.isEmpty ? [noReport] : [])
    return try attempt { () throws(Diagnostic) in
      let (scans, diagnostics) = try scans(
        of: reports.evidence.filter { $0.reason == nil }, reports.takeObservations().filter { $0.state != .fixed })
      guard !scans.isEmpty else { return (nil, unused + diagnostics) }
      return (try merged(scans, in: scope), unused + diagnostics)
    }
  }

  private var noReport: Diagnostic {
    Diagnostic(
      .nothingToJudge, "there is no report in \(request.baseReports.joined(separator: ", ").displayText(limit: 200))",
      severity: .warning, because: ["newness is decided as if --base-report had not been given"],
      help: "scan the base, and let its scanners write their reports there")
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
      let position = try position(of: commit)
      if position == .earlier { diagnostics.append(note(on: report, commit)) }
      scanOfReport[ExactText(report.file)] = scans.count
      scans.append(Scan(commit: commit, position: position, evidence: [report]))
    }
    for one in observations {
      if let index = scanOfReport[ExactText(one.scan.report)] { scans[index].observations.append(one) }
    }
    return (scans, diagnostics)
  }

  private func position(of commit: CommitID) throws(Diagnostic) -> Position {
    if commit == common { return .common }
    if commit == base { return .later }
    return try repository.ancestry(of: common, in: commit) == .contained ? .later : .earlier
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
    var (present, later) = ([Observation](), [LaterFinding]())
    var result = BaseScan(
      ScannedPlaces(scans.filter { $0.position == .common }.flatMap(\.evidence)), change: comparison.origin?.changes)
    for scan in scans {
      guard scan.position != .common else {
        present += scan.observations
        continue
      }
      let changes = try repository.changes(from: common, to: scan.commit)
      let (carried, rest) = try carry(scan.observations, from: scan.commit, by: changes)
      present += carried
      switch scan.position {
      case .earlier: result.add(EarlierScan(scan.evidence, changes))
      case .common, .later:
        result.add(try laterScan(scan))
        later += try findings(of: rest, at: scan.commit, in: scope).map { LaterFinding($0, since: changes) }
      }
    }
    result.set(try findings(of: present, at: common, in: scope), later: later)
    return result
  }

  private func laterScan(_ scan: Scan) throws(Diagnostic) -> LaterScan {
    let back = try repository.changes(from: scan.commit, to: common)
    return LaterScan(
      ScannedPlaces(scan.evidence), change: comparison.origin?.changes ?? FileChanges(),
      back: try facts(of: back, from: scan.commit, to: common))
  }

  /// The observations of another commit whose places are the same at the common one, at their places there, and the others.
  ///
  /// - Parameter changes: Those from the common commit to the other one.
  private func carry(
    _ observations: [Observation], from commit: CommitID, by changes: FileChanges
  ) throws(Diagnostic) -> (carried: [Observation], rest: [Observation]) {
    let facts = try facts(of: changes, from: common, to: commit)
    var (carried, rest) = ([Observation](), [Observation]())
    let isTouchedAgain = comparison.origin?.changes.touchFile(of: changes) ?? true
    for (one, isUntouched) in zip(
      observations, areUntouched(observations, in: facts, isTouchedAgain: isTouchedAgain))
    {
      if isUntouched, let moved = one.moved(by: changes) { carried.append(moved) } else { rest.append(one) }
    }
    return (carried, rest)
  }

  private func facts(
    of changes: FileChanges, from old: CommitID, to new: CommitID
  ) throws(Diagnostic) -> HistoryFacts {
    let trees = (old: try repository.tree(at: old), new: try repository.tree(at: new))
    let files = CommitFiles(of: trees.new)
    return HistoryFacts(
      changes: changes, isInHead: { !files.isMissing($0) },
      packages: PackageChanges(changes, from: trees.old, to: trees.new).facts, now: request.now)
  }

  /// Merges observations of one commit. Ids refer to the common commit.
  private func findings(
    of observations: [Observation], at commit: CommitID, in scope: ArenaScope
  ) throws(Diagnostic) -> [Finding] {
    var (observations, origins) = (observations, [Origin]())
    if commit != common {
      origins = [Origin(commit: common, changes: try repository.changes(from: common, to: commit))]
    }
    _ = try addOrigins(
      to: &observations, in: CommitFiles(of: try repository.tree(at: commit)), since: origins, in: repository)
    return correlate(observations, in: scope).map(\.wrappedValue).sortedByID
  }
}

extension Diagnostic {
  /// The reason why a report is no evidence, as a warning that the base report is not used.
  fileprivate var ofUnusedReport: Diagnostic {
    var warning = asWarning
    warning.because.append("the base report is not used: newness is decided as if it had not been given")
    return warning
  }
}
