import Correlation
import Git
import Interning
import Model
import System

/// The ids that findings would have had at earlier commits.
///
/// Since then files may have been renamed, and lines of one text added above or removed, so that another finding has the id
/// now. So the ids are computed once more, as they were then, and each finding is followed from there.
struct FindingNames {
  /// Those of the head.
  let findings: [Finding]
  let comparison: Comparison
  let repository: Repository

  /// For the ids and aliases that findings would have had at a commit, the ids of today; nil where contents of that time are
  /// not in this clone.
  ///
  /// - Parameter parent: The commit before it, when what the commit itself brings had ids of the change that brought it.
  func names(at commit: CommitID, after parent: CommitID? = nil) throws(Diagnostic) -> [ExactText: Set<InternedString>]?
  {
    do throws(Diagnostic) { return try findNames(at: commit, after: parent) } catch {
      guard error.code == .repositoryIncomplete || error.code == .repositoryShallow else { throw error }
      return nil
    }
  }

  /// For findings of today, the ids that they would have had at a commit, as far as these are other ones.
  func earlierNames(at commit: CommitID) throws(Diagnostic) -> [String: [String]] {
    var earlier: [String: [String]] = [:]
    for (name, ids) in try names(at: commit) ?? [:] {
      for id in ids where !id.wrappedValue.isSame(as: name.text) {
        earlier[id.wrappedValue, default: []].append(name.text)
      }
    }
    return earlier.mapValues { $0.sorted() }
  }

  private func findNames(
    at commit: CommitID, after parent: CommitID?
  ) throws(Diagnostic) -> [ExactText: Set<InternedString>] {
    let paths = Set(findings.flatMap { $0.observations.compactMap { $0.location.$path.interned } })
    let origins = try origins(since: commit, parent, comparing: paths)
    var (names, pending) = ([ExactText: Set<InternedString>](), [Finding]())
    for finding in findings {
      let isChanged = finding.observations.contains { one in
        one.location.$path.interned.map { origins.change($0) } ?? false
      }
      if isChanged { pending.append(finding) } else { add(finding, as: finding.$id, to: &names) }
    }
    guard !pending.isEmpty else { return names }
    var observations = pending.flatMap { Array($0.observations) }
    let now = Dictionary(pending.flatMap { finding in finding.observations.map { (Place($0), finding.$id) } }) {
      one, _ in
      one
    }
    var lines = try LineOrigins(
      of: CommitFiles(of: comparison.headTree(in: repository)), since: origins, in: repository)
    try lines.add(to: &observations)
    let scope = ArenaScope()
    for finding in correlate(observations, in: scope).map(\.wrappedValue) {
      if let id = now[Place(finding.observations[0])] { add(finding, as: id, to: &names) }
    }
    return names
  }

  private func add(_ finding: Finding, as id: InternedString, to names: inout [ExactText: Set<InternedString>]) {
    for name in [finding.id] + finding.aliases { names[ExactText(name), default: []].insert(id) }
  }

  /// The steps from a commit, or the one before it, to the head.
  private func origins(
    since commit: CommitID, _ parent: CommitID?, comparing paths: Set<InternedString>
  ) throws(Diagnostic) -> [Origin] {
    var (origins, paths) = ([Origin](), paths)
    if let common = comparison.origin {
      origins = [common]
      paths = common.changes.pathsBefore(paths)
    }
    let next = comparison.origin?.commit ?? comparison.head?.commit ?? comparison.rules
    let later = try repository.changes(from: commit, to: next, comparing: paths)
    origins.insert(Origin(commit: commit, changes: later), at: 0)
    guard let parent else { return origins }
    let own = try repository.changes(from: parent, to: commit, comparing: later.pathsBefore(paths))
    return [Origin(commit: parent, changes: own)] + origins
  }
}

extension FileChanges {
  /// The paths of files before the changes.
  fileprivate func pathsBefore(_ paths: Set<InternedString>) -> Set<InternedString> {
    Set(paths.map { self[$0]?.oldPath.map { InternedString($0) } ?? $0 })
  }
}

extension [Origin] {
  /// Whether any of these steps changes a file, by its path after the last one.
  ///
  /// The first change found decides, so that the path needs no following: until then the file has this name.
  fileprivate func change(_ path: InternedString) -> Bool {
    reversed().contains { $0.changes[path] != nil }
  }
}

/// A place in a report, and the location that it names: a result can have several.
private struct Place: Hashable {
  let at: SourcePosition
  let location: Location

  init(_ one: Observation) { (at, location) = (one.at, one.location) }
}
