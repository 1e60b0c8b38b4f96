import Interning

/// The change to one file between base and head.
package struct FileChange: Hashable, Sendable {
  package enum Status: String, Sendable {
    case added, modified, deleted, renamed, copied
    /// The entry changed between regular file, symbolic link and submodule.
    case typeChanged = "type-changed"
  }

  /// A line of the head among the changed ones that has the text of a line which the change removes.
  package struct MovedLine: Hashable, Sendable {
    /// The line at head, and the removed line at base.
    package let (head, base): (Int, Int)
    /// Whether the change removes no other code beside it, so that only the line's position or indentation differs.
    package let isWhole: Bool

    package init(head: Int, base: Int, isWhole: Bool) { (self.head, self.base, self.isWhole) = (head, base, isWhole) }
  }

  /// The path at head; for a deleted file, the path at base. `GitPath` describes how names that
  /// are not UTF-8 are represented.
  package var path: String
  /// The path at base, if it differs.
  package var oldPath: String?
  /// The path at base of the file from which most of the content comes, where no rename says so: the change rewrites that
  /// file, or this one. Nil when there is none.
  package var origin: String?
  package var status: Status
  /// The changed line ranges at head, ascending.
  package var added: [ClosedRange<Int>]
  /// The changed line ranges at base, ascending.
  package var removed: [ClosedRange<Int>]
  /// The lines at head after which lines were removed or changed, ascending; 0 is the start of the file.
  package var removedAfter: [Int]
  /// The lines at head that removed lines may have protected: those beside them, and those of their block. Disjoint
  /// and ascending.
  package var affected: [ClosedRange<Int>]
  /// The changed lines at head that the base has in another position or with another indentation, ascending.
  package var moved: [MovedLine] = []
  /// The number of lines at head; nil when it is not known.
  package var lineCount: Int?
  /// Whether every line counts as changed, because no line ranges are known (binary, line ends that some tools do not count, a pointer
  /// of Git LFS, too large, symbolic link, submodule).
  package var isWhole: Bool
  /// Whether the file has the content and the path that it had, and may be executed now or no longer.
  package var isOfModeAlone = false

  package init(
    path: String, oldPath: String? = nil, status: Status, added: [ClosedRange<Int>] = [],
    removed: [ClosedRange<Int>] = [], removedAfter: [Int] = [], affected: [ClosedRange<Int>] = [],
    lineCount: Int? = nil, isWhole: Bool = false
  ) {
    (self.path, self.oldPath, self.status) = (path, oldPath, status)
    (self.added, self.removed, self.isWhole) = (added, removed, isWhole)
    (self.removedAfter, self.affected, self.lineCount) = (removedAfter, affected, lineCount)
  }
}

/// The changes between base and head, looked up by the path at head.
///
/// Paths are compared by their bytes, as in git: two spellings that are canonically
/// equivalent in Unicode are two files.
package struct FileChanges: Sendable {
  private var byPath: [InternedString: FileChange] = [:]

  package init(_ changes: [FileChange] = []) { for change in changes { byPath[InternedString(change.path)] = change } }

  package subscript(path: InternedString) -> FileChange? { byPath[path] }
  package subscript(path: String) -> FileChange? { byPath[InternedString(path)] }

  package var isEmpty: Bool { byPath.isEmpty }

  package func allSatisfy(_ isSo: (FileChange) -> Bool) -> Bool { byPath.values.allSatisfy(isSo) }

  /// Whether an entry on the way to a path is changed, such as a submodule or a symbolic link.
  package func changesFolder(above path: String) -> Bool {
    zip(path.utf8.indices, path.utf8).contains { index, byte in
      byte == UInt8(ascii: "/") && self[String(Substring(path.utf8[..<index]))] != nil
    }
  }

  /// These changes and others, which take the place of those of equal paths.
  package func adding(_ changes: [FileChange]) -> FileChanges {
    var all = self
    for change in changes { all.byPath[InternedString(change.path)] = change }
    return all
  }

  /// All changes, ordered by the bytes of their paths.
  package var sorted: [FileChange] { byPath.sorted { $0.key < $1.key }.map(\.value) }

  /// The changes, where those that `isWhole` selects have no known line ranges.
  package func marking(wholeWhere isWhole: (FileChange) -> Bool) -> FileChanges {
    FileChanges(
      byPath.values.map { change in
        var change = change
        change.isWhole = change.isWhole || isWhole(change)
        return change
      })
  }

  /// The changes that are in one of two comparisons: a line is changed if one of them says so.
  package func union(_ other: FileChanges) -> FileChanges {
    var all = self
    for (path, change) in other.byPath { all.byPath[path] = all.byPath[path].map { $0.union(change) } ?? change }
    return all
  }

  /// The changes that are in both comparisons.
  package func intersection(_ other: FileChanges) -> FileChanges {
    FileChanges(byPath.compactMap { path, change in other.byPath[path].map { change.intersection($0) } })
  }
}

extension FileChange {
  /// The path of the file at base; nil when the change brings the file.
  package var pathAtBase: String? { status == .added || status == .copied ? nil : oldPath ?? path }
  /// The path of the file at head; nil when the change deletes the file.
  package var pathAtHead: String? { status == .deleted ? nil : path }

  /// Whether this file may take over what a file has that the change deletes: where that lies in its folder or below it, as when
  /// several are merged into one, and for a new file of the same name elsewhere, as when a rename is not recognised.
  package func mayTakeOver(_ deleted: FileChange) -> Bool {
    guard status != .deleted, deleted.status == .deleted else { return false }
    let (own, other) = (path.folderAndName, deleted.path.folderAndName)
    if own.folder.isEmpty || (other.folder + "/").begins(with: own.folder + "/") { return true }
    return status == .added && own.name.isSame(as: other.name)
  }

  /// Whether the change brings something to a file that a scanner might see: not where it deletes the file, or only sets its
  /// mode, or only replaces line ends or blanks.
  package var bringsContent: Bool {
    status != .deleted && !isOfModeAlone && !(LineMap(self).isUnchanged && removedAfter.isEmpty)
  }

  /// Whether every line counts as changed. The lines of a copy count as new, even though the original is older.
  package var isEntire: Bool {
    switch status {
    case .added, .copied, .deleted, .typeChanged: true
    case .modified, .renamed: isWhole
    }
  }

  fileprivate func union(_ other: FileChange) -> FileChange {
    guard !isEntire, !other.isEntire else { return isEntire ? self : other }
    var all = self
    all.isOfModeAlone = isOfModeAlone && other.isOfModeAlone
    all.added = joined(added, other.added)
    all.affected = joined(affected, other.affected)
    all.removedAfter = Set(removedAfter).union(other.removedAfter).sorted()
    // What moves since one commit may be new since the other.
    let movedThere = Set(other.moved.map(\.head))
    all.moved = moved.filter { movedThere.contains($0.head) }
    return all
  }

  fileprivate func intersection(_ other: FileChange) -> FileChange {
    guard !isEntire, !other.isEntire else { return isEntire ? other : self }
    var common = self
    common.added = commonParts(of: added, other.added)
    common.affected = commonParts(of: affected, other.affected)
    common.removedAfter = removedAfter.filter(Set(other.removedAfter).contains)
    return common
  }
}

extension String {
  /// The folder of a path, empty for the root, and the name of the file in it.
  fileprivate var folderAndName: (folder: String, name: String) {
    guard let slash = utf8.lastIndex(of: UInt8(ascii: "/")) else { return ("", self) }
    return (String(self[..<slash]), String(self[utf8.index(after: slash)...]))
  }
}

/// The lines that are in either of two lists of ranges, as disjoint, ascending ranges.
private func joined(_ ones: [ClosedRange<Int>], _ others: [ClosedRange<Int>]) -> [ClosedRange<Int>] {
  var all: [ClosedRange<Int>] = []
  for range in (ones + others).sorted(by: { $0.lowerBound < $1.lowerBound }) {
    if let last = all.last, last.upperBound >= range.lowerBound - 1 {
      all[all.count - 1] = last.lowerBound...max(last.upperBound, range.upperBound)
    } else {
      all.append(range)
    }
  }
  return all
}

/// The parts that are in both of two lists of disjoint, ascending ranges.
private func commonParts(of ones: [ClosedRange<Int>], _ others: [ClosedRange<Int>]) -> [ClosedRange<Int>] {
  var (common, one, other) = ([ClosedRange<Int>](), 0, 0)
  while one < ones.count, other < others.count {
    if ones[one].overlaps(others[other]) { common.append(ones[one].clamped(to: others[other])) }
    if ones[one].upperBound < others[other].upperBound { one += 1 } else { other += 1 }
  }
  return common
}
