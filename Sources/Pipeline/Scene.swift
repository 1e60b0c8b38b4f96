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
    return Scene(
      base: base, head: head, rules: rules.commit, changes: compared,
      scanned: try scannable(head.commit, base.commit, in: repository),
      baseTime: try time(of: base.commit, in: repository), notes: notes)
  }

  private static func time(of commit: CommitID, in repository: borrowing Repository) throws(Halt) -> Timestamp {
    do throws(GitError) { return Timestamp(seconds: try repository.time(of: commit)) } catch {
      throw Halt([Diagnostic(error)])
    }
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
    let (found, changes, time): (Resolved?, [Change], Int64)
    do throws(GitError) {
      found = try repository.head()
      changes = try repository.stagedChanges()
      time = try found.map { (head) throws(GitError) in try repository.time(of: head.commit) } ?? 0
    } catch { throw Halt([Diagnostic(error)]) }
    guard let base = found else {
      throw Halt([
        Diagnostic(
          .headUnborn, "there is no commit yet, so no policy to judge by",
          help: "commit the policy first, and alone: git add .gatehouse && git commit")
      ])
    }
    return Scene(
      base: base, head: nil, rules: base.commit, changes: byPath(changes.map(FileChange.init)),
      scanned: [notYetCommitted],
      baseTime: Timestamp(seconds: time), notes: [])
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

  /// The event's base may be older than the target's tip. The forge's own test merge has the true one as its first parent.
  private static func baseCommit(
    _ name: String, of head: Resolved, _ asked: Surroundings?, in repository: borrowing Repository
  ) throws(Halt) -> Resolved {
    do throws(GitError) {
      guard let own = asked?.testMergeOf else { return try repository.resolve(name) }
      let parents = try repository.parents(of: head.commit)
      guard parents.count == 2, parents[1].description == own, repository.contains(parents[0]) else {
        return try repository.resolve(name)
      }
      return try repository.resolve(parents[0].description)
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
    let bases = try comparable(base, head, in: repository)
    guard let first = bases.first else {
      guard request.allowsUnrelated else { throw unrelated(base, head) }
      return try differences(from: nil, to: head, in: repository)
    }
    var common = try differences(from: first, to: head, in: repository)
    for other in bases.dropFirst() {
      let more = try differences(from: other, to: head, in: repository)
      common = common.filter { more[$0.key] != nil }.merging(more.filter { common[$0.key] != nil }) {
        $0.intersection($1)
      }
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
  ) throws(Halt) -> [CommitID] {
    do throws(GitError) {
      let parents = try repository.parents(of: head)
      return parents.count == 2 && parents[0] == base ? [base] : try repository.mergeBases(base, head)
    } catch { throw Halt([Diagnostic(error)]) }
  }

  private static func unrelated(_ base: CommitID, _ head: CommitID) -> Halt {
    Halt([
      Diagnostic(
        .mergeBaseMissing, "base \(base.short) and head \(head.short) share no commit",
        help: "fetch more history, or pass --allow-unrelated to count every line of head as new")
    ])
  }

  private static func differences(
    from base: CommitID?, to head: CommitID, in repository: borrowing Repository
  ) throws(Halt) -> [String: FileChange] {
    do throws(GitError) { return byPath(try repository.changes(from: base, to: head).map(FileChange.init)) } catch {
      throw Halt([Diagnostic(error)])
    }
  }

  private static func byPath(_ changes: [FileChange]) -> [String: FileChange] {
    // Swift compares strings by canonical equivalence, git by bytes: where two paths look equal, both their lines count.
    Dictionary(changes.map { ($0.path, $0) }) { $0.union($1) }
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

  /// What is changed in either.
  fileprivate func union(_ other: FileChange) -> FileChange {
    var both = self
    both.added = (added + other.added).sorted { ($0.lowerBound, $0.upperBound) < ($1.lowerBound, $1.upperBound) }
    both.isWhole = isWhole || other.isWhole
    return both
  }

  /// What is changed in both.
  fileprivate func intersection(_ other: FileChange) -> FileChange {
    guard !isWhole, !other.isWhole else { return isWhole ? other : self }
    var common = self
    common.added = added.flatMap { range in other.added.compactMap { range.overlaps($0) ? range.clamped(to: $0) : nil }
    }
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
