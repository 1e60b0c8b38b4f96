package import Model

/// A commit and the name that led to it.
package struct ResolvedRevision: Hashable, Sendable {
  package let commit: CommitID
  /// The full ref that named it, symbolic ones followed; nil for a plain id and for a detached HEAD.
  package let ref: String?
  /// The name led to an annotated tag first; worth a notice.
  package let peeledTag: Bool

  package var revision: Revision { Revision(commit: commit.description, ref: ref) }
}

extension Repository {
  /// The commit that a full object id (40 digits) or a full ref name (`refs/…`, `HEAD`) names, tags peeled.
  ///
  /// Anything shorter is `revision-short-name`: `main` is whatever tag or branch somebody with push rights made of it. An id
  /// is an id even when a branch bears it as its name.
  package func resolve(_ name: String) throws(Diagnostic) -> ResolvedRevision {
    if let id = ObjectID(hex: name.utf8) { return try peel(id, ref: nil) }
    guard Refs.isFull(name) else { throw try shortName(name) }
    let found = try refs.follow(name)
    guard let id = found.id else { throw try notFound(name, leadingTo: found.name) }
    return try peel(id, ref: found.name == "HEAD" ? nil : found.name)
  }

  /// The commit checked out; nil when the branch has no commit yet.
  package func head() throws(Diagnostic) -> ResolvedRevision? {
    let found = try refs.follow("HEAD")
    guard let id = found.id else { return nil }
    return try peel(id, ref: found.name == "HEAD" ? nil : found.name)
  }

  /// The ids that the commit names as its parents, whether or not those commits are here.
  package func parents(of commit: CommitID) throws(Diagnostic) -> [CommitID] {
    try objects.commit(commit.id).parents.map(CommitID.init)
  }

  /// Whether the commit itself is here; its history need not be.
  package func contains(_ commit: CommitID) -> Bool {
    objects.contains(commit.id)
  }

  /// When the commit was made, as its committer claims.
  package func time(of commit: CommitID) throws(Diagnostic) -> Timestamp { try objects.commit(commit.id).time }

  /// The best common ancestors, in git's order; several after criss-cross merges, none for unrelated histories.
  /// A shallow clone that hides the answer is `repository-shallow`.
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
      because: because + ["a short name means whatever tag or branch of that name somebody pushed"], help: help)
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
      help: "fetch it: git fetch \(objects.missing.remote) +\(name):\(name), or name it by its full id")
  }
}
