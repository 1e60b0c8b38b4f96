import Git
import Model
import Policies
import System

/// The entries of the waiver files of commits.
struct WaiverFiles {
  static let paths = yamlEndings.map { "\(PolicyBundle.home)/waivers\($0)" }

  let repository: Repository

  /// The entries of all waiver files of a commit; nil where one cannot be understood.
  func entries(at commit: CommitID) throws(Diagnostic) -> [WaiverEntry]? {
    let tree = try repository.tree(at: commit)
    var entries: [WaiverEntry] = []
    for path in Self.paths {
      do throws(Diagnostic) {
        if let input = try tree.input(path, limit: Limit.policy) { entries += try WaiverEntry.read(input) }
      } catch {
        if isAbsent(error) { throw error }
        return nil
      }
    }
    return entries
  }
}

/// Whether an error says that objects are missing from this clone.
func isAbsent(_ error: Diagnostic) -> Bool {
  [.repositoryIncomplete, .repositoryShallow, .revisionNotFound].contains(error.code)
}
