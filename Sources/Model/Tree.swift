/// A tree of files that is asked by path: a commit, the index, or a folder on disk.
///
/// Loaders take any tree, so a policy bundle or a CODEOWNERS file is found by the same steps wherever it lies. Paths are relative
/// to the root, with `/` between the parts and neither `.` nor `..`; `GitPath` says how names that are not UTF-8 are spelled.
/// Symbolic links are never followed: a link, or a submodule, where a folder or a file is needed is the error `entry-not-regular`.
package protocol Tree: Sendable {
  /// The tree's name in messages, for example `commit 1a2b3c4`.
  var description: String { get }

  /// The content of a regular file; nil when nothing is at the path. `limit` is in bytes, and a larger file is
  /// `file-too-large` before any byte of it is read.
  func read(_ path: String, limit: Int) throws(Diagnostic) -> [UInt8]?

  /// The direct children of a folder, in the order of their names' bytes; empty when nothing is at the path. `""` is the root.
  func list(_ folder: String) throws(Diagnostic) -> [TreeEntry]

  /// The kind of what is at the path; nil when nothing is, and for the root.
  func kind(of path: String) throws(Diagnostic) -> TreeEntry.Kind?

  /// A path of the tree as messages show it, so that a person can open the file.
  func displayName(of path: String) -> String
}

extension Tree {
  package func displayName(of path: String) -> String { path }

  /// The error for a path that holds something else than the caller needs. `wanted` completes "is a symbolic link, not …".
  package func notRegular(_ path: String, _ kind: TreeEntry.Kind, wanted: String) -> Diagnostic {
    let name = displayName(of: path)
    return Diagnostic(
      .entryNotRegular, "\(name) is \(kind.words), not \(wanted)", at: SourcePosition(file: name),
      because: kind == .link || kind == .submodule ? ["what it leads to is not part of \(description)"] : [],
      help: "put \(wanted) at \(name)")
  }

  /// The error for a file over a limit; both are in bytes.
  package func tooLarge(_ path: String, size: Int, limit: Int) -> Diagnostic {
    let name = displayName(of: path)
    return Diagnostic(
      .fileTooLarge, "\(name) has \(size) bytes", at: SourcePosition(file: name), because: ["at most \(limit) are read"]
    )
  }
}

/// One child of a folder in a `Tree`.
package struct TreeEntry: Hashable, Sendable {
  package enum Kind: Sendable {
    case file, folder, link, submodule
    /// A named pipe, socket or device; only a folder on disk has such.
    case special

    /// The kind in messages, with its article.
    package var words: String {
      switch self {
      case .file: "a regular file"
      case .folder: "a folder"
      case .link: "a symbolic link"
      case .submodule: "a submodule"
      case .special: "a pipe, socket or device"
      }
    }
  }

  /// From the root of the tree.
  package let path: String
  package let kind: Kind
  /// Bytes of content of a file, or of a link's target; nil for everything else.
  package let size: Int?

  package init(path: String, kind: Kind, size: Int?) { (self.path, self.kind, self.size) = (path, kind, size) }

  /// The last part of the path.
  package var name: String { path.split(separator: "/").last.map(String.init) ?? path }
}
