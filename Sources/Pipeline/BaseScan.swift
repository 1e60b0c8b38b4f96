import Evidence
import Git
import Interning
import Model

/// The findings of the base reports, and what was scanned.
struct BaseScan: Sendable {
  let findings: [Finding]
  /// The commit to whose lines the locations of the findings refer.
  let commit: CommitID
  private let scanned: ScannedKinds
  private let earlier: [EarlierScan]

  init(_ findings: [Finding], _ evidence: [ReportEvidence], _ earlier: [EarlierScan], commit: CommitID) {
    (self.findings, self.commit, self.earlier) = (findings, commit, earlier)
    scanned = ScannedKinds(evidence)
  }

  /// Whether a scan like the one that made an observation examined the base. If not, it is no news that the base does not
  /// have the problem.
  func isScanned(by observation: Observation) -> Bool { scanned.contains(observation) }

  /// Whether a scan like the one that made an observation examined the place earlier, and the file is unchanged since. Then
  /// a problem that it does not have may have surfaced.
  ///
  /// - Parameter path: The file of the observation before the change.
  func isMissingEarlier(_ observation: Observation, at path: InternedString) -> Bool {
    earlier.contains { $0.scanned.contains(observation) && !$0.changes.contains(path) }
  }
}

/// The reports on a commit before the one that base and head have in common.
struct EarlierScan: Sendable {
  let scanned: ScannedKinds
  /// The paths, at the common commit, of the files that are different there.
  let changes: Set<InternedString>

  init(_ evidence: [ReportEvidence], _ changes: FileChanges) {
    scanned = ScannedKinds(evidence)
    self.changes = Set(
      changes.sorted.flatMap { [$0.path, $0.oldPath].compactMap { $0.map { InternedString($0) } } })
  }
}

/// What some reports examined.
struct ScannedKinds: Sendable {
  private let tools: Set<InternedString>
  private let kinds: Set<Observation.Kind>
  /// Whether a report does not say what kind of scan it is of.
  private let isUnclear: Bool

  init(_ evidence: [ReportEvidence]) {
    tools = Set(
      evidence.compactMap { report in
        report.tool.map { InternedString(Scan(format: report.format, tool: $0, report: report.file).toolKey) }
      })
    kinds = evidence.reduce(into: []) { $0.formUnion($1.kinds) }
    isUnclear = evidence.contains { $0.kinds.isEmpty && $0.tool == nil }
  }

  /// Whether a scan like the one that made an observation is among them.
  func contains(_ observation: Observation) -> Bool {
    if isUnclear || kinds.contains(observation.kind) { return true }
    if observation.kind.isDependency, kinds.contains(where: \.isDependency) { return true }
    return tools.contains(InternedString(observation.scan.toolKey))
  }
}
