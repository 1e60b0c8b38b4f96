import Git
import Model

/// A base and a head that are to be compared.
struct ComparedCommits {
  let base: ResolvedRevision
  let head: ResolvedRevision
  /// The parents of the head.
  let parents: [CommitID]

  /// Whether the head merges a change into the base, as forges do to try it.
  private var isTestMerge: Bool { parents.count == 2 && parents[0] == base.commit }

  /// Commits that a report may name: of a test merge also the change's own commit, because scanners check out either.
  var scanned: Set<String> { Set(([head.commit] + (isTestMerge ? [parents[1]] : [])).map(\.description)) }

  /// The changes of the head since its merge base with the base. With several merge bases a line is new when none of them has it,
  /// and a note says so. Without one the commits are unrelated, which is `merge-base-missing` unless it is allowed.
  func changes(
    in repository: Repository, allowsUnrelated: Bool
  ) throws(Diagnostic) -> (changes: FileChanges, notes: [Diagnostic]) {
    // The first-parent diff of a test merge needs no merge base, so a clone of depth 2 is enough.
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
