import Interning
package import Model
import Synchronization

/// Tells whether git tracks a file on disk, so that the change under review could have written it.
///
/// A file counts as tracked if, on the way to it through symbolic links, one of the links or the file itself is in the
/// head's tree or in the index of the working tree that it lies in. Working trees are the main one, linked ones, checked
/// out submodules of the head, and other clones that have the head checked out.
package final class TrackedFiles: Sendable {
  private let head: any Tree
  /// The ids of the commits that count as the head.
  private let commits: Set<String>
  private let repository: Repository
  private let trees: [WorkTree]
  private let indexes = Mutex<[ExactText: IndexFile]>([:])

  package init(head: any Tree, commits: Set<String>, in repository: Repository) throws(Diagnostic) {
    (self.head, self.commits, self.repository) = (head, commits, repository)
    trees = try repository.workTrees()
  }

  /// The path in the repository under which git tracks a file; nil when it does not.
  package func trackedPath(of file: String) throws(Diagnostic) -> String? {
    for location in FileSystem.locations(of: file) {
      if let path = try trackedPath(at: location) { return path }
    }
    return nil
  }

  private func trackedPath(at location: String) throws(Diagnostic) -> String? {
    let own = trees.lazy.compactMap { tree in tree.inside(location).map { (tree: tree, path: $0) } }.first
    if let other = otherRepository(around: location, within: own?.tree) {
      guard let path = other.inside(location) else { return nil }
      if let own, let folder = own.tree.inside(other.folder) {
        if try mode(of: folder, in: own.tree) == .submodule {
          return try index(of: other).mode(of: GitPath.bytes(of: path)) == nil ? nil : own.path
        }
      }
      guard try isHead(other), try mode(of: path, in: other) != nil else { return nil }
      return path
    }
    guard let own, try mode(of: own.path, in: own.tree) != nil else { return nil }
    return own.path
  }

  /// How the head or the index of a working tree tracks a path as a file, a link or a submodule; nil when neither does.
  private func mode(of path: String, in tree: WorkTree) throws(Diagnostic) -> FileMode? {
    if let mode = try mode(of: path, in: head) { return mode }
    do throws(Diagnostic) { return try index(of: tree).mode(of: GitPath.bytes(of: path)) } catch {
      guard error.code == .indexSplit || error.code == .indexSparse else { throw error }
      // The commit that is checked out stands for an index that cannot be read.
      return try mode(of: path, inCommitOf: tree)
    }
  }

  /// Nil also where a part of the path is a link or a submodule in the head, because then it has no such file.
  private func mode(of path: String, in tree: any Tree) throws(Diagnostic) -> FileMode? {
    do throws(Diagnostic) {
      switch try tree.kind(of: path) {
      case .file: return .regular
      case .link: return .symlink
      case .submodule: return .submodule
      case .folder, .special, nil: return nil
      }
    } catch {
      guard error.code == .entryNotRegular else { throw error }
      return nil
    }
  }

  private func mode(of path: String, inCommitOf tree: WorkTree) throws(Diagnostic) -> FileMode? {
    guard let id = try head(of: tree) else { return nil }
    return try mode(of: path, in: repository.tree(at: CommitID(id)))
  }

  private func index(of tree: WorkTree) throws(Diagnostic) -> IndexFile {
    try indexes.withLock { (indexes) throws(Diagnostic) in
      if let known = indexes[ExactText(tree.indexFile)] { return known }
      let isOwn = tree.indexFile.isSame(as: repository.indexFile)
      let index = try isOwn ? repository.index() : IndexFile(tree.indexFile)
      indexes[ExactText(tree.indexFile)] = index
      return index
    }
  }
}

// MARK: - Other repositories

extension TrackedFiles {
  /// The working tree of another repository around a file: a submodule or another clone. Nil when there is none, or
  /// only around the repository's own working tree.
  private func otherRepository(around location: String, within own: WorkTree?) -> WorkTree? {
    var folder = RepositoryLocation.parent(of: location)
    while own.map({ !$0.folder.isSame(as: folder) }) ?? true {
      if let found = RepositoryLocation.repository(at: folder) {
        return WorkTree(
          folder: folder, gitDirectory: found.gitDirectory, indexFile: found.gitDirectory + "/index")
      }
      guard folder != "/" else { return nil }
      folder = RepositoryLocation.parent(of: folder)
    }
    return nil
  }

  private func isHead(_ tree: WorkTree) throws(Diagnostic) -> Bool {
    try head(of: tree).map { commits.contains($0.description) } ?? false
  }

  /// The commit that a working tree has checked out; nil when there is none yet.
  private func head(of tree: WorkTree) throws(Diagnostic) -> ObjectID? {
    let common = try RepositoryLocation.commonDirectory(of: tree.gitDirectory)
    return try Refs(gitDirectory: tree.gitDirectory, commonDirectory: common).follow("HEAD").id
  }
}
