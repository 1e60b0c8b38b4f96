import Git
import Model

/// A base and a head to be compared.
struct ComparedCommits {
  let base: ResolvedRevision
  let head: ResolvedRevision
  /// The parents of the head.
  let parents: [CommitID]
  /// The change's own commit, when the forge made the head by merging it into its target. A merge that somebody else made
  /// may hold anything, so its parents prove nothing about it.
  var testMergeOf: CommitID?

  /// The commits that a report may have scanned. For a test merge these include the change's own commit, because
  /// scanners may check out either.
  var scanned: Set<String> { Set(([head.commit] + [own].compactMap(\.self)).map(\.description)) }

  /// The change's own commit when the head is a test merge into the base; nil otherwise.
  var own: CommitID? {
    let isTestMerge = parents.count == 2 && parents[0] == base.commit && parents[1] == testMergeOf
    return isTestMerge ? testMergeOf : nil
  }

  /// The changes of the head since its merge base with the base. With several merge bases, a line is new where one of them
  /// does not have it, nor the base, and a note says so. Without a merge base it throws `merge-base-missing`, unless unrelated
  /// commits are allowed.
  func changes(in repository: Repository, allowsUnrelated: Bool) throws(Diagnostic) -> Changes {
    var origins: [Origin] = []
    for base in try mergeBases(in: repository) { origins.append(try origin(at: base, in: repository)) }
    guard let first = origins.first else {
      guard allowsUnrelated else { throw unrelated }
      return Changes(changes: try repository.changes(from: nil, to: head.commit))
    }
    guard origins.count > 1 else { return Changes(changes: first.changes, origin: first) }
    let crossing = Crossing(bases: origins, tip: try origin(at: base.commit, in: repository))
    return Changes(
      changes: crossing.changes, origin: first, crossing: crossing, notes: [severalBases(origins.count)])
  }

  /// What the head changes, and since when.
  struct Changes {
    let changes: FileChanges
    var origin: Origin?
    var crossing: Crossing?
    var notes: [Diagnostic] = []
  }

  private func origin(at commit: CommitID, in repository: Repository) throws(Diagnostic) -> Origin {
    Origin(commit: commit, changes: try repository.changes(from: commit, to: head.commit))
  }

  /// A parent of the head is its merge base with the head, which needs no history: a clone of depth 2 is enough.
  private func mergeBases(in repository: Repository) throws(Diagnostic) -> [CommitID] {
    let isNear = base.commit == head.commit || parents.contains(base.commit)
    return isNear ? [base.commit] : try repository.mergeBases(base.commit, head.commit)
  }

  private func severalBases(_ count: Int) -> Diagnostic {
    Diagnostic(
      .mergeBasesSeveral,
      "base and head have \(count) merge bases; a line is new when one of them does not have it, nor the base",
      severity: .warning)
  }

  private var unrelated: Diagnostic {
    Diagnostic(
      .mergeBaseMissing, "base \(base.commit.short) and head \(head.commit.short) share no commit",
      help: "fetch more history, or pass --allow-unrelated to count every line of head as new")
  }

  /// The warning for a comparison in which nothing changed.
  var nothingCompared: Diagnostic {
    let text =
      base.commit == head.commit
      ? "base and head are the same commit \(head.commit.short), so nothing was compared and nothing can be new"
      : "head \(head.commit.short) changes nothing that base \(base.commit.short) does not have, so nothing can be new"
    return Diagnostic(
      .nothingCompared, text, severity: .warning,
      help: "pass the commit under review as --head, and its target as --base")
  }
}
