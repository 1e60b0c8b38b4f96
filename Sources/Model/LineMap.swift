/// Where an unchanged line of the head stood in the base.
///
/// What is left of a file without its changed lines is the same on both sides, so the n-th unchanged line of the head is the
/// n-th unchanged line of the base.
package struct LineMap {
  private let added: Ranges
  private let removed: Ranges
  /// No line is known to be unchanged.
  private let isWhole: Bool

  /// `nil`: the change does not touch the file.
  package init(_ change: FileChange?) {
    added = Ranges(change?.added ?? [])
    removed = Ranges(change?.removed ?? [])
    switch change?.status {
    case nil: isWhole = false
    // A copy is new code, however old its original.
    case .added, .copied, .deleted, .typeChanged: isWhole = true
    case .modified, .renamed: isWhole = change?.isWhole ?? false
    }
  }

  /// Whether the change touches any of these lines of the head.
  package func touches(_ lines: ClosedRange<Int>) -> Bool { isWhole || added.meets(lines) }

  /// The line of the base; nil for a line that the change brings.
  package func base(of line: Int) -> Int? {
    guard !isWhole, line >= 1, !added.meets(line...line) else { return nil }
    return removed.line(numbered: line - added.count(before: line))
  }
}

/// Disjoint ranges of lines, ascending, with the count of lines in those before each.
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

  /// Index of the first range for which `isPast` holds; it holds for all after it.
  private func first(where isPast: (Int) -> Bool) -> Int {
    var (low, high) = (0, ranges.count)
    while low < high {
      let middle = (low + high) / 2
      if isPast(middle) { high = middle } else { low = middle + 1 }
    }
    return low
  }

  func meets(_ lines: ClosedRange<Int>) -> Bool {
    let index = first { ranges[$0].upperBound >= lines.lowerBound }
    return index < ranges.count && ranges[index].lowerBound <= lines.upperBound
  }

  /// How many lines of the ranges lie before a line that is in none of them.
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
