import Git
import Model

/// The commits of one check, and the changes between them.
struct Comparison {
  /// The commit to compare with; nil when there is none.
  var base: ResolvedRevision?
  /// The commit to be merged; nil for the index.
  var head: ResolvedRevision?
  /// The tip of the target branch. Its policy, waivers, VEX statements and CODEOWNERS file decide, so a change cannot
  /// edit the rules that apply to it.
  var rules: CommitID
  /// The changes by head path; nil when there is nothing to compare with.
  var changes: FileChanges?
  /// The commits that a report may have scanned.
  var scanned: Set<String>
  var baseTime: Timestamp?
  var notes: [Diagnostic]

  /// The files of the head: those of its commit, or those of the index.
  func headTree(in repository: Repository) throws(Diagnostic) -> any Tree {
    guard let head else { return try repository.indexTree() }
    return try repository.tree(at: head.commit)
  }
}

/// The id that git hooks use for a commit that does not exist yet. Reports of the index name it (`--scanned staged`).
let notYetCommitted = String(repeating: "0", count: 40)

extension Comparison {
  /// Resolves the commits of a request: those that it names, or else those of the CI environment, or else HEAD alone.
  static func resolve(_ request: Request, in repository: Repository) throws(Diagnostic) -> Comparison {
    if request.isStaged { return try staged(in: repository) }
    let environment = request.base == nil ? try CIEnvironment.find(in: request.environment) : nil
    let head = try repository.resolve(request.head ?? environment?.head ?? "HEAD")
    guard let name = request.base ?? environment?.base else { return preview(head) }
    let ends = ComparedCommits(
      base: try baseCommit(name, of: head, environment, in: repository), head: head,
      parents: try repository.parents(of: head.commit))
    let rules = try tip(environment?.rules ?? [], in: repository) ?? ends.base
    let (changes, notes) = try ends.changes(in: repository, allowsUnrelated: request.allowsUnrelated)
    return Comparison(
      base: ends.base, head: head, rules: rules.commit, changes: changes, scanned: ends.scanned,
      baseTime: try repository.time(of: ends.base.commit),
      notes: [note(on: environment)].compactMap(\.self) + [ends.base, head].compactMap(note) + notes)
  }

  /// The comparison before a commit is made: HEAD is the base, and the index is the head.
  private static func staged(in repository: Repository) throws(Diagnostic) -> Comparison {
    guard let base = try repository.head() else {
      throw Diagnostic(
        .headUnborn, "there is no commit yet, so no policy to judge by",
        help: "commit the policy first, and alone: git add .gatehouse && git commit")
    }
    return Comparison(
      base: base, head: nil, rules: base.commit, changes: try repository.stagedChanges(), scanned: [notYetCommitted],
      baseTime: try repository.time(of: base.commit), notes: [])
  }

  /// The comparison of a commit without a known base. Everything counts as new, and a note says so.
  private static func preview(_ head: ResolvedRevision) -> Comparison {
    let note = Diagnostic(
      .baseUnknown, "local preview: no base to compare with, so every finding counts as new", severity: .warning,
      help: "pass --base refs/heads/main to judge a change")
    return Comparison(
      base: nil, head: head, rules: head.commit, changes: nil, scanned: [head.commit.description], baseTime: nil,
      notes: [note])
  }

  /// The named base, or the first parent of a test merge, because the base in a CI event may be older than the tip of
  /// the target branch.
  private static func baseCommit(
    _ name: String, of head: ResolvedRevision, _ environment: CIEnvironment?, in repository: Repository
  ) throws(Diagnostic) -> ResolvedRevision {
    guard let own = environment?.testMergeOf else { return try repository.resolve(name) }
    let parents = try repository.parents(of: head.commit)
    guard parents.count == 2, parents[1].description == own, repository.contains(parents[0]) else {
      return try repository.resolve(name)
    }
    return try repository.resolve(parents[0].description)
  }

  /// The first of the names that exists; nil when no name is given. Throws when none of the names exists.
  private static func tip(_ names: [String], in repository: Repository) throws(Diagnostic) -> ResolvedRevision? {
    var last: Diagnostic?
    for name in names {
      do throws(Diagnostic) { return try repository.resolve(name) } catch { last = error }
    }
    if let last { throw last }
    return nil
  }

  private static func note(on environment: CIEnvironment?) -> Diagnostic? {
    environment.map { Diagnostic(.baseUnknown, "base and head come from the \($0.source)", severity: .note) }
  }

  private static func note(on revision: ResolvedRevision) -> Diagnostic? {
    guard revision.peeledTag else { return nil }
    return Diagnostic(
      .revisionNotFound, "\(revision.ref ?? "the tag") is a tag; its commit \(revision.commit.short) is meant",
      severity: .note)
  }
}
