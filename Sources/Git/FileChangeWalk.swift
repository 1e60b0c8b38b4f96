package import Model

/// The commits of a first-parent line that change one of some files, the newest first.
package struct FileChangeWalk {
  package struct Step: Sendable {
    package let commit: CommitID
    /// The commit before it; nil when there is none.
    package let parent: CommitID?
  }

  /// Why there is no older step.
  package enum End: Sendable {
    /// The first commit was reached.
    case beginning
    /// The clone does not have older commits.
    case cut
    /// As many commits were looked at as may be.
    case limit
  }

  private let repository: Repository
  private let paths: [String]
  private var next: CommitID?
  /// How many commits may still be looked at.
  private var left: Int
  /// Nil until `older` returned nil, or the step of the very first commit.
  package private(set) var end: End?

  /// - Parameter commits: How many commits are looked at.
  package init(of paths: [String], from tip: CommitID, in repository: Repository, commits: Int) {
    (self.repository, self.paths, next, left) = (repository, paths, tip, commits)
  }

  /// The next older step; nil where `end` says why. A root commit is the step that brings its files, if it has any.
  package mutating func older() throws(Diagnostic) -> Step? {
    guard end == nil, var commit = next else { return nil }
    var ids = try ids(at: commit)
    while true {
      guard left > 0 else { return stop(.limit) }
      left -= 1
      let parent = try repository.parents(of: commit).first
      guard let parent else {
        end = .beginning
        return Step(commit: commit, parent: nil)
      }
      guard repository.contains(parent) else { return stop(.cut) }
      let before = try self.ids(at: parent)
      if before != ids {
        next = parent
        return Step(commit: commit, parent: parent)
      }
      (commit, ids) = (parent, before)
    }
  }

  private mutating func stop(_ reason: End) -> Step? {
    end = reason
    return nil
  }

  /// What is at the paths; nil for nothing. An entry that is no file has an id as well.
  private func ids(at commit: CommitID) throws(Diagnostic) -> [ObjectID?] {
    let tree = try repository.tree(at: commit)
    return try paths.map { (path) throws(Diagnostic) in try tree.entryID(at: path) }
  }
}
