import Clibgit2
import Model

/// The lines in which two contents differ, as in `git diff -U0 --ignore-space-at-eol`: another line end, blanks at the end
/// of a line or a byte order mark change no code.
struct LineDiff {
  /// The maximal size in bytes of a compared content. All lines of a larger content count as changed.
  static let sizeLimit = 8 << 20

  /// New or changed lines, as line numbers of the new content, ascending.
  private(set) var added: [ClosedRange<Int>] = []
  /// Removed or changed lines, as line numbers of the old content, ascending.
  private(set) var removed: [ClosedRange<Int>] = []
  /// The lines of the new content after which lines were removed or changed, ascending; 0 is the start.
  private(set) var removedAfter: [Int] = []
  /// The lines of the new content that removed lines may have protected (`RemovalEffects`).
  private(set) var affected: [ClosedRange<Int>] = []
  /// The lines of the new content that the old one has elsewhere or with other blanks (`MovedLines`).
  private(set) var moved: [FileChange.MovedLine] = []
  /// The number of lines of the new content.
  private(set) var lineCount = 0

  /// Whether git treats a content as binary: it has a zero byte among the first 8,000 bytes. Attributes are ignored,
  /// because a change could set them for its own files.
  static func isBinary(_ bytes: [UInt8]) -> Bool { bytes.prefix(8000).contains(0) }

  /// The difference in which all lines are replaced.
  init(replacing old: [UInt8], by new: [UInt8]) {
    let (before, after) = (Self.count(old), Self.count(new))
    _ = add(old: (min(1, before), before), new: (min(1, after), after))
    lineCount = after
  }

  /// - Parameter ignoresIndentation: Whether blanks at the start of a line are ignored as well, because the language gives
  ///   them no meaning.
  init(from old: [UInt8], to new: [UInt8], ignoresIndentation: Bool = false) throws(Diagnostic) {
    let (old, new) = (withoutByteOrderMark(old), withoutByteOrderMark(new))
    var (removals, hunks) = ([RemovalEffects.Removal](), [MovedLines.Hunk]())
    for found in try Self.hunks(from: old, to: new, ignoresIndentation: ignoresIndentation) {
      let removal = add(
        old: (found.oldStart, found.oldLines), new: (found.newStart, found.newLines))
      if let removal {
        removals.append(removal)
        hunks.append(MovedLines.Hunk(old: removal.lines, new: removal.replacement))
      } else if let last = added.last {
        hunks.append(MovedLines.Hunk(old: nil, new: last))
      }
    }
    removedAfter = removals.map(\.before)
    affected = RemovalEffects(of: removals, from: old, to: new, isReformatted: ignoresIndentation).ranges
    moved = MovedLines.found(in: hunks, from: old, to: new)
    lineCount = Self.count(new)
  }

  private static func hunks(
    from old: [UInt8], to new: [UInt8], ignoresIndentation: Bool
  ) throws(Diagnostic) -> [PatchHunk] {
    func indented() throws(Diagnostic) -> [PatchHunk] {
      try patchHunks(from: withoutOuterBlanks(old, leading: false), to: withoutOuterBlanks(new, leading: false))
    }
    guard ignoresIndentation else { return try indented() }
    let (oldCode, newCode) = (withoutOuterBlanks(old, leading: true), withoutOuterBlanks(new, leading: true))
    return try placed(try patchHunks(from: oldCode, to: newCode), from: oldCode, to: newCode, like: indented)
  }

  static func count(_ bytes: [UInt8]) -> Int {
    let ends = bytes.reduce(0) { $1 == UInt8(ascii: "\n") ? $0 + 1 : $0 }
    return bytes.isEmpty || bytes.last == UInt8(ascii: "\n") ? ends : ends + 1
  }

  /// Adds one hunk, `@@ -start,count +start,count @@`, and returns what it removes. The start of an empty range is the
  /// line before it.
  private mutating func add(
    old: (start: Int, count: Int), new: (start: Int, count: Int)
  ) -> RemovalEffects.Removal? {
    if new.count > 0 { added.append(new.start...(new.start + new.count - 1)) }
    guard old.count > 0 else { return nil }
    let lines = old.start...(old.start + old.count - 1)
    removed.append(lines)
    let before = new.count > 0 ? new.start - 1 : new.start
    return RemovalEffects.Removal(lines: lines, before: before, after: before + new.count + 1)
  }
}

/// The lines without the blanks at their ends, and, if `leading`, at their starts. Blanks after a backslash stay: without them
/// it would continue the line.
private func withoutOuterBlanks(_ bytes: [UInt8], leading: Bool) -> [UInt8] {
  var (result, start) = ([UInt8](), 0)
  result.reserveCapacity(bytes.count)
  while start < bytes.count {
    let newline = bytes[start...].firstIndex(of: UInt8(ascii: "\n"))
    var line = bytes[start..<(newline ?? bytes.count)]
    while let last = line.last, isBlank(last) { line.removeLast() }
    if line.last == UInt8(ascii: "\\") { line = bytes[start..<(newline ?? bytes.count)] }
    if line.last == UInt8(ascii: "\r") { line.removeLast() }
    result += leading ? line.drop(while: isBlank) : line
    guard let newline else { break }
    result.append(UInt8(ascii: "\n"))
    start = newline + 1
  }
  return result
}

private func isBlank(_ byte: UInt8) -> Bool {
  byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") || byte == UInt8(ascii: "\r")
}
