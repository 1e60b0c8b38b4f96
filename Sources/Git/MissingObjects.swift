import Model

/// Errors for objects that are missing from this clone, with the reason and the command that fetches them.
struct MissingObjects: Sendable {
  /// Whether the clone is shallow: `shallow` lists commits whose parents were not fetched.
  let isShallow: Bool
  /// Whether the clone is partial (`--filter`): contents are fetched from the remote on demand.
  let isPartial: Bool
  /// The name of the remote in hints.
  let remote: String

  func missing(commit id: ObjectID) -> Diagnostic {
    // githooks(5), pre-receive; forges do the same in their variables.
    if id.description.utf8.allSatisfy({ $0 == UInt8(ascii: "0") }) {
      return Diagnostic(
        .revisionNotFound, "\(id) is no commit: it stands for a branch that is not there yet, or no longer",
        help: "compare with the branch that the change is for, such as refs/remotes/\(remote)/main")
    }
    guard isShallow else {
      return Diagnostic(
        .revisionNotFound, "there is no commit \(id) in this repository",
        help: "fetch it with `\(FetchCommand(from: remote, ["\(id)"]))`")
    }
    return Diagnostic(
      .repositoryShallow, "commit \(id) is not in this clone, which is shallow",
      because: ["only part of the history was fetched"],
      help: "run `git fetch --no-tags --depth=1 \(remote) \(id)`, or check out with full history (fetch-depth: 0)")
  }

  /// The error for a search of merge bases that reaches missing history.
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
