import Git
import Model

/// A base and a head to be compared.
struct ComparedCommits {
  let base: ResolvedRevision
  let head: ResolvedRevision
  /// The parents of the head.
  let parents: [CommitID]

  /// Whether the head is a test merge of a change into the base, made by a forge.
  private var isTestMerge: Bool { parents.count == 2 && parents[0] == base.commit }

  /// The commits that a report may have scanned. For a test merge these include the change's own commit, because
  /// scanners may check out either.
  var scanned: Set<String> { Set(([head.commit] + (isTestMerge ? [parents[1]] : [])).map(\.description)) }

  /// The changes of the head since its merge base with the base. With several merge bases, a line is new only if no
  /// merge base has it, and a note says so. Without a merge base it throws `merge-base-missing`, unless unrelated
  /// commits are allowed.
  func changes(
    in repository: Repository, allowsUnrelated: Bool
  ) throws(Diagnostic) -> (changes: FileChanges, notes: [Diagnostic]) {
    // The diff of a test merge against its first parent needs no merge base, so a clone of depth 2 is enough.
    let bases = isTestMerge ? [base.commit] : try repository.mergeBases(base.commit, head.commit)
    guard let first = bases.first else {
      guard allowsUnrelated else { throw unrelated }
      return (try repository.changes(from: nil, to: head.commit), [])
    }
    var common = try repository.changes(from: first, to: head.commit)
    for other in bases.dropFirst() {
      common = common.intersection(try repository.changes(from: other, to: head.commit))
    }
    return (common, bases.count > 1 ? [severalBases(bases.count)] : [])
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
}
