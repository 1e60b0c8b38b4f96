import Glibc

/// Recognises the differences that need no comparison of lines: two contents that are equal but for one run of lines, where
/// each way to compare them has one result. Most commits change a file so.
///
/// The run is what lies between the longest equal beginning and the longest equal end. It is the difference when no line of
/// it is on both sides, and when the first line after it is not its first line, nor the last line before it its last one:
/// then it cannot be shown one line further up or down.
enum SingleEdit {
  /// The number of pairs of lines up to which they are compared one by one.
  private static let pairLimit = 1 << 10

  /// The difference; empty for equal contents, nil where it takes a comparison to tell.
  static func hunks(from old: [UInt8], to new: [UInt8]) -> [PatchHunk]? {
    let start = commonPrefix(old, new)
    if start == old.count, start == new.count { return [] }
    let first = old[..<start].lastIndex(of: newline).map { $0 + 1 } ?? 0
    let rest = commonSuffix(old, new, after: first)
    let (oldRun, newRun) = (first..<(old.count - rest), first..<(new.count - rest))
    guard isFixed(oldRun, in: old), isFixed(newRun, in: new) else { return nil }
    let (before, after) = (lines(of: oldRun, in: old), lines(of: newRun, in: new))
    guard before.count * after.count <= pairLimit else { return nil }
    for line in before where after.contains(where: { old[line] == new[$0] }) { return nil }
    let lineCount = count(of: newline, in: old, upTo: first)
    return [
      PatchHunk(
        oldStart: before.isEmpty ? lineCount : lineCount + 1, oldLines: before.count,
        newStart: after.isEmpty ? lineCount : lineCount + 1, newLines: after.count)
    ]
  }

  private static let newline = UInt8(ascii: "\n")

  /// Whether a run of lines cannot be shifted: the line before it is not its last one, nor the line after it its first.
  private static func isFixed(_ run: Range<Int>, in bytes: [UInt8]) -> Bool {
    if run.isEmpty { return true }
    let last = line(endingAt: run.upperBound, in: bytes)
    if run.lowerBound > 0, bytes[line(endingAt: run.lowerBound, in: bytes)] == bytes[last] { return false }
    guard run.upperBound < bytes.count else { return true }
    return bytes[line(from: run.lowerBound, in: bytes)] != bytes[line(from: run.upperBound, in: bytes)]
  }

  private static func line(from start: Int, in bytes: [UInt8]) -> Range<Int> {
    start..<(bytes[start...].firstIndex(of: newline).map { $0 + 1 } ?? bytes.count)
  }

  private static func line(endingAt end: Int, in bytes: [UInt8]) -> Range<Int> {
    (bytes[..<(end - 1)].lastIndex(of: newline).map { $0 + 1 } ?? 0)..<end
  }

  private static func lines(of run: Range<Int>, in bytes: [UInt8]) -> [Range<Int>] {
    var (lines, start) = ([Range<Int>](), run.lowerBound)
    while start < run.upperBound {
      lines.append(line(from: start, in: bytes))
      start = lines[lines.count - 1].upperBound
    }
    return lines
  }

  /// The number of equal bytes at the end, from the start of a line in both contents.
  private static func commonSuffix(_ old: [UInt8], _ new: [UInt8], after start: Int) -> Int {
    let shared = min(old.count, new.count) - start
    var count = 0
    while count + block <= shared, isEqual(old, old.count - count - block, new, new.count - count - block) {
      count += block
    }
    while count < shared, old[old.count - 1 - count] == new[new.count - 1 - count] { count += 1 }
    func isStart(_ position: Int, of bytes: [UInt8]) -> Bool { position == start || bytes[position - 1] == newline }
    if isStart(old.count - count, of: old), isStart(new.count - count, of: new) { return count }
    return old[(old.count - count)...].firstIndex(of: newline).map { old.count - $0 - 1 } ?? 0
  }

  private static func commonPrefix(_ old: [UInt8], _ new: [UInt8]) -> Int {
    let shared = min(old.count, new.count)
    var count = 0
    while count + block <= shared, isEqual(old, count, new, count) { count += block }
    while count < shared, old[count] == new[count] { count += 1 }
    return count
  }

  /// The number of bytes that are compared at once.
  private static let block = 256

  private static func isEqual(_ old: [UInt8], _ oldStart: Int, _ new: [UInt8], _ newStart: Int) -> Bool {
    unsafe old.withUnsafeBufferPointer { old in
      unsafe new.withUnsafeBufferPointer { new in
        guard let one = old.baseAddress, let other = new.baseAddress else { return false }
        return unsafe memcmp(one + oldStart, other + newStart, block) == 0
      }
    }
  }

  private static func count(of byte: UInt8, in bytes: [UInt8], upTo end: Int) -> Int {
    var count = 0
    for index in 0..<end where bytes[index] == byte { count += 1 }
    return count
  }
}
