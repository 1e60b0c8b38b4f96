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

  /// The changes of the head since its merge base with the base. With several merge bases, a line is new only if no
  /// merge base has it, and a note says so. Without a merge base it throws `merge-base-missing`, unless unrelated
  /// commits are allowed.
  func changes(
    in repository: Repository, allowsUnrelated: Bool
  ) throws(Diagnostic) -> (changes: FileChanges, origin: Origin?, notes: [Diagnostic]) {
    let bases = try mergeBases(in: repository)
    guard let first = bases.first else {
      guard allowsUnrelated else { throw unrelated }
      return (try repository.changes(from: nil, to: head.commit), nil, [])
    }
    let origin = Origin(commit: first, changes: try repository.changes(from: first, to: head.commit))
    var common = origin.changes
    for other in bases.dropFirst() {
      common = common.intersection(try repository.changes(from: other, to: head.commit))
    }
    return (common, origin, bases.count > 1 ? [severalBases(bases.count)] : [])
  }

  /// A parent of the head is its merge base with the head, which needs no history: a clone of depth 2 is enough.
  private func mergeBases(in repository: Repository) throws(Diagnostic) -> [CommitID] {
    let isNear = base.commit == head.commit || parents.contains(base.commit)
    return isNear ? [base.commit] : try repository.mergeBases(base.commit, head.commit)
  }

  private func severalBases(_ count: Int) -> Diagnostic {
    Diagnostic(
      .mergeBasesSeveral, "base and head have \(count) merge bases; a line is new when none of them has it",
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
