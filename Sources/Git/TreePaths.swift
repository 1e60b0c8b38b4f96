package import Model

extension Repository {
  /// The paths of all files of a commit, ordered by their bytes. Symbolic links and submodules count as files.
  package func paths(at commit: CommitID) throws(Diagnostic) -> [[UInt8]] {
    try objects.differences(from: nil, to: objects.commit(commit.id).tree).map(\.path)
  }

  /// The full ref of the default branch of a remote, as git-clone notes it; nil when the clone does not say it.
  package func defaultBranch(of remote: String) throws(Diagnostic) -> String? {
    guard let found = try refs.value(of: "refs/remotes/\(remote)/HEAD"), case .symbolic(let ref) = found else {
      return nil
    }
    return ref
  }

  /// The paths of all files of the index, ordered by their bytes.
  package func stagedPaths() throws(Diagnostic) -> [[UInt8]] {
    let index = try index().staged()
    return (0..<index.count).map { Array(index.path($0)) }
  }
}
