package import Model

/// A commit and the ref that named it.
package struct ResolvedRevision: Hashable, Sendable {
  package let commit: CommitID
  /// The full ref name after following symbolic refs; nil for a commit id and for a detached HEAD.
  package let ref: String?
  /// Whether the name referred to an annotated tag.
  package let peeledTag: Bool

  package var revision: Revision { Revision(commit: commit.description, ref: ref) }
}

extension Repository {
  /// The commit that a full object id (40 digits) or a full ref name (`refs/…`, `HEAD`)
  /// names. Annotated tags are peeled.
  ///
  /// A shorter name is the error `revision-short-name`, because anybody who may push can create a tag or branch with
  /// that name. An id is never looked up as the name of a branch.
  package func resolve(_ name: String) throws(Diagnostic) -> ResolvedRevision {
    if let id = ObjectID(hex: name.utf8) { return try peel(id, ref: nil) }
    guard Refs.isFull(name) else { throw try shortName(name) }
    let found = try refs.follow(name)
    guard let id = found.id else { throw try notFound(name, leadingTo: found.name) }
    return try peel(id, ref: found.name == "HEAD" ? nil : found.name)
  }

  /// Whether there is a ref of this full name.
  package func hasRef(_ name: String) throws(Diagnostic) -> Bool { try refs.value(of: name) != nil }

  /// The full ref of the branch that a change in this clone probably goes to, for hints: the default branch of `origin`
  /// (git-clone), or a branch with a usual name; nil when there is none.
  package func probableTarget() throws(Diagnostic) -> String? {
    if let found = try refs.value(of: "refs/remotes/origin/HEAD"), case .symbolic(let ref) = found { return ref }
    for folder in ["refs/remotes/origin/", "refs/heads/"] {
      for name in ["main", "master", "trunk", "develop"] where try hasRef(folder + name) { return folder + name }
    }
    return nil
  }

  /// The commit at HEAD; nil when the branch has no commit yet.
  package func head() throws(Diagnostic) -> ResolvedRevision? {
    let found = try refs.follow("HEAD")
    guard let id = found.id else { return nil }
    return try peel(id, ref: found.name == "HEAD" ? nil : found.name)
  }

  /// The parent ids in the commit object, whether or not these commits are present.
  package func parents(of commit: CommitID) throws(Diagnostic) -> [CommitID] {
    try objects.commit(commit.id).parents.map(CommitID.init)
  }

  /// Whether the commit itself is present, regardless of its history.
  package func contains(_ commit: CommitID) -> Bool {
    objects.contains(commit.id)
  }

  /// The committer date of the commit, as the committer's machine wrote it.
  package func time(of commit: CommitID) throws(Diagnostic) -> Timestamp { try objects.commit(commit.id).time }

  /// The best common ancestors, in git's order: several after criss-cross merges, none for unrelated histories. It is
  /// the error `repository-shallow` when the history is too shallow to tell.
  package func mergeBases(_ one: CommitID, _ other: CommitID) throws(Diagnostic) -> [CommitID] {
    _ = try (objects.commit(one.id), objects.commit(other.id))
    return try objects.mergeBases(one, other)
  }

  private func peel(_ id: ObjectID, ref: String?) throws(Diagnostic) -> ResolvedRevision {
    var current = id
    for depth in 0..<10 {
      guard let header = try objects.header(current) else { throw objects.missing.missing(commit: current) }
      guard header.kind == .tag, header.size <= 1 << 20, let tag = try objects.read(current).flatMap({ Tag($0.bytes) })
      else {
        guard header.kind == .commit else {
          throw Diagnostic(.revisionNotFound, "\(ref ?? id.description) names a \(header.kind), not a commit")
        }
        return ResolvedRevision(commit: CommitID(current), ref: ref, peeledTag: depth > 0)
      }
      current = tag.target
    }
    throw Diagnostic(.repositoryUnreadable, "the tag \(ref ?? id.description) leads through too many tags")
  }
}

extension Repository {
  private func shortName(_ name: String) throws(Diagnostic) -> Diagnostic {
    let full = try refs.candidates(for: name)
    let because = full.count > 1 ? ["it could mean \(full.joined(separator: " or "))"] : []
    let help =
      full.isEmpty
      ? "give a full ref name such as refs/heads/main, or the full id that `git rev-parse` prints"
      : "say \(full.joined(separator: " or "))"
    return Diagnostic(
      .revisionShortName, "\(name) is neither a full commit id nor a full ref name",
      because: because + ["somebody may push a tag or a branch of that name, and a short name then means that one"],
      help: help)
  }

  private func notFound(_ name: String, leadingTo target: String) throws(Diagnostic) -> Diagnostic {
    if name == "HEAD" {
      return Diagnostic(
        .headUnborn, "HEAD points at \(target), which has no commit yet",
        help: "commit something first, or name a commit")
    }
    let last = name.split(separator: "/", maxSplits: 2).last.map(String.init) ?? name
    let near = try refs.candidates(for: last)
    return Diagnostic(
      .revisionNotFound, "there is no ref \(name) in this repository",
      because: near.isEmpty ? [] : ["there is \(near.joined(separator: " and "))"],
      help: "fetch it with `\(FetchCommand(ref: name, from: defaultRemote))`, or name it by its full id")
  }
}
