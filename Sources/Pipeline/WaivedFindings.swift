import Correlation
import Git
import Interning
import Model
import Policies
import System

/// Finds out which findings the ids in waivers and in the baseline mean today.
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
  ///
  /// - Parameter readsHistory: Whether the waivers of the past are read even where none of today's may cover a finding.
  func resolve(_ waivers: Waivers, readsHistory: Bool) throws(Diagnostic) -> Waivers {
    guard readsHistory || !waivers.all.isEmpty, !facts.findings.isEmpty else { return waivers }
    let present = present
    let names = FindingNames(findings: present, comparison: comparison, repository: repository)
    var waivers = waivers
    if !waivers.namedFindings.isEmpty {
      waivers.resolve(try meanings(of: beginnings(of: waivers.namedFindings, in: "waivers"), by: names))
    }
    guard readsHistory || waivers.mayCover(anyOf: present) else { return waivers }
    let past = try PastWaivers(before: comparison.rules, in: repository)
    waivers.earlier = past.waivers
    let earlier = past.beginnings.filter { !waivers.namedFindings.contains($0.key) }
    waivers.earlier.resolve(try meanings(of: earlier, by: names).merging(waivers.meanings) { $1 })
    var renames = FormerPaths(comparison, in: repository)
    try waivers.earlier.follow(present) { path, commit throws(Diagnostic) in try renames.path(of: path, at: commit) }
    return waivers
  }

  /// The baseline, which knows the findings that it means, as far as history tells.
  func resolve(_ baseline: Baseline) throws(Diagnostic) -> Baseline {
    guard !baseline.isEmpty, !facts.findings.isEmpty else { return baseline }
    let names = FindingNames(findings: present, comparison: comparison, repository: repository)
    var baseline = baseline
    baseline.resolve(try meanings(of: beginnings(of: baseline.ids, in: "baseline"), by: names))
    return baseline
  }

  /// The findings that the head has.
  private var present: [Finding] { facts.findings.filter { $0.newness.newness != .resolved }.map(\.finding) }

  /// The findings that ids mean today, by the versions of the waiver file that brought them.
  private func meanings(
    of beginnings: [ExactText: PastWaivers.Beginning], by names: FindingNames
  ) throws(Diagnostic) -> [ExactText: Set<InternedString>] {
    var byCommit: [CommitID: [ExactText]] = [:]
    var versions: [CommitID: PastWaivers.Beginning] = [:]
    for (id, version) in beginnings {
      byCommit[version.commit, default: []].append(id)
      versions[version.commit] = version
    }
    var meant: [ExactText: Set<InternedString>] = [:]
    for (commit, ids) in byCommit {
      guard let version = versions[commit], let then = try names.names(at: commit, after: version.parent) else {
        continue
      }
      for id in ids { meant[id] = then[id] ?? [] }
    }
    return meant
  }

  /// The version of a file of the bundle that brought each id. An id is left out where history does not tell.
  private func beginnings(
    of ids: Set<ExactText>, in name: String
  ) throws(Diagnostic) -> [ExactText: PastWaivers.Beginning] {
    var found: [ExactText: FileVersions.Version] = [:]
    for ending in yamlEndings {
      var versions = FileVersions(
        of: "\(PolicyBundle.home)/\(name)\(ending)", from: comparison.rules, in: repository, limit: Limit.baseline,
        commits: mostCommits)
      var (open, last) = (ids, FileVersions.Version?.none)
      while !open.isEmpty, let version = try versions.older() {
        let here = open.intersection(idsIn(version.content ?? []))
        if let last { for id in open.subtracting(here) { found[id] = last } }
        (open, last) = (here, version)
        if version.parent == nil { for id in open { found[id] = version } }
      }
    }
    return found.mapValues { PastWaivers.Beginning(commit: $0.commit, parent: $0.parent) }
  }
}

/// How many commits of the base branch are looked at for those that brought waivers.
let mostCommits = 100_000

/// All texts of 32 hexadecimal digits.
func idsIn(_ bytes: [UInt8]) -> Set<ExactText> {
  let words = bytes.split { !(48...57).contains($0) && !(97...102).contains($0) }
  return Set(words.lazy.filter { $0.count == 32 }.map { ExactText(String(decoding: $0, as: UTF8.self)) })
}
