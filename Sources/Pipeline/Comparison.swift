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
  /// The commit whose files give findings their ids; nil when there is nothing to compare with.
  var origin: Origin?
  /// What else the head is compared with; nil where base and head have one merge base.
  var crossing: Crossing?
  /// The commits that a report may have scanned.
  var scanned: Set<String>
  /// The change's own commit, when the head is the forge's test merge of it.
  var own: CommitID?
  var baseTime: Timestamp?
  var notes: [Diagnostic]

  /// The files of the head: those of its commit, or those of the index.
  func headTree(in repository: Repository) throws(Diagnostic) -> any Tree {
    guard let head else { return try repository.indexTree() }
    return try repository.tree(at: head.commit)
  }

  /// The files of the target branch once the change is merged.
  func mergedTree(in repository: Repository) throws(Diagnostic) -> any Tree {
    let head = try headTree(in: repository)
    return try origin.map { (origin) throws(Diagnostic) in
      try repository.mergedTree(of: rules, and: head, since: origin.commit)
    } ?? head
  }
}

/// The commit to which the ids of findings refer, and the changes since then.
///
/// A finding on a line that this commit has keeps the id that it has there, whatever the change does around it.
struct Origin {
  let commit: CommitID
  let changes: FileChanges
}

/// The id that git hooks use for a commit that does not exist yet. Reports of the index name it (`--scanned staged`).
let notYetCommitted = String(repeating: "0", count: 40)

extension Comparison {
  /// When the newest part of what is staged was written, as far as that is known: HEAD when it was committed, and each staged
  /// change when its file was last written. Times after the one to judge at are of another clock and tell nothing. Nil where
  /// commits are judged: what they have may be older than they are.
  func stagedContentWritten(_ request: Request, in repository: Repository) throws(Diagnostic) -> Timestamp? {
    guard request.isStaged else { return nil }
    var times = [baseTime].compactMap(\.self)
    for change in changes?.sorted ?? [] {
      if let time = try repository.modificationTime(ofStaged: change.path) { times.append(time) }
    }
    return times.filter { $0 <= request.now }.max()
  }

  /// Resolves the commits of a request: those that it names, or else those of the CI environment, or else HEAD alone.
  static func resolve(_ request: Request, in repository: Repository) throws(Diagnostic) -> Comparison {
    if request.isStaged { return try staged(in: repository) }
    guard let name = request.base else {
      guard let environment = try CIEnvironment.find(in: request.environment, head: request.head) else {
        return preview(try repository.resolve(request.head ?? "HEAD"), of: try repository.probableTarget())
      }
      return try comparison(try environment.commits(head: request.head, in: repository), request, in: repository)
    }
    let (base, head) = (try repository.resolve(name), try repository.resolve(request.head ?? "HEAD"))
    let compared = ComparedCommits(base: base, head: head, parents: try repository.parents(of: head.commit))
    return try comparison(CIEnvironment.Commits(compared: compared, rules: base, notes: []), request, in: repository)
  }

  private static func comparison(
    _ commits: CIEnvironment.Commits, _ request: Request, in repository: Repository
  ) throws(Diagnostic) -> Comparison {
    let compared = commits.compared
    let found = try compared.changes(in: repository, allowsUnrelated: request.allowsUnrelated)
    let nothing = found.changes.isEmpty ? [compared.nothingCompared] : []
    return Comparison(
      base: compared.base, head: compared.head, rules: commits.rules.commit, changes: found.changes,
      origin: found.origin, crossing: found.crossing, scanned: compared.scanned, own: compared.own,
      baseTime: try repository.time(of: compared.base.commit),
      notes: commits.notes + [compared.base, compared.head].compactMap(note) + found.notes + nothing)
  }

  /// The comparison before a commit is made: HEAD is the base, and the index is the head.
  private static func staged(in repository: Repository) throws(Diagnostic) -> Comparison {
    guard let base = try repository.head() else {
      throw Diagnostic(
        .headUnborn, "there is no commit yet, so no policy to judge by",
        help:
          "commit the policy first, and alone: git add .gatehouse && git commit --no-verify .gatehouse; a hook that "
          + "runs this check refuses it without the option")
    }
    let changes = try repository.stagedChanges()
    let merged = try repository.mergeHeads()
    let origin = Origin(
      commit: base.commit, changes: merged.isEmpty ? changes : try repository.stagedChanges(since: base.commit))
    return Comparison(
      base: base, head: nil, rules: base.commit, changes: changes, origin: origin, scanned: [notYetCommitted],
      baseTime: try repository.time(of: base.commit),
      notes: merged.map(mergeInProgress) + (changes.isEmpty ? [nothingStaged] : []))
  }

  private static func mergeInProgress(with other: CommitID) -> Diagnostic {
    Diagnostic(
      .mergeBasesSeveral, "a merge of \(other.short) is being made; a line is new when neither it nor HEAD has it",
      severity: .note)
  }

  private static var nothingStaged: Diagnostic {
    Diagnostic(
      .nothingCompared, "nothing is staged, so nothing was compared and nothing can be new", severity: .warning,
      help: "stage the change first (git add), or judge a commit: pass --base and --head instead of --staged")
  }

  /// The comparison of a commit without a known base. Everything counts as new, and a note says so.
  private static func preview(_ head: ResolvedRevision, of target: String?) -> Comparison {
    let note = Diagnostic(
      .baseUnknown, "local preview: no base to compare with, so every finding counts as new", severity: .warning,
      help: "pass --base \(target ?? "refs/heads/main") to judge a change")
    return Comparison(
      base: nil, head: head, rules: head.commit, changes: nil, scanned: [head.commit.description], baseTime: nil,
      notes: [note])
  }

  private static func note(on revision: ResolvedRevision) -> Diagnostic? {
    guard revision.peeledTag else { return nil }
    return Diagnostic(
      .revisionNotFound, "\(revision.ref ?? "the tag") is a tag; its commit \(revision.commit.short) is meant",
      severity: .note)
  }
}
