import Clibgit2

extension Objects {
  /// The best common ancestors of two commits, both of which are here; empty when there is none.
  func mergeBases(_ one: CommitID, _ other: CommitID) throws(GitError) -> [CommitID] {
    var repository: OpaquePointer?
    try Library.check(unsafe git_repository_wrap_odb(&repository, database), "walk the history")
    defer { unsafe git_repository_free(repository) }
    var found = unsafe git_oidarray()
    var (first, second) = (git_oid(one.id), git_oid(other.id))
    let code = unsafe git_merge_bases(&found, repository, &first, &second)
    defer { unsafe git_oidarray_dispose(&found) }
    if code < 0 {
      // Return codes do not tell "no merge base" from "an object is missing"; the class of the error does.
      let kind = unsafe git_error_last()?.pointee.klass
      if kind == Int32(GIT_ERROR_MERGE.rawValue) { return [] }
      if gaps.isShallow, kind == Int32(GIT_ERROR_ODB.rawValue) { throw gaps.cut(between: one, and: other) }
      try Library.check(code, "find the merge base of \(one.short) and \(other.short)")
    }
    let ids = unsafe UnsafeBufferPointer(start: found.ids, count: found.count)
    return unsafe ids.compactMap { ObjectID($0).map(CommitID.init) }
  }
}
