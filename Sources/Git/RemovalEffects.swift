import Model

/// The lines of a new content that removed lines may have protected: the line before and after each removal, and the
/// rest of the block in which more lines were removed than lines of code added, or behind a guard that was edited.
///
/// A block is recognised by its indentation, which programs in most languages and most configuration files keep: it extends from
/// the removed lines to the nearest lines that are indented less, and includes the one above, which is the head of the
/// block. What is not indented ends at blank lines, removed ones included. Removed blank lines protect nothing.
struct RemovalEffects {
  /// Removed lines, as a range of the old content, and the lines of the new content between which they were.
  struct Removal {
    let lines: ClosedRange<Int>
    /// The last line before the removal, and the first one after it. Lines that replaced removed ones are between them.
    let (before, after): (Int, Int)

    /// The lines of the new content that replaced the removed ones; nil when none did.
    var replacement: ClosedRange<Int>? { after - before > 1 ? before + 1...after - 1 : nil }
  }

  /// The affected lines of the new content, as disjoint ranges, ascending.
  private(set) var ranges: [ClosedRange<Int>] = []

  /// - Parameter isReformatted: Whether unchanged lines may be indented otherwise than before.
  init(of removals: [Removal], from oldBytes: [UInt8], to newBytes: [UInt8], isReformatted: Bool = false) {
    guard !removals.isEmpty else { return }
    let (old, new) = (Indentations(of: oldBytes), Indentations(of: newBytes, isReformatted: isReformatted))
    var found: [ClosedRange<Int>] = []
    let starts = new.blockEnds(of: removals, in: old, upwards: true)
    let ends = new.blockEnds(of: removals, in: old, upwards: false)
    let edits = GuardEdits(from: oldBytes, to: newBytes)
    for (index, removal) in removals.enumerated() {
      guard let start = starts[index], let end = ends[index] else { continue }
      if removal.before >= 1, !old.isBlank(removal.lines.lowerBound) { found.append(removal.before...removal.before) }
      if removal.after <= new.count, !old.isBlank(removal.lines.upperBound) {
        found.append(removal.after...removal.after)
      }
      // A guard that is commented out is removed. Outside blocks, comments replace lines of all sorts.
      let isInBlock = old.isIndented(removal.lines.lowerBound)
      if removal.lines.count > (removal.replacement.map { isInBlock ? new.countOfCode(in: $0) : $0.count } ?? 0),
        start <= end
      {
        found.append(start...end)
      } else if removal.after <= end, let replacement = removal.replacement, isInBlock,
        edits.changesGuard(removal.lines, replacement)
      {
        // A guard that is edited may let through what it stopped.
        found.append(removal.after...end)
      }
    }
    ranges = union(of: found)
  }
}

private func union(of ranges: [ClosedRange<Int>]) -> [ClosedRange<Int>] {
  ranges.sorted { $0.lowerBound < $1.lowerBound }.reduce(into: []) { union, range in
    if let last = union.last, range.lowerBound <= last.upperBound + 1 {
      union[union.count - 1] = last.lowerBound...max(last.upperBound, range.upperBound)
    } else {
      union.append(range)
    }
  }
}

/// The indentation of each line of a content: the number of blanks at its start; nil for a blank line.
private struct Indentations {
  private var lines: [Int?] = []
  /// The numbers of the lines that look like comments, ascending. A line of code that looks so is taken for less than it
  /// is.
  private var comments: [Int] = []

  /// Whether the lines may be indented otherwise than those of the old content.
  private let isReformatted: Bool

  init(of bytes: [UInt8], isReformatted: Bool = false) {
    self.isReformatted = isReformatted
    var (indentation, isBlank) = (0, true)
    for (index, byte) in bytes.enumerated() {
      switch byte {
      case UInt8(ascii: "\n"):
        lines.append(isBlank ? nil : indentation)
        (indentation, isBlank) = (0, true)
      case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\r"): if isBlank { indentation += 1 }
      default:
        if isBlank, beginsComment(bytes, at: index) { comments.append(lines.count + 1) }
        isBlank = false
      }
    }
    if bytes.last != UInt8(ascii: "\n"), !bytes.isEmpty { lines.append(isBlank ? nil : indentation) }
  }

  var count: Int { lines.count }

  func isIndented(_ line: Int) -> Bool { lines.indices.contains(line - 1) && (lines[line - 1] ?? 0) > 0 }

  /// The number of lines that are neither blank nor look like comments.
  func countOfCode(in range: ClosedRange<Int>) -> Int {
    var next = partitioningIndex(of: range.lowerBound)
    return range.reduce(0) { number, line in
      while next < comments.count, comments[next] < line { next += 1 }
      let isComment = next < comments.count && comments[next] == line
      return isComment || isBlank(line) ? number : number + 1
    }
  }

  /// The index of the first comment at or after a line (binary search).
  private func partitioningIndex(of line: Int) -> Int {
    var (low, high) = (0, comments.count)
    while low < high {
      let middle = (low + high) / 2
      if comments[middle] >= line { high = middle } else { low = middle + 1 }
    }
    return low
  }

  func isBlank(_ line: Int) -> Bool { lines.indices.contains(line - 1) && lines[line - 1] == nil }

  /// The smallest indentation of some lines; nil when all are blank.
  func least(of range: ClosedRange<Int>) -> Int? {
    range.clamped(to: 1...max(1, count)).lazy.compactMap { lines.indices.contains($0 - 1) ? lines[$0 - 1] : nil }.min()
  }

  /// The indentation of removed lines, or what it would be in the new content, as the lines beside them tell.
  private func depth(of removal: RemovalEffects.Removal, in old: Indentations) -> Int? {
    let depth = old.least(of: removal.lines)
    guard isReformatted, let depth else { return depth }
    let beside = [removal.before, removal.after].compactMap { lines.indices.contains($0 - 1) ? lines[$0 - 1] : nil }
    return beside.max().map { $0 > 0 ? min(depth, $0) : depth } ?? depth
  }

  /// For each removal, the first or the last line of the block in which it was; nil when only blank lines were removed.
  ///
  /// One pass over the lines keeps those that may end a block: each is indented more than the one before it.
  func blockEnds(of removals: [RemovalEffects.Removal], in old: Indentations, upwards: Bool) -> [Int?] {
    var ends = [Int?](repeating: nil, count: removals.count)
    var (limits, blank) = ([(line: Int, indentation: Int)](), upwards ? 0 : count + 1)
    var line = upwards ? 1 : count
    for index in upwards ? Array(removals.indices) : removals.indices.reversed() {
      let edge = upwards ? removals[index].before : removals[index].after
      while upwards ? line <= edge && line <= count : line >= edge && line >= 1 {
        if let indentation = lines[line - 1] {
          while let last = limits.last, last.indentation >= indentation { limits.removeLast() }
          limits.append((line, indentation))
        } else {
          blank = line
        }
        line += upwards ? 1 : -1
      }
      guard let depth = depth(of: removals[index], in: old) else { continue }
      let limit = limits.last { $0.indentation < depth }?.line
      if depth == 0 {
        let removed = removals[index].lines
        let isApart = old.isBlank(upwards ? removed.lowerBound : removed.upperBound)
        ends[index] = upwards ? (isApart ? edge : blank) + 1 : (isApart ? edge : blank) - 1
      } else {
        // The head of a block belongs to it; the line that ends it does not.
        ends[index] = upwards ? limit ?? 1 : limit.map { $0 - 1 } ?? count
      }
    }
    return ends
  }
}

/// Whether a comment begins here in one of the widespread languages: `#`, `//`, `/*`, `--`, `<!--`, `;`, `*`.
private func beginsComment(_ bytes: [UInt8], at index: Int) -> Bool {
  commentMarks.contains { bytes[index...].starts(with: $0) }
}

private let commentMarks = ["#", "//", "/*", "--", "<!--", ";", "*"].map { Array($0.utf8) }
