import Model

/// The lines of a new content that removed lines may have protected: the line before and after each removal, and the
/// rest of the block in which more lines were removed than added.
///
/// A block is told by indentation, which programs in most languages and most configuration files keep: it extends from
/// the removed lines to the nearest lines that are indented less, and includes the one above, which is the head of the
/// block. What is not indented ends at blank lines, removed ones included. Removed blank lines protect nothing.
struct RemovalEffects {
  /// Removed lines, as a range of the old content, and the lines of the new content between which they were.
  struct Removal {
    let lines: ClosedRange<Int>
    /// The last line before the removal, and the first one after it. Lines that replaced removed ones are between them.
    let (before, after): (Int, Int)

    /// Whether more lines were removed than added.
    var isNet: Bool { lines.count > after - before - 1 }
  }

  /// The affected lines of the new content, as disjoint ranges, ascending.
  private(set) var ranges: [ClosedRange<Int>] = []

  init(of removals: [Removal], from old: [UInt8], to new: [UInt8]) {
    guard !removals.isEmpty else { return }
    let (old, new) = (Indentations(of: old), Indentations(of: new))
    var found: [ClosedRange<Int>] = []
    let starts = new.blockEnds(of: removals, in: old, upwards: true)
    let ends = new.blockEnds(of: removals, in: old, upwards: false)
    for (index, removal) in removals.enumerated() {
      guard let start = starts[index], let end = ends[index] else { continue }
      if removal.before >= 1, !old.isBlank(removal.lines.lowerBound) { found.append(removal.before...removal.before) }
      if removal.after <= new.count, !old.isBlank(removal.lines.upperBound) {
        found.append(removal.after...removal.after)
      }
      if removal.isNet, start <= end { found.append(start...end) }
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

  init(of bytes: [UInt8]) {
    var (indentation, isBlank) = (0, true)
    for byte in bytes {
      switch byte {
      case UInt8(ascii: "\n"):
        lines.append(isBlank ? nil : indentation)
        (indentation, isBlank) = (0, true)
      case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\r"): if isBlank { indentation += 1 }
      default: isBlank = false
      }
    }
    if bytes.last != UInt8(ascii: "\n"), !bytes.isEmpty { lines.append(isBlank ? nil : indentation) }
  }

  var count: Int { lines.count }

  func isBlank(_ line: Int) -> Bool { lines.indices.contains(line - 1) && lines[line - 1] == nil }

  /// The smallest indentation of some lines; nil when all are blank.
  func least(of range: ClosedRange<Int>) -> Int? {
    range.clamped(to: 1...max(1, count)).lazy.compactMap { lines.indices.contains($0 - 1) ? lines[$0 - 1] : nil }.min()
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
      guard let depth = old.least(of: removals[index].lines) else { continue }
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
