import Clibgit2
package import Model

extension Repository {
  /// The commits that a commit of the first-parent line brings, without itself: those in the history of its other parents
  /// that are not in that of its first one. Empty for a commit that is no merge.
  ///
  /// - Parameter limit: How many commits are listed at most; more are the error `tree-too-large`.
  package func commits(broughtBy commit: CommitID, limit: Int) throws(Diagnostic) -> [CommitID] {
    let parents = try parents(of: commit)
    guard parents.count > 1 else { return [] }
    for parent in parents where !contains(parent) { throw objects.missing.missing(commit: parent.id) }
    return try objects.history(of: Array(parents.dropFirst()), without: parents[0], limit: limit)
  }
}

extension Objects {
  fileprivate func history(
    of tips: [CommitID], without base: CommitID, limit: Int
  ) throws(Diagnostic) -> [CommitID] {
    try withDatabase { (database) throws(Diagnostic) in
      try database.history(of: tips, without: base, missing, limit: limit)
    }
  }
}

extension ObjectDatabase {
  /// - Parameter missing: Makes the error for a shallow history.
  fileprivate func history(
    of tips: [CommitID], without base: CommitID, _ missing: MissingObjects, limit: Int
  ) throws(Diagnostic) -> [CommitID] {
    let doing = "list what was merged into \(base.short)"
    let repository = try wrapped(doing)
    var made: OpaquePointer?
    try Library.check(unsafe git_revwalk_new(&made, repository.pointer), doing)
    defer { unsafe git_revwalk_free(made) }
    var hidden = git_oid(base.id)
    try Library.check(unsafe git_revwalk_hide(made, &hidden), doing)
    for tip in tips {
      var id = git_oid(tip.id)
      try Library.check(unsafe git_revwalk_push(made, &id), doing)
    }
    var (found, next) = ([CommitID](), git_oid())
    while true {
      let code = unsafe git_revwalk_next(&next, made)
      if code == GIT_ITEROVER.rawValue { return found }
      if code < 0, missing.isShallow { throw missing.cut(between: base, and: tips[0]) }
      try Library.check(code, doing)
      guard found.count < limit, let id = ObjectID(next) else {
        throw Diagnostic(.treeTooLarge, "more than \(limit) commits were merged into \(base.short) at once")
      }
      found.append(CommitID(id))
    }
  }
}
