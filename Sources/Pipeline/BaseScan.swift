import Evidence
import Git
import Interning
import Model
import Risks

/// The findings of the base reports, and what was scanned. Locations are those of the commit that base and head have in
/// common.
struct BaseScan: Sendable {
  /// First those that came to the base branch after the common commit: they have no place there.
  private(set) var findings: [Finding] = []
  private(set) var laterCount = 0
  /// Where the base branch adds the lines of those (`LineMap.insertion`).
  private(set) var laterPlaces: [Int?] = []
  private let scanned: ScannedPlaces
  /// From the common commit to the head.
  private let change: FileChanges?
  private var later: [LaterScan] = []
  private var earlier: [EarlierScan] = []

  /// - Parameters:
  ///   - scanned: What the reports on the common commit examined.
  ///   - change: From the common commit to the head; nil when there is nothing to compare with.
  init(_ scanned: ScannedPlaces, change: FileChanges?) { (self.scanned, self.change) = (scanned, change) }

  mutating func add(_ scan: EarlierScan) { earlier.append(scan) }
  mutating func add(_ scan: LaterScan) { later.append(scan) }

  /// - Parameter later: Findings of later commits in places that the base branch has touched since the common one.
  mutating func set(_ present: [Finding], later: [LaterFinding]) {
    // What is known by its name is not two findings.
    let names = Set(present.map(\.$id))
    let only = later.filter { !names.contains($0.finding.$id) }
    (findings, laterCount, laterPlaces) = (only.map(\.finding) + present, only.count, only.map(\.place))
  }

  /// Whether a scan like the one that made an observation examined its place at the base. If not, it is no news that the base
  /// does not have the problem.
  func isScanned(by observation: Observation) -> Bool {
    scanned.contains(observation, at: observation.pathBefore(change))
      || later.contains { $0.hasExamined(observation) }
  }

  /// Whether a scan like the one that made an observation was made of the base, and went past the file that the change renames.
  func isPassedOver(by observation: Observation) -> Bool {
    guard let path = observation.repositoryPath.interned, change?[path]?.status == .renamed else { return false }
    let isMade = scanned.contains(observation, at: .none) || later.contains { $0.isLike(observation) }
    return isMade && !isScanned(by: observation)
  }

  /// Whether a scan like the one that made an observation examined the place earlier, and the file is unchanged since. Then
  /// a problem that it does not have may have surfaced.
  ///
  /// - Parameter path: The file of the observation before the change.
  func isMissingEarlier(_ observation: Observation, at path: InternedString) -> Bool {
    earlier.contains { $0.scanned.contains(observation, at: .file(path)) && !$0.changes.contains(path) }
  }
}

/// A finding of a commit of the base branch after the one that base and head have in common.
struct LaterFinding {
  let finding: Finding
  /// The line of the common commit after which the base branch adds its line; nil when it has none, or an old one.
  let place: Int?

  /// - Parameter changes: From the common commit to its own.
  init(_ finding: Finding, since changes: FileChanges) {
    self.finding = finding
    let change = finding.location.$path.interned.flatMap { changes[$0] }
    place = finding.location.startLine.flatMap { line in change.flatMap { LineMap($0).insertion(of: line) } }
  }
}

/// The reports on a commit of the base branch after the one that base and head have in common. They say nothing about what
/// the base branch has touched since: a problem may be fixed there that the head still has, without any fault of the change.
struct LaterScan: Sendable {
  private let scanned: ScannedPlaces
  /// From the common commit to the head.
  private let change: FileChanges
  /// About the changes from the scanned commit back to the common one.
  private let back: HistoryFacts

  init(_ scanned: ScannedPlaces, change: FileChanges, back: HistoryFacts) {
    (self.scanned, self.change, self.back) = (scanned, change, back)
  }

  /// Whether a scan like the one that made an observation of the head examined the place that it had before the change.
  func hasExamined(_ observation: Observation) -> Bool {
    guard scanned.contains(observation, at: placeThere(observation)) else { return false }
    // A place that the change brings had none.
    guard let place = observation.moved(by: change) else { return true }
    return areUntouched([place], in: back, isTouchedAgain: false)[0]
  }

  /// Whether one of the scans was like the one that made an observation, wherever it looked.
  func isLike(_ observation: Observation) -> Bool { scanned.contains(observation, at: .none) }

  /// Where the file of an observation of the head was at the scanned commit.
  private func placeThere(_ observation: Observation) -> PlaceBefore {
    guard case .file(let path) = observation.pathBefore(change) else { return .none }
    return .file(back.changes?[path]?.oldPath.map { InternedString($0) } ?? path)
  }
}

/// The reports on a commit before the one that base and head have in common.
struct EarlierScan: Sendable {
  let scanned: ScannedPlaces
  /// The paths, at the common commit, of the files that are different there.
  let changes: Set<InternedString>

  init(_ evidence: [ReportEvidence], _ changes: FileChanges) {
    scanned = ScannedPlaces(evidence)
    self.changes = Set(
      changes.sorted.flatMap { [$0.path, $0.oldPath].compactMap { $0.map { InternedString($0) } } })
  }
}
