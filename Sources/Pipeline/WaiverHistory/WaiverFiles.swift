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

  /// Whether a commit has a version of a waiver that none of its parents has, apart from the first ones.
  func brings(_ entry: WaiverEntry, at commit: CommitID, beyond first: Int) throws(Diagnostic) -> Bool {
    guard try entries(at: commit)?.contains(where: { $0.content == entry.content }) ?? true else { return false }
    for parent in try repository.parents(of: commit).dropFirst(first) {
      if try entries(at: parent)?.contains(where: { $0.content == entry.content }) == true { return false }
    }
    return true
  }

  /// Whether a commit has a waiver with the id or the target of `entry` in a form that none of its parents has. It is so as
  /// well where a file cannot be understood.
  func bringsVersion(of entry: WaiverEntry, at commit: CommitID) throws(Diagnostic) -> Bool {
    let parents = try repository.parents(of: commit)
    for parent in parents where try areSame(at: commit, as: parent) { return false }
    guard var versions = try entries(at: commit) else { return true }
    versions.removeAll { $0.match != entry.match && $0.id != entry.id }
    for parent in parents where !versions.isEmpty {
      let older = try entries(at: parent) ?? []
      versions.removeAll { version in older.contains { $0.content == version.content } }
    }
    return !versions.isEmpty
  }

  /// False as well where a file cannot be compared.
  private func areSame(at one: CommitID, as other: CommitID) throws(Diagnostic) -> Bool {
    let (tree, other) = (try repository.tree(at: one), try repository.tree(at: other))
    do throws(Diagnostic) {
      for path in Self.paths where try !tree.hasSameContent(at: path, as: other) { return false }
      return true
    } catch {
      if isAbsent(error) { throw error }
      return false
    }
  }
}

/// Whether an error says that objects are missing from this clone.
func isAbsent(_ error: Diagnostic) -> Bool {
  [.repositoryIncomplete, .repositoryShallow, .revisionNotFound].contains(error.code)
}
