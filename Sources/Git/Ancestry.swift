package import Model

/// Whether a commit lies in the history of another one.
package enum Ancestry: Sendable {
  case contained, notContained
  /// The clone does not have the commit.
  case absent
  /// The clone is shallow, and what it has of the history does not tell.
  case cut
}

extension Repository {
  /// Whether `commit` is `tip` or one of its ancestors.
  package func ancestry(of commit: CommitID, in tip: CommitID) throws(Diagnostic) -> Ancestry {
    if commit == tip { return .contained }
    if isShallow { return try shallowAncestry(of: commit, in: tip) }
    guard contains(commit) else { return .absent }
    return try mergeBases(tip, commit).contains(commit) ? .contained : .notContained
  }

  /// A commit and those before it on its first-parent line, as far as the clone has them and at most `limit`.
  package func firstParents(of commit: CommitID, limit: Int) throws(Diagnostic) -> [CommitID] {
    var line: [CommitID] = []
    var next: CommitID? = commit
    while let current = next, line.count < limit, contains(current) {
      line.append(current)
      next = try parents(of: current).first
    }
    return line
  }

  /// Walks over what a shallow clone has. libgit2 would refuse, even where the commit is found before the history ends.
  private func shallowAncestry(of commit: CommitID, in tip: CommitID) throws(Diagnostic) -> Ancestry {
    var (seen, waiting, isCut) = ([tip.id] as Set, [tip.id], false)
    while let next = waiting.popLast() {
      for parent in try objects.commit(next).parents where seen.insert(parent).inserted {
        if parent == commit.id { return .contained }
        if objects.contains(parent) { waiting.append(parent) } else { isCut = true }
      }
    }
    guard contains(commit) else { return .absent }
    return isCut ? .cut : .notContained
  }
}
