import Model
import System

/// The lines of a content, with a number for the text of each.
struct Lines {
  private let bytes: [UInt8]
  private var ends: [Int] = []
  /// For each line a hash of its text without blanks. Lines of equal texts have equal hashes.
  private(set) var hashes: [UInt64] = []
  /// Whether tools may mean other lines by the numbers: the content has line ends that some do not count, or stands for a file
  /// that is kept elsewhere.
  private(set) var isAmbiguous = false

  init(_ content: [UInt8]) {
    bytes = withoutByteOrderMark(content)
    isAmbiguous = isPointer(bytes)
    // FNV-1a, which has no seed: ids must not differ between runs.
    let seed: UInt64 = 0xcbf2_9ce4_8422_2325
    var hash = seed
    for index in bytes.indices {
      let byte = bytes[index]
      if byte == UInt8(ascii: "\n") {
        ends.append(index)
        hashes.append(hash)
        hash = seed
      } else {
        if byte > 0x20 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
        if isUnclearLineEnd(at: index, of: bytes) { isAmbiguous = true }
      }
    }
    ends.append(bytes.count)
    hashes.append(hash)
  }

  /// The number of lines, with the empty one after the last line feed, which some tools count.
  var count: Int { ends.count }

  /// The text of a line without blanks; nil when there is no such line or it is blank.
  func text(of line: Int) -> [UInt8]? {
    guard line >= 1, line <= ends.count else { return nil }
    let text = bytes[(line > 1 ? ends[line - 2] : 0)..<ends[line - 1]].filter { $0 > 0x20 }
    return text.isEmpty ? nil : text
  }

  /// The last line of a key or a certificate whose first line is this one (RFC 7468); nil when there is none.
  func lastLineOfKey(from first: Int) -> Int? {
    guard let text = text(of: first), text.contains(keyBegins), !text.contains(keyEnds) else { return nil }
    for line in first + 1..<min(first + longestKey, count + 1) {
      guard let text = self.text(of: line) else { continue }
      if text.contains(keyBegins) { return nil }
      if text.contains(keyEnds) { return line }
    }
    return nil
  }
}

private let (keyBegins, keyEnds) = (Array("-----BEGIN".utf8), Array("-----END".utf8))

/// How many lines a key may have. One of RSA with 16,384 bits has about 200.
private let longestKey = 1000

/// Lines of a file, each with the text and the number that it had in the version that brought it (`LineOrigin`).
///
/// In each version, from the oldest, the lines that continue none of the version before are numbered in their order, after
/// all lines of their text that were there. So no new line gets the number of an old one.
struct NumberedLines {
  private let wanted: Set<Int>
  /// The versions of the file, the newest first, each with the changes to the one before it.
  private var versions: [(lines: Lines, map: LineMap?)]
  /// The numbers of the wanted lines.
  private(set) var numbers: [Int: Int] = [:]
  /// For each wanted line the version that brought it, and its line there.
  private var beginnings: [Int: Beginning] = [:]

  private struct Beginning: Hashable {
    let version: Int
    let line: Int
  }

  init(_ lines: Lines, wanted: [Int]) {
    self.wanted = Set(wanted.filter { $0 >= 1 && $0 <= lines.count })
    versions = [(lines, nil)]
  }

  /// Adds the version from which the oldest one so far was made.
  mutating func precede(with old: Lines, by map: LineMap) {
    versions[versions.count - 1].map = map
    versions.append((old, nil))
  }

  /// Numbers the wanted lines.
  mutating func number() {
    for line in wanted { beginnings[line] = beginning(of: line) }
    var counts: [UInt64: Int] = [:]
    for one in beginnings.values { counts[versions[one.version].lines.hashes[one.line - 1]] = 0 }
    var known: [Beginning: Int] = [:]
    for (version, (lines, map)) in versions.enumerated().reversed() {
      for (index, hash) in lines.hashes.enumerated() {
        guard let count = counts[hash], map?.origin(of: index + 1) == nil else { continue }
        known[Beginning(version: version, line: index + 1)] = count
        counts[hash] = count + 1
      }
    }
    numbers = beginnings.compactMapValues { known[$0] }
  }

  private func beginning(of line: Int) -> Beginning {
    var found = Beginning(version: 0, line: line)
    while let old = versions[found.version].map?.origin(of: found.line),
      old <= versions[found.version + 1].lines.count
    {
      found = Beginning(version: found.version + 1, line: old)
    }
    return found
  }

  /// The last line of a key that begins on a line; nil when none does.
  func lastLineOfKey(from line: Int) -> Int? { versions[0].lines.lastLineOfKey(from: line) }

  /// A digest of the text of a line without blanks; nil when there is no such line or it is blank.
  func digest(of line: Int) -> String? {
    guard versions[0].lines.text(of: line) != nil, let one = beginnings[line] else { return nil }
    return versions[one.version].lines.text(of: one.line).map { Digest.sha256($0).hex }
  }

  /// A digest of what tells a secret on a line from others: the text of the line, and of all lines of a key that begins there,
  /// since the first lines of all keys are equal. Nil when there is no such line or it is blank.
  func digestOfSecret(at line: Int) -> String? {
    guard let last = lastLineOfKey(from: line) else { return digest(of: line) }
    let lines = versions[0].lines
    return Digest.sha256(Array((line...last).map { lines.text(of: $0) ?? [] }.joined())).hex
  }
}
