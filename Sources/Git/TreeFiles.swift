package import Model

/// A regular file of a commit, as a tree names it.
package struct TreeFile: Sendable {
  /// The bytes of its path. No component is empty, `.` or `..`.
  package let path: [UInt8]
  package let isExecutable: Bool
  private let id: ObjectID

  fileprivate init?(_ difference: TreeDifference) {
    guard let entry = difference.new, entry.mode.isFile else { return nil }
    (path, isExecutable, id) = (difference.path, entry.mode == .executable, entry.id)
  }

  /// The content as the object has it: no filter, no conversion of line ends. A file of more than `limit` bytes is the error
  /// `file-too-large`.
  package func read(from repository: Repository, limit: Int) throws(Diagnostic) -> [UInt8] {
    try repository.objects.blob(id, at: GitPath.text(of: path), limit: limit)
  }
}

extension Repository {
  /// The regular files of a commit, ordered by the bytes of their paths. Symbolic links and submodules are none.
  package func files(of commit: CommitID) throws(Diagnostic) -> [TreeFile] {
    try objects.differences(from: nil, to: objects.commit(commit.id).tree).compactMap(TreeFile.init)
  }
}
