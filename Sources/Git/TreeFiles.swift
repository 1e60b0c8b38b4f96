package import Model

/// A file, symbolic link or submodule of a commit, as a tree names it.
package struct TreeFile: Sendable {
  package enum Kind: Sendable { case regular, executable, link, submodule }

  /// The bytes of its path. No component is empty, `.` or `..`.
  package let path: [UInt8]
  package let kind: Kind
  private let id: ObjectID

  fileprivate init?(_ difference: TreeDifference) {
    guard let entry = difference.new else { return nil }
    switch entry.mode {
    case .executable: kind = .executable
    case .symlink: kind = .link
    case .submodule: kind = .submodule
    case let mode where mode.isFile: kind = .regular
    default: return nil
    }
    (path, id) = (difference.path, entry.id)
  }

  /// The content as the object has it: no filter, no conversion of line ends. A file of more than `limit` bytes is the error
  /// `file-too-large`.
  package func read(from repository: Repository, limit: Int) throws(Diagnostic) -> [UInt8] {
    try repository.objects.blob(id, at: GitPath.text(of: path), limit: limit)
  }
}

extension Repository {
  /// The most bytes of a file of a commit that are read.
  package static let largestFile = Library.objectLimit

  /// The files, symbolic links and submodules of a commit, ordered by the bytes of their paths.
  package func files(of commit: CommitID) throws(Diagnostic) -> [TreeFile] {
    try objects.differences(from: nil, to: objects.commit(commit.id).tree).compactMap(TreeFile.init)
  }
}
