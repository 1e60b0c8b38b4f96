import Git
import Model

extension CIEnvironment {
  /// The commits to compare, and the commit whose policy bundle decides.
  struct Commits {
    var compared: ComparedCommits
    var rules: ResolvedRevision
    var notes: [Diagnostic]
  }

  /// Looks up the commits in the clone.
  ///
  /// - Parameter named: The head that the user names; nil for the one of the CI system.
  func commits(head named: String?, in repository: Repository) throws(Diagnostic) -> Commits {
    let head = try resolveHead(named, in: repository)
    let parents = try repository.parents(of: head.commit)
    let first = isForgeMerge(head.commit, parents) ? parents[0] : nil
    var commits = try commits(of: head, parents, mergedInto: first, in: repository)
    commits.notes.insert(note(on: commits), at: 0)
    return commits
  }

  private func commits(
    of head: ResolvedRevision, _ parents: [CommitID], mergedInto first: CommitID?, in repository: Repository
  ) throws(Diagnostic) -> Commits {
    let own = first == nil ? nil : merge?.own.flatMap { CommitID($0) }
    func compared(with base: ResolvedRevision) -> ComparedCommits {
      ComparedCommits(base: base, head: head, parents: parents, testMergeOf: own)
    }
    switch base {
    case .before(let id):
      let before = try repository.resolve(id)
      return Commits(compared: compared(with: before), rules: before, notes: [])
    case .queue(let target, let after):
      let tip = try target.tip(in: repository)
      return Commits(compared: compared(with: try repository.resolve(after)), rules: tip.revision, notes: tip.notes)
    case .tip(var target):
      if let first { target.contains.append(first.description) }
      let tip = try target.tip(in: repository)
      var base = tip.revision
      // The diff of a test merge against its first parent is the change, and needs no merge base.
      if let first, own != nil, first != base.commit, !tip.strangers.contains(first.description) {
        base = try repository.resolve(first.description)
      }
      return Commits(compared: compared(with: base), rules: tip.revision, notes: tip.notes)
    }
  }

  /// The head to judge. It is the change's own commit when the clone does not have the test merge, or when the commit that
  /// the job tests is a merge of an older commit of the change. In a queue the commits of a change may have been squashed.
  private func resolveHead(_ named: String?, in repository: Repository) throws(Diagnostic) -> ResolvedRevision {
    if let named { return try repository.resolve(named) }
    if case .tip = base, let own = merge?.own, try !hasForgeMerge(repository) { return try repository.resolve(own) }
    return try repository.resolve(head)
  }

  private func hasForgeMerge(_ repository: Repository) throws(Diagnostic) -> Bool {
    guard let id = CommitID(head), repository.contains(id) else { return false }
    return isForgeMerge(id, try repository.parents(of: id))
  }

  /// Whether the commit is the merge that the forge made, of this very change.
  private func isForgeMerge(_ commit: CommitID, _ parents: [CommitID]) -> Bool {
    guard let merge, parents.count == 2, commit == CommitID(head) else { return false }
    return merge.own.map { parents[1] == CommitID($0) } ?? true
  }

  private func note(on commits: Commits) -> Diagnostic {
    let (rules, base) = (commits.rules, commits.compared.base.commit)
    let tip = rules.commit == base ? [] : ["the policy is that of \(rules.ref ?? "the base") at \(rules.commit.short)"]
    return Diagnostic(.baseUnknown, "base and head come from the \(source)", severity: .note, because: tip)
  }
}
