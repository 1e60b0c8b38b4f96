import Model

/// The lines in which two versions of a file differ, byte by byte, as in `git blame` and `git log -L`: white space counts,
/// and `diff.indentHeuristic` is on, as it is by default.
struct LineHunks {
  private struct Hunk {
    /// The first line after the hunk in the new version.
    let newEnd: Int
    let newStart: Int
    /// The difference from a line after the hunk in the new version to its line in the old one.
    let shift: Int
  }

  /// In ascending order.
  private var hunks: [Hunk] = []

  init(from old: [UInt8], to new: [UInt8]) throws(Diagnostic) {
    for hunk in try patchHunks(from: old, to: new) { append(hunk) }
  }

  /// The start of an empty range is the line before it.
  private mutating func append(_ hunk: PatchHunk) {
    let newEnd = hunk.newStart + max(1, hunk.newLines)
    let oldEnd = hunk.oldStart + max(1, hunk.oldLines)
    hunks.append(Hunk(newEnd: newEnd, newStart: newEnd - hunk.newLines, shift: oldEnd - newEnd))
  }

  /// The line of the old version that is this line of the new one; nil for a line that the new version adds.
  func old(of line: Int) -> Int? {
    var (low, high) = (0, hunks.count)
    while low < high {
      let middle = (low + high) / 2
      if hunks[middle].newStart > line { high = middle } else { low = middle + 1 }
    }
    // A hunk that only removes lines starts and ends at the line after them.
    guard low > 0 else { return line }
    return line < hunks[low - 1].newEnd ? nil : line + hunks[low - 1].shift
  }
}
