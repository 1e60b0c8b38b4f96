import Interning

/// What the change under review does to one file.
package struct FileChange: Hashable, Sendable {
  package enum Status: String, Sendable {
    case added, modified, deleted, renamed, copied
    /// A file became a link or a submodule, or the other way round.
    case typeChanged = "type-changed"
  }

  /// The path after the change; of a deleted file the path it had. See `GitPath` for names that are not UTF-8.
  package var path: String
  /// The path at base, when it is another one.
  package var oldPath: String?
  package var status: Status
  /// Changed line ranges on the head side, ascending.
  package var added: [ClosedRange<Int>]
  /// Changed line ranges on the base side, ascending.
  package var removed: [ClosedRange<Int>]
  /// No line ranges are known (binary, too large, a link, a submodule): every line counts as changed.
  package var isWhole: Bool

  package init(
    path: String, oldPath: String? = nil, status: Status, added: [ClosedRange<Int>] = [],
    removed: [ClosedRange<Int>] = [], isWhole: Bool = false
  ) {
    (self.path, self.oldPath, self.status) = (path, oldPath, status)
    (self.added, self.removed, self.isWhole) = (added, removed, isWhole)
  }
}

/// What the change under review does, file by file, found by the path at head.
///
/// Paths are told apart by their bytes, as git does: two spellings that Unicode calls equivalent are two files.
package struct FileChanges: Sendable {
  private var byPath: [InternedString: FileChange] = [:]

  package init(_ changes: [FileChange] = []) { for change in changes { byPath[InternedString(change.path)] = change } }

  package subscript(path: InternedString) -> FileChange? { byPath[path] }
  package subscript(path: String) -> FileChange? { byPath[InternedString(path)] }

  /// All changes, by the bytes of their paths.
  package var sorted: [FileChange] { byPath.sorted { $0.key < $1.key }.map(\.value) }

  /// What is changed compared with both: for several merge bases, a line is new when none of them has it.
  package func intersection(_ other: FileChanges) -> FileChanges {
    FileChanges(byPath.compactMap { path, change in other.byPath[path].map { change.intersection($0) } })
  }
}

extension FileChange {
  fileprivate func intersection(_ other: FileChange) -> FileChange {
    guard !isWhole, !other.isWhole else { return isWhole ? other : self }
    var common = self
    common.added = added.flatMap { range in
      other.added.compactMap { range.overlaps($0) ? range.clamped(to: $0) : nil }
    }
    return common
  }
}
