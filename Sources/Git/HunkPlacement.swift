import Model

/// Moves hunks of contents without indentation to where the indented contents differ.
///
/// A run of lines that is removed or added before an equal line can be in several places, and git chooses the one where
/// by its indentation a block begins. Without the indentation it would be another one, and a line that stays would continue
/// the one that is removed.
///
/// - Parameters:
///   - hunks: The hunks between `old` and `new`.
///   - indented: The hunks between the same contents with their indentation; asked for only when a hunk can be moved.
func placed(
  _ hunks: [PatchHunk], from old: [UInt8], to new: [UInt8], like indented: () throws(Diagnostic) -> [PatchHunk]
) throws(Diagnostic) -> [PatchHunk] {
  guard hunks.contains(where: \.isOneSided) else { return hunks }
  let (oldLines, newLines) = (LineSlices(old), LineSlices(new))
  var examples: [PatchHunk]?
  var result: [PatchHunk] = []
  for (index, hunk) in hunks.enumerated() {
    result.append(hunk)
    guard hunk.isOneSided else { continue }
    let lines = hunk.newLines == 0 ? oldLines : newLines
    // A line stays between two hunks, or they would be one.
    let first = index == 0 ? 1 : result[index - 1].run(like: hunk).upperBound + 1
    let last = index + 1 < hunks.count ? hunks[index + 1].run(like: hunk).lowerBound - 2 : lines.count
    let run = hunk.run(like: hunk)
    let (up, down) = (lines.steps(of: run, upTo: first), lines.steps(of: run, downTo: last))
    guard up + down > 0 else { continue }
    if examples == nil { examples = try indented() }
    let window = (hunk.oldStart - up)...(hunk.oldStart + down)
    guard
      let example = examples?.first(where: {
        $0.oldLines == hunk.oldLines && $0.newLines == hunk.newLines && window.contains($0.oldStart)
      })
    else { continue }
    result[index] = hunk.moved(by: example.oldStart - hunk.oldStart)
  }
  return result
}

extension PatchHunk {
  fileprivate var isOneSided: Bool { oldLines == 0 || newLines == 0 }

  /// Its lines on the side on which another hunk has lines; for none the place between two.
  fileprivate func run(like other: PatchHunk) -> Range<Int> {
    let (start, count) = other.newLines == 0 ? (oldStart, oldLines) : (newStart, newLines)
    return count == 0 ? start + 1..<start + 1 : start..<start + count
  }

  fileprivate func moved(by lines: Int) -> PatchHunk {
    PatchHunk(oldStart: oldStart + lines, oldLines: oldLines, newStart: newStart + lines, newLines: newLines)
  }
}

/// The lines of a content.
private struct LineSlices {
  private let bytes: [UInt8]
  private var starts = [0]

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
    for index in bytes.indices where bytes[index] == UInt8(ascii: "\n") { starts.append(index + 1) }
    if bytes.last == UInt8(ascii: "\n") || bytes.isEmpty { starts.removeLast() }
  }

  var count: Int { starts.count }

  private subscript(line: Int) -> ArraySlice<UInt8> {
    bytes[starts[line - 1]..<(line < starts.count ? starts[line] : bytes.count)]
  }

  /// By how many lines a run can move up with the same result.
  func steps(of run: Range<Int>, upTo first: Int) -> Int {
    var steps = 0
    while run.lowerBound - steps > first, self[run.lowerBound - steps - 1] == self[run.upperBound - steps - 1] {
      steps += 1
    }
    return steps
  }

  /// By how many lines a run can move down with the same result.
  func steps(of run: Range<Int>, downTo last: Int) -> Int {
    var steps = 0
    while run.upperBound + steps <= last, self[run.lowerBound + steps] == self[run.upperBound + steps] { steps += 1 }
    return steps
  }
}
