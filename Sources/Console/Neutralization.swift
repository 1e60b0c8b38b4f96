extension String {
  /// Makes characters visible, as `\u{1b}`, that could act on a terminal or a page instead of being shown.
  ///
  /// Text of reports, commits and policies is not trusted: control characters can drive terminals and forge
  /// lines of a log, and bidirectional or invisible characters can make text look like other text. Call this
  /// when text is printed for people, never on a value that is stored; escape markup after it. Tabs and newlines
  /// are kept only with `keepingLines`.
  package func neutralized(keepingLines: Bool = false) -> String {
    if utf8.allSatisfy({ $0 &- 0x20 < 0x5F }) { return self }
    guard let first = unicodeScalars.firstIndex(where: { $0.isActive(keepingLines: keepingLines) }) else { return self }
    var safe = String(unicodeScalars[..<first])
    for scalar in unicodeScalars[first...] {
      if scalar.isActive(keepingLines: keepingLines) {
        safe += "\\u{\(String(scalar.value, radix: 16))}"
      } else {
        safe.unicodeScalars.append(scalar)
      }
    }
    return safe
  }

  /// Cuts the text to at most `limit` characters (grapheme clusters). The last character of a text that was cut is `…`.
  package func truncated(to limit: Int) -> String {
    // A character has at least one byte, so short texts need no counting.
    guard utf8.count > limit, let cut = index(startIndex, offsetBy: limit, limitedBy: endIndex), cut < endIndex else {
      return self
    }
    return limit < 1 ? "" : String(self[..<index(before: cut)]) + "…"
  }
}

extension Unicode.Scalar {
  /// Whether a terminal, a log or a page may act on this scalar instead of showing it.
  package func isActive(keepingLines: Bool) -> Bool {
    switch value {
    case 0x09, 0x0A: !keepingLines
    case 0...0x1F, 0x7F...0x9F: true  // C0, DEL, C1
    case 0..<0x061C: false
    case 0x061C, 0x200E, 0x200F, 0x202A...0x202E, 0x2066...0x2069: true  // bidirectional controls
    case 0x2028, 0x2029: true  // line and paragraph separators
    case 0x200B, 0x2060...0x2065, 0xFEFF, 0xE0000...0xE007F: true  // invisible: zero width, word joiner, tags
    case 0xFDD0...0xFDEF: true  // noncharacters (Unicode §23.7), and the last two of each plane
    default: value & 0xFFFE == 0xFFFE
    }
  }
}

/// Makes text printable that need not be UTF-8: control characters, with tabs and newlines, and bytes that are not valid
/// UTF-8 are made visible.
package func neutralized(_ bytes: some Sequence<UInt8>) -> [UInt8] {
  var text = ""
  var decoder = UTF8()
  var bytes = bytes.makeIterator()
  while true {
    switch decoder.decode(&bytes) {
    case .scalarValue(let scalar): text.unicodeScalars.append(scalar)
    case .emptyInput: return Array(text.neutralized().utf8)
    case .error: text.unicodeScalars.append("\u{FFFD}")
    }
  }
}
