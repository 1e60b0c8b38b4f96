import Git
import Model

/// The commits of one check and what lies between them.
struct Scene {
  /// What the change is compared with; nil: nothing.
  var base: Resolved?
  /// What would be merged; nil: the index.
  var head: Resolved?
  /// The tip whose policy, waivers, VEX statements and CODEOWNERS judge (law 3).
  var rules: CommitID
  /// By head path; nil: nothing to compare with.
  var changes: [String: FileChange]?
  /// Commits a report may name as what it scanned.
  var scanned: Set<String>
  var baseTime: Timestamp?
  var notes: [Diagnostic]
}

extension Scene {
  static func find(_ request: Request, in repository: borrowing Repository) throws(Halt) -> Scene {
    if request.isStaged { return try staged(in: repository) }
    var notes: [Diagnostic] = []
    let asked = try surroundings(request)
    if let source = asked?.source { notes.append(Diagnostic(.baseUnknown, "base and head come from the \(source)", severity: .note)) }
    let head = try resolve(request.head ?? asked?.head ?? "HEAD", in: repository)
    guard let name = request.base ?? asked?.base else { return try preview(head, in: repository) }
    let base = try baseCommit(name, of: head, isGiven: request.base != nil, in: repository)
    let rules = try asked.flatMap { (asked) throws(Halt) in try tip(asked.rules, in: repository) } ?? base
    for revision in [base, head] where revision.peeledTag {
      notes.append(
        Diagnostic(.revisionNotFound, "\(revision.ref ?? "the tag") is a tag; its commit \(revision.commit.short) is meant", severity: .note))
    }
    let compared = try compare(base.commit, head.commit, request, in: repository, &notes)
    return Scene(
      base: base, head: head, rules: rules.commit, changes: compared,
      scanned: try scannable(head.commit, base.commit, in: repository),
      baseTime: Timestamp(seconds: try attempt { () throws(GitError) in try repository.time(of: base.commit) }), notes: notes)
  }

  private static func surroundings(_ request: Request) throws(Halt) -> Surroundings? {
    if request.base != nil { return nil }
    return try attempt { () throws(Diagnostic) in try Surroundings.find(in: request.environment) }
  }

  private static func resolve(_ name: String, in repository: borrowing Repository) throws(Halt) -> Resolved {
    do throws(GitError) { return try repository.resolve(name) } catch { throw Halt([Diagnostic(error)]) }
  }

  /// A commit that is being made: HEAD is the base, the index is the head.
  private static func staged(in repository: borrowing Repository) throws(Halt) -> Scene {
    do throws(GitError) {
      guard let base = try repository.head() else {
        throw GitError(
          .headUnborn, "there is no commit yet, so no policy to judge by",
          help: "commit the policy first: git commit .gatehouse")
      }
      let changes = try repository.stagedChanges().map(FileChange.init)
      return Scene(
        base: base, head: nil, rules: base.commit, changes: byPath(changes), scanned: ["staged"],
        baseTime: Timestamp(seconds: try repository.time(of: base.commit)), notes: [])
    } catch { throw Halt([Diagnostic(error)]) }
  }

  /// No base: a look at one commit on its own. Everything counts as new, and the report says so.
  private static func preview(_ head: Resolved, in repository: borrowing Repository) throws(Halt) -> Scene {
    let note = Diagnostic(
      .baseUnknown, "local preview: no base to compare with, so every finding counts as new", severity: .warning,
      help: "pass --base refs/heads/main to judge a change")
    return Scene(
      base: nil, head: head, rules: head.commit, changes: nil, scanned: [head.commit.description], baseTime: nil,
      notes: [note])
  }

  /// The event's base may be older than the target's tip. A test merge has the true one as its first parent.
  private static func baseCommit(
    _ name: String, of head: Resolved, isGiven: Bool, in repository: borrowing Repository
  ) throws(Halt) -> Resolved {
    do throws(GitError) {
      let parents = try repository.parents(of: head.commit)
      if !isGiven, parents.count == 2, repository.contains(parents[0]) {
        return try repository.resolve(parents[0].description)
      }
      return try repository.resolve(name)
    } catch { throw Halt([Diagnostic(error)]) }
  }

  /// The first of the names that exists; naming none is an error, for then the judging files cannot be told.
  private static func tip(_ names: [String], in repository: borrowing Repository) throws(Halt) -> Resolved? {
    var last: GitError?
    for name in names {
      do throws(GitError) { return try repository.resolve(name) } catch { last = error }
    }
    if let last { throw Halt([Diagnostic(last)]) }
    return nil
  }

  /// A report of a test merge may name the merge or the branch's own commit: both are the change.
  private static func scannable(
    _ head: CommitID, _ base: CommitID, in repository: borrowing Repository
  ) throws(Halt) -> Set<String> {
    do throws(GitError) {
      let parents = try repository.parents(of: head)
      let isTestMerge = parents.count == 2 && parents[0] == base
      return Set([head.description] + (isTestMerge ? [parents[1].description] : []))
    } catch { throw Halt([Diagnostic(error)]) }
  }

  private static func compare(
    _ base: CommitID, _ head: CommitID, _ request: Request, in repository: borrowing Repository,
    _ notes: inout [Diagnostic]
  ) throws(Halt) -> [String: FileChange] {
    do throws(GitError) {
      let parents = try repository.parents(of: head)
      // The first-parent diff of a test merge needs no merge base, so depth 2 is enough.
      if parents.count == 2, parents[0] == base { return try differences(from: base, to: head, in: repository) }
      let bases = try repository.mergeBases(base, head)
      switch bases.count {
      case 0 where request.allowsUnrelated: return try differences(from: nil, to: head, in: repository)
      case 0:
        throw GitError(
          .mergeBaseMissing, "base \(base.short) and head \(head.short) share no commit",
          help: "fetch more history, or pass --allow-unrelated to count every line of head as new")
      case 1: return try differences(from: bases[0], to: head, in: repository)
      default:
        notes.append(
          Diagnostic(
            .mergeBasesSeveral, "base and head have \(bases.count) merge bases; a line is new when none of them has it",
            severity: .warning))
        var common = try differences(from: bases[0], to: head, in: repository)
        for other in bases.dropFirst() {
          let more = try differences(from: other, to: head, in: repository)
          common = common.merging(more) { $0.intersection($1) }.filter { more[$0.key] != nil && common[$0.key] != nil }
        }
        return common
      }
    } catch { throw Halt([Diagnostic(error)]) }
  }

  private static func differences(
    from base: CommitID?, to head: CommitID, in repository: borrowing Repository
  ) throws(GitError) -> [String: FileChange] {
    byPath(try repository.changes(from: base, to: head).map(FileChange.init))
  }

  private static func byPath(_ changes: [FileChange]) -> [String: FileChange] {
    Dictionary(changes.map { ($0.path, $0) }) { first, _ in first }
  }
}

extension FileChange {
  init(_ change: Change) {
    self.init(
      path: change.path, oldPath: change.oldPath, status: Status(change.status), added: change.added,
      removed: change.removed, isWhole: change.isBinary)
  }

  /// What is changed in both.
  fileprivate func intersection(_ other: FileChange) -> FileChange {
    guard !isWhole, !other.isWhole else { return isWhole ? other : self }
    var common = self
    common.added = added.flatMap { range in other.added.compactMap { range.overlaps($0) ? range.clamped(to: $0) : nil } }
    return common
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
