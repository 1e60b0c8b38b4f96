package import Model

/// The versions of one file along the first parents of a commit, the newest first.
package struct FileVersions {
  /// A version, and the commit that brought it to this line of history.
  package struct Version {
    package let commit: CommitID
    /// The commit before it; nil when there is none.
    package let parent: CommitID?
    /// The content; nil for a version without the file.
    package let content: [UInt8]?
  }

  private let repository: Repository
  private let path: String
  private let limit: Int
  private var walk: FileChangeWalk

  /// - Parameters:
  ///   - limit: The maximal size of the file in bytes.
  ///   - commits: How many commits are looked at.
  package init(of path: String, from tip: CommitID, in repository: Repository, limit: Int, commits: Int) {
    (self.repository, self.path, self.limit) = (repository, path, limit)
    walk = FileChangeWalk(of: [path], from: tip, in: repository, commits: commits)
  }

  /// The next older version; nil after the first one. It is nil as well where history is cut, or too long to tell which
  /// commit brought the version: what comes next cannot be said.
  package mutating func older() throws(Diagnostic) -> Version? {
    guard let step = try walk.older() else { return nil }
    let content = try repository.tree(at: step.commit).read(path, limit: limit)
    return Version(commit: step.commit, parent: step.parent, content: content)
  }
}
