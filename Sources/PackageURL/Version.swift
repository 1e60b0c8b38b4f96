/// Whether one version precedes another, in the order that most ecosystems share.
///
/// Runs of digits compare as numbers, a pre-release (`-rc1`, `~beta`, `a1`) precedes its release, and build metadata
/// (`+x`) is ignored. Used only to choose which of the published fixes to name. It never decides whether a version is
/// in a vulnerable range; that is up to the scanner.
package func isOlder(_ one: String, _ other: String) -> Bool {
  let (a, b) = (versionParts(one), versionParts(other))
  for index in 0..<max(a.count, b.count) {
    let (left, right) = (index < a.count ? a[index] : .end, index < b.count ? b[index] : .end)
    if left != right { return left < right }
  }
  return false
}

/// A component of a version. Cases are in ascending order: a word marks a pre-release, so it sorts before the end of a
/// version.
private enum VersionPart: Comparable {
  case word(String)
  case end
  case number(length: Int, digits: String)
}

private func versionParts(_ version: String) -> [VersionPart] {
  var parts: [VersionPart] = []
  var run: [UInt8] = []
  func isDigit(_ byte: UInt8) -> Bool { (48...57).contains(byte) }
  func close() {
    guard let first = run.first else { return }
    let text = String(decoding: run, as: UTF8.self)
    if isDigit(first) {
      let digits = text.drop { $0 == "0" }
      // A zero equals a missing component: 1.0 equals 1.
      parts.append(digits.isEmpty ? .end : .number(length: digits.utf8.count, digits: String(digits)))
    } else {
      parts.append(.word(text.lowercased()))
    }
    run = []
  }
  for byte in version.utf8.drop(while: { $0 == UInt8(ascii: "v") }).prefix(128) {
    if byte == UInt8(ascii: "+") { break }
    let isWord = (byte | 0x20) >= 97 && (byte | 0x20) <= 122
    guard isDigit(byte) || isWord else { close(); continue }
    if let last = run.last, isDigit(last) != isDigit(byte) { close() }
    run.append(byte)
  }
  close()
  return parts
}
