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
    return (marked, differing == 0 ? [] : [otherLines(in: differing, own, isKnown: trees != nil)])
  }

  /// A path that cannot be looked up in one of the commits is not known to be the same.
  private func hasSameContent(at path: String, _ one: CommitTree, _ other: CommitTree) -> Bool {
    do throws(Diagnostic) { return try one.hasSameContent(at: path, as: other) } catch { return false }
  }

  /// - Parameter isKnown: Whether the files of the commit could be compared with those of the test merge.
  private func otherLines(in count: Int, _ own: CommitID, isKnown: Bool) -> Diagnostic {
    let files = "\(count) changed file\(count == 1 ? "" : "s")"
    return Diagnostic(
      .reportOtherLines,
      "a report of \(own.short) \(isKnown ? "numbers" : "may number") other lines than the test merge in \(files), so all of "
        + "them count as changed",
      severity: .warning,
      because: [
        isKnown
          ? "the target branch changed the same files"
          : "this clone does not have \(own.short), so its files cannot be compared"
      ],
      help: isKnown
        ? "scan the test merge, or merge the target branch into the change"
        : "fetch all history (fetch-depth: 0 of actions/checkout), or scan the test merge")
  }
}
