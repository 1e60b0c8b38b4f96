import Git
import Model

extension Comparison {
  /// The changes to judge reports by, and a note where they differ from `changes`.
  ///
  /// A report of the change's own commit numbers the lines of that commit, and `changes` those of the test merge. In a
  /// file that the target changed too, these are different lines, so none is known to be unchanged.
  func changes(
    for evidence: [ReportEvidence], in repository: Repository
  ) throws(Diagnostic) -> (changes: FileChanges?, notes: [Diagnostic]) {
    guard let own, let head, let changes else { return (changes, []) }
    let isOfOwn = evidence.contains { $0.commit.map { CommitID($0) == own } ?? false }
    guard isOfOwn else { return (changes, []) }
    let trees = repository.contains(own) ? (try repository.tree(at: own), try repository.tree(at: head.commit)) : nil
    var differing = 0
    let marked = changes.marking { change in
      let isSame = trees.map { hasSameContent(at: change.path, $0.0, $0.1) } ?? false
      if !isSame { differing += 1 }
      return !isSame
    }
    return (marked, differing == 0 ? [] : [otherLines(in: differing, own)])
  }

  /// A path that cannot be looked up in one of the commits is not known to be the same.
  private func hasSameContent(at path: String, _ one: CommitTree, _ other: CommitTree) -> Bool {
    do throws(Diagnostic) { return try one.hasSameContent(at: path, as: other) } catch { return false }
  }

  private func otherLines(in count: Int, _ own: CommitID) -> Diagnostic {
    Diagnostic(
      .reportOtherLines,
      "a report of \(own.short) numbers other lines than the test merge in \(count) changed file\(count == 1 ? "" : "s"), so all of them count as changed",
      severity: .warning, because: ["the target branch changed the same files"],
      help: "scan the test merge, or merge the target branch into the change")
  }
}
