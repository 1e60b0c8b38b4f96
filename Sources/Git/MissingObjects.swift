import Model

/// Why objects can be missing from this clone, and what brings them: a gap must never look like "nothing there".
struct MissingObjects: Sendable {
  /// History was cut: `shallow` lists commits whose parents were not fetched.
  let isShallow: Bool
  /// Contents were left out (`--filter`): the remote promised to give them later.
  let isPartial: Bool
  /// The remote to name in hints.
  let remote: String

  func missing(commit id: ObjectID) -> Diagnostic {
    guard isShallow else {
      return Diagnostic(
        .revisionNotFound, "there is no commit \(id) in this repository", help: "fetch it: git fetch \(remote) \(id)")
    }
    return Diagnostic(
      .repositoryShallow, "commit \(id) is not in this clone, which is shallow",
      because: ["only part of the history was fetched"],
      help: "run `git fetch --no-tags --depth=1 \(remote) \(id)`, or check out with full history (fetch-depth: 0)")
  }

  /// For the walk between two commits that entries the fetched part.
  func cut(between one: CommitID, and other: CommitID) -> Diagnostic {
    Diagnostic(
      .repositoryShallow, "the merge base of \(one.short) and \(other.short) is not in this clone, which is shallow",
      because: ["only part of the history was fetched"],
      help: "run `git fetch --unshallow \(remote)`, or check out with full history (fetch-depth: 0)")
  }

  func missing(_ ids: [ObjectID], _ what: String) -> Diagnostic {
    let shown = ids.prefix(10).map { "object \($0) is missing" }
    let rest = ids.count > shown.count ? ["and \(ids.count - shown.count) more"] : []
    return Diagnostic(
      .repositoryIncomplete, "\(what) cannot be read: its content is not in this clone", because: shown + rest,
      help: isPartial
        ? "this is a partial clone; run `git fetch --refetch --no-filter \(remote)`, or clone without --filter"
        : "the repository is damaged; `git fsck` says more, and a fresh clone repairs it")
  }
}
