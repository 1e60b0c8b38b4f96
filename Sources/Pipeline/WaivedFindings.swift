import Correlation
import Git
import Interning
import Model
import Policies
import System

/// Finds out which findings the ids in waivers mean today.
///
/// A waiver was written for an id at its time. Since then files may have been renamed, and lines of one text added above
/// or removed, so that another finding has the id now. So the ids are computed once more, as they were in the commit that
/// brought the waiver to the base branch, and each finding is followed from there.
struct WaivedFindings {
  private let facts: DecisionInput
  private let comparison: Comparison
  private let repository: Repository

  init(_ facts: DecisionInput, _ comparison: Comparison, in repository: Repository) {
    (self.facts, self.comparison, self.repository) = (facts, comparison, repository)
  }

  /// The waivers, which know the findings that they mean, as far as history tells.
  func resolve(_ waivers: Waivers) throws(Diagnostic) -> Waivers {
    let named = waivers.namedFindings
    guard !named.isEmpty, !facts.findings.isEmpty else { return waivers }
    var waivers = waivers
    var byCommit: [CommitID: [ExactText]] = [:]
    var versions: [CommitID: FileVersions.Version] = [:]
    for (id, version) in try beginnings(of: named) {
      byCommit[version.commit, default: []].append(id)
      versions[version.commit] = version
    }
    var meant: [ExactText: Set<InternedString>] = [:]
    for (commit, ids) in byCommit {
      guard let version = versions[commit], let names = try namesIfKnown(since: version) else { continue }
      for id in ids { meant[id] = names[id] ?? [] }
    }
    waivers.resolve(meant)
    return waivers
  }

  /// The version of the waiver file that brought each id. An id is left out where history does not tell.
  private func beginnings(of ids: Set<ExactText>) throws(Diagnostic) -> [ExactText: FileVersions.Version] {
    var found: [ExactText: FileVersions.Version] = [:]
    for ending in yamlEndings {
      var versions = FileVersions(
        of: PolicyBundle.home + "/waivers" + ending, from: comparison.rules, in: repository, limit: Limit.policy,
        commits: mostCommits)
      var (open, last) = (ids, FileVersions.Version?.none)
      while !open.isEmpty, let version = try versions.older() {
        let here = open.intersection(idsIn(version.content ?? []))
        if let last { for id in open.subtracting(here) { found[id] = last } }
        (open, last) = (here, version)
        if version.parent == nil { for id in open { found[id] = version } }
      }
    }
    return found
  }

  /// Nil where contents of that time are not in this clone.
  private func namesIfKnown(
    since version: FileVersions.Version
  ) throws(Diagnostic) -> [ExactText: Set<InternedString>]? {
    do throws(Diagnostic) { return try names(since: version) } catch {
      guard error.code == .repositoryIncomplete || error.code == .repositoryShallow else { throw error }
      return nil
    }
  }

  /// The findings of today by the ids and aliases that they would have had at a commit.
  private func names(since version: FileVersions.Version) throws(Diagnostic) -> [ExactText: Set<InternedString>] {
    let findings = facts.findings.lazy.filter { $0.newness.newness != .resolved }.map(\.finding)
    let paths = Set(findings.flatMap { $0.observations.compactMap { $0.location.$path.interned } })
    let origins = try origins(since: version, comparing: paths)
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

  /// The steps from the commit before a version of the waiver file to the head. The commit that brings a waiver may bring
  /// the code as well, whose ids were those of the change that was to be merged.
  private func origins(
    since version: FileVersions.Version, comparing paths: Set<InternedString>
  ) throws(Diagnostic) -> [Origin] {
    var (origins, paths) = ([Origin](), paths)
    if let common = comparison.origin {
      origins = [common]
      paths = common.changes.pathsBefore(paths)
    }
    let next = comparison.origin?.commit ?? comparison.head?.commit ?? comparison.rules
    let later = try repository.changes(from: version.commit, to: next, comparing: paths)
    origins.insert(Origin(commit: version.commit, changes: later), at: 0)
    guard let parent = version.parent else { return origins }
    let own = try repository.changes(from: parent, to: version.commit, comparing: later.pathsBefore(paths))
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

/// How many commits of the base branch are looked at for the one that brought a waiver.
private let mostCommits = 2000

/// All texts of 32 hexadecimal digits.
private func idsIn(_ bytes: [UInt8]) -> Set<ExactText> {
  let words = bytes.split { !(48...57).contains($0) && !(97...102).contains($0) }
  return Set(words.lazy.filter { $0.count == 32 }.map { ExactText(String(decoding: $0, as: UTF8.self)) })
}
