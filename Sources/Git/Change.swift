/// What a change did to one file, down to the lines.
package struct Change: Hashable, Sendable {
  package enum Status: String, Sendable {
    case added, modified, deleted, renamed
    /// Never found today: a copied file counts as added, so all its lines count as new.
    case copied
    /// A file became a link or a submodule, or the other way round.
    case typeChanged = "type-changed"
  }

  /// A run of lines that was replaced: `git diff -U0`'s `@@ -oldStart,oldCount +newStart,newCount @@`. Where a count is 0
  /// the start is the line before.
  package struct Hunk: Hashable, Sendable {
    package let oldStart, oldCount, newStart, newCount: Int

    package init(oldStart: Int, oldCount: Int, newStart: Int, newCount: Int) {
      (self.oldStart, self.oldCount, self.newStart, self.newCount) = (oldStart, oldCount, newStart, newCount)
    }
  }

  /// Files over so many bytes are not compared line by line: all their lines count as changed.
  package static let lineLimit = 8 << 20
  /// Stands for all lines of a file whose lines nobody counted. Ask whether it contains a line; do not walk it.
  package static let everyLine = 1...Int.max

  /// The path after the change; of a deleted file the path it had. See `PathText`.
  package let path: String
  /// The path before, when it was another one.
  package let oldPath: String?
  package let status: Status
  /// New or rewritten lines, as numbered after the change.
  package let added: [ClosedRange<Int>]
  /// Lines that are gone, as numbered before the change.
  package let removed: [ClosedRange<Int>]
  package let isBinary: Bool
  private let hunks: [Hunk]

  /// A change whose lines are known.
  package init(path: String, oldPath: String? = nil, status: Status, hunks: [Hunk]) {
    (self.path, self.oldPath, self.status, self.hunks, isBinary) = (path, oldPath, status, hunks, false)
    added = hunks.filter { $0.newCount > 0 }.map { $0.newStart...($0.newStart + $0.newCount - 1) }
    removed = hunks.filter { $0.oldCount > 0 }.map { $0.oldStart...($0.oldStart + $0.oldCount - 1) }
  }

  /// A change that counts as a whole: binary, too large to compare, a link, a submodule.
  package init(wholeOf path: String, oldPath: String? = nil, status: Status, isBinary: Bool = false) {
    (self.path, self.oldPath, self.status, self.isBinary, hunks) = (path, oldPath, status, isBinary, [])
    added = status == .deleted ? [] : [Self.everyLine]
    removed = status == .added ? [] : [Self.everyLine]
  }

  /// Where a line of the new file stood before the change; nil when the change brought it.
  package func oldLine(for newLine: Int) -> Int? {
    guard newLine > 0, status != .added, status != .deleted, !added.contains(where: { $0.contains(newLine) }) else {
      return nil
    }
    let before = hunks.prefix { $0.newCount == 0 ? $0.newStart < newLine : $0.newStart <= newLine }
    return newLine + before.reduce(0) { $0 + $1.oldCount - $1.newCount }
  }
}
