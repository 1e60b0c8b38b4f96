import Git
import Interning
import Model
import Risks
import Synchronization

/// What the base branch has changed since earlier commits, compared with what the change touches. Each commit is looked at
/// once.
final class LaterChanges: Sendable {
  private let changes: FileChanges
  private let base: CommitID
  private let repository: Repository
  private let known = Mutex<[String: Bool]>([:])

  /// - Parameter changes: What the change does.
  init(_ changes: FileChanges, base: CommitID, in repository: Repository) {
    (self.changes, self.base, self.repository) = (changes, base, repository)
  }

  /// Whether the change touches a file that the base branch has touched since a commit. True where that is not
  /// known.
  func areTouchedAgain(since commit: String) -> Bool {
    known.withLock { known in
      if let answer = known[commit] { return answer }
      let answer = compare(since: commit)
      known[commit] = answer
      return answer
    }
  }

  private func compare(since commit: String) -> Bool {
    guard let commit = CommitID(commit) else { return true }
    do throws(Diagnostic) {
      let own = Set(changes.sorted.flatMap { [$0.path, $0.oldPath].compactMap { $0.map { InternedString($0) } } })
      return changes.touchFile(of: try repository.changes(from: commit, to: base, comparing: own))
    } catch { return true }
  }
}
