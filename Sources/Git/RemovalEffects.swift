import Model

/// The lines of a new content that removed lines may have protected: the line before and after each removal, and the
/// rest of the block in which more lines were removed than lines of code added, or behind a guard that was edited. Where an
/// exit was lost (`ExitEdits`), the rest of all that it left counts: that of the loop or of the function.
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
    let before = Blocks(code: CodeLines(oldBytes), depths: old), after = Blocks(code: CodeLines(newBytes), depths: new)
    let (guards, exits) = (GuardEdits(from: before.code, to: after.code), ExitEdits(from: before, to: after))
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
        guards.changesGuard(removal.lines, replacement)
      {
        // A guard that is edited may let through what it stopped.
        found.append(removal.after...end)
      }
      if let lost = exits.lost(by: removal) { found.append(lost) }
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
