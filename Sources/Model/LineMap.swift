/// Maps unchanged lines of the head to their lines in the base.
///
/// A file without its changed lines is the same at both revisions, so the n-th unchanged line of the head is the n-th
/// unchanged line of the base.
package struct LineMap {
  private let added: Ranges
  private let removed: Ranges
  private let affected: Ranges
  /// The lines of the head after which lines were removed, ascending.
  private let removedAfter: [Int]
  private let moved: [FileChange.MovedLine]
  /// The number of lines of the head; nil when it is not known.
  package let lineCount: Int?
  /// True when no line is known to be unchanged.
  private let isWhole: Bool

  /// - Parameter change: The change to the file; nil when the change does not touch it.
  package init(_ change: FileChange?) {
    added = Ranges(change?.added ?? [])
    removed = Ranges(change?.removed ?? [])
    affected = Ranges(change?.affected ?? [])
    (removedAfter, lineCount) = (change?.removedAfter ?? [], change?.lineCount)
    isUnchanged =
      change.map {
        $0.status == .modified && !$0.isWhole && $0.lineCount != nil && $0.added.isEmpty && $0.removed.isEmpty
      }
      ?? true
    isWhole = change?.isEntire ?? false
    moved = change?.moved ?? []
  }

  /// Whether the contents were compared and differ in no line, because the change only replaces line ends or blanks.
  package let isUnchanged: Bool

  /// Whether the change touches any of these lines of the head.
  package func touches(_ lines: ClosedRange<Int>) -> Bool { isWhole || added.meets(lines) }

  /// Whether the change removes or changes any line.
  package var removesLines: Bool { isWhole || !removedAfter.isEmpty }

  /// Whether the change removes a line of the base, or replaces it.
  package func removes(baseLine line: Int) -> Bool { removes(baseLines: line...line) }

  /// Whether the change removes or replaces any of some lines of the base.
  package func removes(baseLines lines: ClosedRange<Int>) -> Bool { isWhole || removed.meets(lines) }

  /// Whether the change removes lines between two of these lines of the head.
  package func removes(inside lines: ClosedRange<Int>) -> Bool {
    let index = partitioningIndex(below: removedAfter.count) { removedAfter[$0] >= lines.lowerBound }
    return index < removedAfter.count && removedAfter[index] < lines.upperBound
  }

  /// Whether the change removes lines that may have protected any of these lines of the head.
  package func affects(_ lines: ClosedRange<Int>) -> Bool { isWhole || affected.meets(lines) }

  /// Whether all of these lines that the change touches are lines of the base in another position or with another
  /// indentation, and nothing beside them is lost.
  package func onlyMoves(_ lines: ClosedRange<Int>) -> Bool {
    guard !isWhole else { return false }
    let first = partitioningIndex(below: moved.count) { moved[$0].head >= lines.lowerBound }
    let here = moved[first...].prefix { $0.head <= lines.upperBound }
    return here.allSatisfy(\.isWhole) && here.count == added.count(in: lines)
  }

  /// The line of the base that a line of the head continues: the corresponding one, or one with the text that the change
  /// moves or indents otherwise. Nil for a new line.
  package func origin(of line: Int) -> Int? {
    if let line = base(of: line) { return line }
    guard !isWhole else { return nil }
    let index = partitioningIndex(below: moved.count) { moved[$0].head >= line }
    return index < moved.count && moved[index].head == line ? moved[index].base : nil
  }

  /// The line of the base after which the change adds a line of the head, 0 for the start of the file; nil for a line that the
  /// base has. Two changes of one base that add a line after the same one add it in the same place.
  package func insertion(of line: Int) -> Int? {
    if isWhole { return 0 }
    guard let first = added.range(with: line)?.lowerBound else { return nil }
    return first == 1 ? 0 : base(of: first - 1)
  }

  /// The corresponding line of the base; nil for a line that the change added.
  package func base(of line: Int) -> Int? {
    guard !isWhole, line >= 1, !added.meets(line...line) else { return nil }
    return removed.line(numbered: line - added.count(before: line))
  }
}

/// The first index for which `isPast` is true, or `count`. It must be true for all later ones (binary search).
private func partitioningIndex(below count: Int, where isPast: (Int) -> Bool) -> Int {
  var (low, high) = (0, count)
  while low < high {
    let middle = (low + high) / 2
    if isPast(middle) { high = middle } else { low = middle + 1 }
  }
  return low
}

/// Disjoint line ranges, ascending, each with the total number of lines in the ranges before it.
private struct Ranges {
  private let ranges: [ClosedRange<Int>]
  private let counts: [Int]

  init(_ ranges: [ClosedRange<Int>]) {
    self.ranges = ranges
    var count = 0
    counts = ranges.map { range in
      defer { count += range.count }
      return count
    }
  }

  private func first(where isPast: (Int) -> Bool) -> Int { partitioningIndex(below: ranges.count, where: isPast) }

  func meets(_ lines: ClosedRange<Int>) -> Bool {
    let index = first { ranges[$0].upperBound >= lines.lowerBound }
    return index < ranges.count && ranges[index].lowerBound <= lines.upperBound
  }

  /// The range that a line is in.
  func range(with line: Int) -> ClosedRange<Int>? {
    let index = first { ranges[$0].upperBound >= line }
    return index < ranges.count && ranges[index].contains(line) ? ranges[index] : nil
  }

  /// The number of these lines that are in the ranges.
  func count(in lines: ClosedRange<Int>) -> Int {
    let index = first { ranges[$0].upperBound >= lines.lowerBound }
    return ranges[index...].prefix { $0.lowerBound <= lines.upperBound }.reduce(0) { $0 + $1.clamped(to: lines).count }
  }

  /// The number of lines in ranges before a line that is in none of them.
  func count(before line: Int) -> Int {
    let index = first { ranges[$0].lowerBound >= line }
    return index == 0 ? 0 : counts[index - 1] + ranges[index - 1].count
  }

  /// The n-th line that is in none of the ranges.
  func line(numbered number: Int) -> Int {
    let index = first { ranges[$0].lowerBound - counts[$0] > number }
    return index == 0 ? number : number + counts[index - 1] + ranges[index - 1].count
  }
}
