/// A content's lines (or runs of 64 bytes) as counted hashes, to tell how much of it another content kept.
///
/// This is git's own measure (diffcore-delta.c), so a rename here is a rename in what `git diff -M` prints.
struct Similarity {
  /// Git's scale: 60,000 is equal, a rename needs half, a rename that keeps its file name three quarters.
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
      // A line's end counts the same in both customs.
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

  /// How much of `old` stands in `new`, against the larger of the two.
  static func score(_ old: Similarity, _ new: Similarity) -> Int {
    guard new.size > 0, mayRename(old.size, new.size) else { return 0 }
    let kept = old.counts.reduce(0) { $0 + min($1.value, new.counts[$1.key] ?? 0) }
    return kept * whole / max(old.size, new.size)
  }

  /// Sizes alone can rule a rename out, before anything is read.
  static func mayRename(_ old: Int, _ new: Int) -> Bool {
    max(old, new) * (whole - rename) >= abs(old - new) * whole
  }
}
