/// A read-only tree of files that are looked up by path: a commit, the index, or a folder on disk.
///
/// Loaders take any tree, so that a policy bundle or a CODEOWNERS file is found in the same way in each. Paths are
/// relative to the root, with `/` as separator and without `.` and `..`. `GitPath` describes how names that are not
/// UTF-8 are represented. Symbolic links are never followed: a link or a submodule in place of a folder or a file is
/// the error `entry-not-regular`.
package protocol Tree: Sendable {
  /// The tree's name in messages, for example `commit 1a2b3c4`.
  var description: String { get }

  /// The content of a regular file; nil when the path does not exist. `limit` is in bytes. A larger file is the error
  /// `file-too-large`, thrown before anything is read.
  func read(_ path: String, limit: Int) throws(Diagnostic) -> [UInt8]?

  /// The direct children of a folder, ordered by the bytes of their names; empty when the path does not exist. `""` is
  /// the root.
  func list(_ folder: String) throws(Diagnostic) -> [TreeEntry]

  /// The kind of the entry at the path; nil when the path does not exist, and for the root.
  func kind(of path: String) throws(Diagnostic) -> TreeEntry.Kind?

  /// What the symbolic link at the path leads to, as it is written; nil when there is no link.
  func link(at path: String) throws(Diagnostic) -> [UInt8]?

  /// The path as messages show it, so that a user can open the file.
  func displayName(of path: String) -> String
}

extension Tree {
  package func link(at path: String) throws(Diagnostic) -> [UInt8]? { nil }
  package func displayName(of path: String) -> String { path }

  /// The error for an entry of another kind than the caller needs. `wanted` completes "is a symbolic link, not …".
  package func notRegular(_ path: String, _ kind: TreeEntry.Kind, wanted: String) -> Diagnostic {
    let name = displayName(of: path)
    return Diagnostic(
      .entryNotRegular, "\(name) is \(kind.words), not \(wanted)", at: SourcePosition(file: name),
      because: kind == .link || kind == .submodule ? ["what it leads to is not part of \(description)"] : [],
      help: "put \(wanted) at \(name)")
  }

  /// The error for a file that is larger than a limit. Both sizes are in bytes.
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
    /// A named pipe, a socket or a device. Only a folder on disk can contain one.
    case special

    /// The kind as messages spell it, with its article.
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

  /// The path relative to the root of the tree.
  package let path: String
  package let kind: Kind
  /// The size in bytes of a file or of a link's target; nil for other kinds.
  package let size: Int?

  package init(path: String, kind: Kind, size: Int?) { (self.path, self.kind, self.size) = (path, kind, size) }

  /// The last component of the path.
  package var name: String { path.utf8.split(separator: UInt8(ascii: "/")).last.map { String(Substring($0)) } ?? path }
}
