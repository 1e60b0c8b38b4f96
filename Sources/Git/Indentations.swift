/// The indentation of each line of a content: the number of blanks at its start; nil for a blank line.
struct Indentations {
  private var lines: [Int?] = []
  /// For each line, where the search for a line that is indented less goes on, upwards and downwards.
  private var (parents, followers) = ([Int](), [Int]())
  /// The numbers of the lines that look like comments, ascending. A line of code that looks so is taken for less than it
  /// is.
  private var comments: [Int] = []

  /// Whether the lines may be indented otherwise than those of the old content.
  let isReformatted: Bool

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
    (parents, followers) = (Git.parents(of: lines), Git.followers(of: lines))
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

  /// The indentation of a line; nil if it is blank or there is none.
  func depth(of line: Int) -> Int? { lines.indices.contains(line - 1) ? lines[line - 1] : nil }

  func isBlank(_ line: Int) -> Bool { lines.indices.contains(line - 1) && lines[line - 1] == nil }

  /// The smallest indentation of some lines; nil when all are blank.
  func least(of range: ClosedRange<Int>) -> Int? {
    range.clamped(to: 1...max(1, count)).lazy.compactMap { lines.indices.contains($0 - 1) ? lines[$0 - 1] : nil }.min()
  }

  /// The indentation of removed lines, or what it would be in the new content, as the lines beside them tell.
  func depth(of removal: RemovalEffects.Removal, in old: Indentations) -> Int? {
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

  /// The nearest line at or above a line that is indented less than a depth; nil when there is none.
  func head(above line: Int, ofDepth depth: Int) -> Int? {
    var line = min(line, count)
    while line >= 1 {
      if let own = lines[line - 1], own < depth { return line }
      line = parents[line - 1]
    }
    return nil
  }

  /// The last line of the block of a depth that goes on below a line.
  func end(below line: Int, ofDepth depth: Int) -> Int {
    var next = line + 1
    while next <= count, lines[next - 1].map({ $0 >= depth }) ?? true { next = followers[next - 1] }
    return next - 1
  }
}

/// For each line, the nearest line above it that is indented less, or the one above a blank line; 0 when there is none.
private func parents(of lines: [Int?]) -> [Int] {
  var (parents, open) = ([Int](), [(line: Int, depth: Int)]())
  for (index, depth) in lines.enumerated() {
    guard let depth else {
      parents.append(index)
      continue
    }
    while let last = open.last, last.depth >= depth { open.removeLast() }
    parents.append(open.last?.line ?? 0)
    open.append((index + 1, depth))
  }
  return parents
}

/// For each line, the next line that is indented less, or the one below a blank line; one past the end when there is none.
private func followers(of lines: [Int?]) -> [Int] {
  var (followers, open) = (Array(repeating: lines.count + 1, count: lines.count), [(line: Int, depth: Int)]())
  for index in lines.indices.reversed() {
    guard let depth = lines[index] else {
      followers[index] = index + 2
      continue
    }
    while let last = open.last, last.depth >= depth { open.removeLast() }
    followers[index] = open.last?.line ?? lines.count + 1
    open.append((index + 1, depth))
  }
  return followers
}

/// Whether a comment begins here in one of the widespread languages: `#`, `//`, `/*`, `--`, `<!--`, `;`, `*`.
private func beginsComment(_ bytes: [UInt8], at index: Int) -> Bool {
  commentMarks.contains { bytes[index...].starts(with: $0) }
}

private let commentMarks = ["#", "//", "/*", "--", "<!--", ";", "*"].map { Array($0.utf8) }
