/// The hashes of the lines of a text that GitHub's code scanning calls `primaryLocationLineHash`, by which it tells whether
/// two alerts are one.
///
/// The algorithm is that of github/codeql-action (`src/fingerprints.ts`). The hash of a line is a polynomial of the 100
/// UTF-16 code units from its first one on, with the base 37, modulo 2^64. Spaces and tabs are left out, and each line end
/// (LF, CR or both) is one LF. One unit of 65535 ends the text, and zeros follow. Equal hashes are numbered in the order of
/// their lines: `c129715d7a2bc9a3:2`.
package struct LineHashes: Sendable {
  /// In the order of the lines.
  package let all: [String]

  /// The hash of a line, from 1; nil when the text has no such line.
  package subscript(line: Int) -> String? { all.indices.contains(line - 1) ? all[line - 1] : nil }

  package init(of text: [UInt8]) {
    let (units, starts) = Self.units(of: text)
    var (hash, counts, hashes) = (UInt64(0), [UInt64: Int](), [String]())
    hashes.reserveCapacity(starts.count)
    var next = 0
    for index in 0..<(units.count + blockSize) {
      if next < starts.count, index == starts[next] + blockSize {
        counts[hash, default: 0] += 1
        hashes.append("\(String(hash, radix: 16)):\(counts[hash, default: 1])")
        next += 1
      }
      let (new, old) = (index < units.count ? units[index] : 0, index < blockSize ? 0 : units[index - blockSize])
      hash = hash &* base &+ UInt64(new) &- highest &* UInt64(old)
    }
    all = hashes
  }

  /// The code units that are hashed, and the indices of those that begin a line.
  private static func units(of text: [UInt8]) -> (units: [UInt16], starts: [Int]) {
    var (units, starts, isStart, isAfterReturn) = ([UInt16](), [Int](), true, false)
    units.reserveCapacity(text.count + 1)
    func add(_ unit: UInt16) {
      if isStart { starts.append(units.count) }
      isStart = unit == lineFeed
      units.append(unit)
    }
    for unit in String(decoding: text, as: UTF8.self).utf16 {
      let isSkipped = unit == space || unit == tab || isAfterReturn && unit == lineFeed
      isAfterReturn = unit == carriageReturn
      if !isSkipped { add(unit == carriageReturn ? lineFeed : unit) }
    }
    add(.max)
    return (units, starts)
  }
}

private let (space, tab, lineFeed, carriageReturn) = (UInt16(0x20), UInt16(0x09), UInt16(0x0A), UInt16(0x0D))
private let (blockSize, base) = (100, UInt64(37))
/// The weight of the unit that leaves the block.
private let highest = (0..<blockSize).reduce(UInt64(1)) { power, _ in power &* base }
