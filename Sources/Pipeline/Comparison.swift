import Git
import Model

/// The commits of one check and what lies between them.
struct Comparison {
  /// What the change is compared with; nil: nothing.
  var base: Resolved?
  /// What would be merged; nil: the index.
  var head: Resolved?
  /// The tip whose policy, waivers, VEX statements and CODEOWNERS judge (law 3).
  var rules: CommitID
  /// By head path; nil: nothing to compare with.
  var changes: FileChanges?
  /// Commits a report may name as what it scanned.
  var scanned: Set<String>
  var baseTime: Timestamp?
  var notes: [Diagnostic]
}

extension Comparison {
  static func find(_ request: Request, in repository: borrowing Repository) throws(PipelineError) -> Comparison {
    if request.isStaged { return try staged(in: repository) }
    var notes: [Diagnostic] = []
    let asked = try surroundings(request)
    if let source = asked?.source {
      notes.append(Diagnostic(.baseUnknown, "base and head come from the \(source)", severity: .note))
    }
    let head = try resolve(request.head ?? asked?.head ?? "HEAD", in: repository)
    guard let name = request.base ?? asked?.base else { return try preview(head, in: repository) }
    let base = try baseCommit(name, of: head, asked, in: repository)
    let rules = try tip(asked?.rules ?? [], in: repository) ?? base
    for revision in [base, head] where revision.peeledTag {
      notes.append(
        Diagnostic(
          .revisionNotFound, "\(revision.ref ?? "the tag") is a tag; its commit \(revision.commit.short) is meant",
          severity: .note))
    }
    let compared = try compare(base.commit, head.commit, request, in: repository, &notes)
    return Comparison(
      base: base, head: head, rules: rules.commit, changes: compared,
      scanned: try scannable(head.commit, base.commit, in: repository),
      baseTime: try time(of: base.commit, in: repository), notes: notes)
  }

  private static func time(of commit: CommitID, in repository: borrowing Repository) throws(PipelineError) -> Timestamp {
    do throws(GitError) { return Timestamp(seconds: try repository.time(of: commit)) } catch {
      throw PipelineError([Diagnostic(error)])
    }
  }

  private static func surroundings(_ request: Request) throws(PipelineError) -> CIEnvironment? {
    if request.base != nil { return nil }
    return try attempt { () throws(Diagnostic) in try CIEnvironment.find(in: request.environment) }
  }

  private static func resolve(_ name: String, in repository: borrowing Repository) throws(PipelineError) -> Resolved {
    do throws(GitError) { return try repository.resolve(name) } catch { throw PipelineError([Diagnostic(error)]) }
  }

  /// A commit that is being made: HEAD is the base, the index is the head.
  private static func staged(in repository: borrowing Repository) throws(PipelineError) -> Comparison {
    let (found, changes, time): (Resolved?, [Change], Int64)
    do throws(GitError) {
      found = try repository.head()
      changes = try repository.stagedChanges()
      time = try found.map { (head) throws(GitError) in try repository.time(of: head.commit) } ?? 0
    } catch { throw PipelineError([Diagnostic(error)]) }
    guard let base = found else {
      throw PipelineError([
        Diagnostic(
          .headUnborn, "there is no commit yet, so no policy to judge by",
          help: "commit the policy first, and alone: git add .gatehouse && git commit")
      ])
    }
    return Comparison(
      base: base, head: nil, rules: base.commit, changes: FileChanges(changes.map(FileChange.init)),
      scanned: [notYetCommitted],
      baseTime: Timestamp(seconds: time), notes: [])
  }

  /// No base: a look at one commit on its own. Everything counts as new, and the report says so.
  private static func preview(_ head: Resolved, in repository: borrowing Repository) throws(PipelineError) -> Comparison {
    let note = Diagnostic(
      .baseUnknown, "local preview: no base to compare with, so every finding counts as new", severity: .warning,
      help: "pass --base refs/heads/main to judge a change")
    return Comparison(
      base: nil, head: head, rules: head.commit, changes: nil, scanned: [head.commit.description], baseTime: nil,
      notes: [note])
  }

  /// The event's base may be older than the target's tip. The forge's own test merge has the true one as its first parent.
  private static func baseCommit(
    _ name: String, of head: Resolved, _ asked: CIEnvironment?, in repository: borrowing Repository
  ) throws(PipelineError) -> Resolved {
    do throws(GitError) {
      guard let own = asked?.testMergeOf else { return try repository.resolve(name) }
      let parents = try repository.parents(of: head.commit)
      guard parents.count == 2, parents[1].description == own, repository.contains(parents[0]) else {
        return try repository.resolve(name)
      }
      return try repository.resolve(parents[0].description)
    } catch { throw PipelineError([Diagnostic(error)]) }
  }

  /// The first of the names that exists; naming none is an error, for then the judging files cannot be told.
  private static func tip(_ names: [String], in repository: borrowing Repository) throws(PipelineError) -> Resolved? {
    var last: GitError?
    for name in names {
      do throws(GitError) { return try repository.resolve(name) } catch { last = error }
    }
    if let last { throw PipelineError([Diagnostic(last)]) }
    return nil
  }

  /// A report of a test merge may name the merge or the branch's own commit: both are the change.
  private static func scannable(
    _ head: CommitID, _ base: CommitID, in repository: borrowing Repository
  ) throws(PipelineError) -> Set<String> {
    do throws(GitError) {
      let parents = try repository.parents(of: head)
      let isTestMerge = parents.count == 2 && parents[0] == base
      return Set([head.description] + (isTestMerge ? [parents[1].description] : []))
    } catch { throw PipelineError([Diagnostic(error)]) }
  }

  private static func compare(
    _ base: CommitID, _ head: CommitID, _ request: Request, in repository: borrowing Repository,
    _ notes: inout [Diagnostic]
  ) throws(PipelineError) -> FileChanges {
    let bases = try comparable(base, head, in: repository)
    guard let first = bases.first else {
      guard request.allowsUnrelated else { throw unrelated(base, head) }
      return try differences(from: nil, to: head, in: repository)
    }
    var common = try differences(from: first, to: head, in: repository)
    for other in bases.dropFirst() {
      common = common.intersection(try differences(from: other, to: head, in: repository))
    }
    if bases.count > 1 {
      notes.append(
        Diagnostic(
          .mergeBasesSeveral, "base and head have \(bases.count) merge bases; a line is new when none of them has it",
          severity: .warning))
    }
    return common
  }

  /// The commits that the head is compared with. The first-parent diff of a test merge needs no merge base, so depth 2 is enough.
  private static func comparable(
    _ base: CommitID, _ head: CommitID, in repository: borrowing Repository
  ) throws(PipelineError) -> [CommitID] {
    do throws(GitError) {
      let parents = try repository.parents(of: head)
      return parents.count == 2 && parents[0] == base ? [base] : try repository.mergeBases(base, head)
    } catch { throw PipelineError([Diagnostic(error)]) }
  }

  private static func unrelated(_ base: CommitID, _ head: CommitID) -> PipelineError {
    PipelineError([
      Diagnostic(
        .mergeBaseMissing, "base \(base.short) and head \(head.short) share no commit",
        help: "fetch more history, or pass --allow-unrelated to count every line of head as new")
    ])
  }

  private static func differences(
    from base: CommitID?, to head: CommitID, in repository: borrowing Repository
  ) throws(PipelineError) -> FileChanges {
    do throws(GitError) { return FileChanges(try repository.changes(from: base, to: head).map(FileChange.init)) } catch {
      throw PipelineError([Diagnostic(error)])
    }
  }
}

/// What git's own hooks call a commit that does not exist yet; reports of the index are bound to it (`--scanned staged`).
let notYetCommitted = String(repeating: "0", count: 40)

extension FileChange {
  init(_ change: Change) {
    self.init(
      path: change.path, oldPath: change.oldPath, status: Status(change.status), added: change.added,
      removed: change.removed, isWhole: change.isBinary)
  }
}

extension FileChange.Status {
  fileprivate init(_ status: Change.Status) {
    switch status {
    case .added: self = .added
    case .modified: self = .modified
    case .deleted: self = .deleted
    case .renamed: self = .renamed
    case .copied: self = .copied
    case .typeChanged: self = .typeChanged
    }
  }
}
