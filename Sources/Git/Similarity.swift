/// The similarity of two contents, measured by hashes of their lines (or runs of 64 bytes) and their counts.
///
/// The measure is the one of git (diffcore-delta.c), so that renames agree with `git diff -M`.
struct Similarity {
  /// Scores on git's scale, where 60,000 means equal: a rename needs half, and a rename that
  /// keeps its file name three quarters.
  static let rename = 30_000
  static let renameKeepingName = 45_000
  private static let whole = 60_000

  private let counts: [UInt32: Int]
  private let size: Int

  init(_ bytes: [UInt8]) {
    var counts: [UInt32: Int] = [:]
    let isText = !LineDiff.isBinary(bytes)
    var (one, two, length): (UInt32, UInt32, Int) = (0, 0, 0)
    for (index, byte) in bytes.enumerated() {
      // CRLF and LF count as equal line endings.
      let isReturn = isText && byte == UInt8(ascii: "\r")
      if isReturn, index + 1 < bytes.count, bytes[index + 1] == UInt8(ascii: "\n") { continue }
      (one, two) = ((one << 7 ^ two >> 25) &+ UInt32(byte), two << 7 ^ one >> 25)
      length += 1
      if length == 64 || byte == UInt8(ascii: "\n") {
        counts[(one &+ two &* 0x61) % 107_927, default: 0] += length
        (one, two, length) = (0, 0, 0)
      }
    }
    if length > 0 { counts[(one &+ two &* 0x61) % 107_927, default: 0] += length }
    (self.counts, size) = (counts, bytes.count)
  }

  /// The amount of `old` that is contained in `new`, relative to the larger of the two, from 0 to 60,000.
  static func score(_ old: Similarity, _ new: Similarity) -> Int {
    guard new.size > 0, mayRename(old.size, new.size) else { return 0 }
    let kept = old.counts.reduce(0) { $0 + min($1.value, new.counts[$1.key] ?? 0) }
    return kept * whole / max(old.size, new.size)
  }

  /// Whether the sizes alone allow a rename, checked before contents are read.
  static func mayRename(_ old: Int, _ new: Int) -> Bool {
    max(old, new) * (whole - rename) >= abs(old - new) * whole
  }
}
