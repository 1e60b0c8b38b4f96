import Git
import Interning
import Model

/// The paths that files of the head had at earlier commits of the base branch. The changes since each commit are found once.
struct FormerPaths {
  private let comparison: Comparison
  private let repository: Repository
  private var changes: [String: FileChanges] = [:]

  init(_ comparison: Comparison, in repository: Repository) {
    (self.comparison, self.repository) = (comparison, repository)
  }

  /// The path that a file had at a commit; its path of today where the file was not renamed or the clone does not have the commit.
  mutating func path(of path: InternedString, at commit: String) throws(Diagnostic) -> InternedString {
    let own = comparison.origin?.changes[path]?.oldPath.map { InternedString($0) } ?? path
    let known: FileChanges
    if let found = changes[commit] { known = found } else { known = try since(commit) }
    changes[commit] = known
    return known[own]?.oldPath.map { InternedString($0) } ?? own
  }

  private func since(_ commit: String) throws(Diagnostic) -> FileChanges {
    guard let id = CommitID(commit) else { return FileChanges() }
    let next = comparison.origin?.commit ?? comparison.head?.commit ?? comparison.rules
    do throws(Diagnostic) { return try repository.changes(from: id, to: next, comparing: []) } catch {
      guard error.code == .repositoryIncomplete || error.code == .repositoryShallow else { throw error }
      return FileChanges()
    }
  }
}
