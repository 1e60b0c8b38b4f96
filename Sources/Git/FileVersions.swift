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
  private var next: CommitID?
  /// How many commits may still be looked at.
  private var left: Int

  /// - Parameters:
  ///   - limit: The maximal size of the file in bytes.
  ///   - commits: How many commits are looked at.
  package init(of path: String, from tip: CommitID, in repository: Repository, limit: Int, commits: Int) {
    (self.repository, self.path, self.limit, next, left) = (repository, path, limit, tip, commits)
  }

  /// The next older version; nil after the first one. It is nil as well where history is cut, or too long to tell which
  /// commit brought the version: what comes next cannot be said.
  package mutating func older() throws(Diagnostic) -> Version? {
    guard var commit = next else { return nil }
    next = nil
    let tree = try repository.tree(at: commit)
    while true {
      guard left > 0 else { return nil }
      left -= 1
      let parent = try repository.parents(of: commit).first
      if let parent {
        guard repository.contains(parent) else { return nil }
        if try tree.hasSameContent(at: path, as: repository.tree(at: parent)) {
          commit = parent
          continue
        }
      }
      next = parent
      return Version(commit: commit, parent: parent, content: try tree.read(path, limit: limit))
    }
  }
}
