/// So many blanks; none for a negative count.
package func blanks(_ count: Int) -> String { String(repeating: " ", count: max(0, count)) }

/// The columns a text takes on a terminal (UAX #11, in broad strokes).
package func columns(_ text: some StringProtocol) -> Int {
  if text.utf8.allSatisfy({ $0 < 0x80 }) { return text.utf8.count }
  return text.unicodeScalars.reduce(0) { $0 + $1.columns }
}

/// The text with blanks after it, up to a width.
package func padded(_ text: String, to width: Int) -> String { text + blanks(width - columns(text)) }

extension Unicode.Scalar {
  /// 0 for what is drawn onto the character before, 2 for East Asian wide and emoji, else 1.
  package var columns: Int {
    switch value {
    case ..<0x300: return 1
    case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F,
      0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x1F300...0x1F64F, 0x1F680...0x1F6FF, 0x1F900...0x1F9FF, 0x20000...0x3FFFD:
      return 2
    default:
      switch properties.generalCategory {
      case .nonspacingMark, .enclosingMark, .format: return 0
      default: return 1
      }
    }
  }
}

/// The words of a text in lines of at most so many columns; one word alone may be wider. Never empty.
package func wrapped(_ content: String, first: Int, others: Int) -> [String] {
  var lines: [String] = []
  var (line, used) = ("", 0)
  for word in content.split(separator: " ", omittingEmptySubsequences: true) {
    for (index, atom) in atoms(of: word).enumerated() {
      let glue = index == 0 && !line.isEmpty ? " " : ""
      let wide = columns(atom)
      if !line.isEmpty, used + glue.utf8.count + wide > (lines.isEmpty ? first : others) {
        lines.append(line)
        (line, used) = (String(atom), wide)
      } else {
        line += glue + atom
        used += glue.utf8.count + wide
      }
    }
  }
  return lines + [line]
}

/// Where a word may be broken: after each wide character, for their scripts have no blanks between words.
private func atoms(of word: Substring) -> [Substring] {
  if word.utf8.allSatisfy({ $0 < 0x80 }) { return [word] }
  var atoms: [Substring] = []
  var start = word.startIndex
  var wasWide = false
  for index in word.unicodeScalars.indices {
    let wide = word.unicodeScalars[index].columns
    if wasWide, wide > 0 {
      atoms.append(word[start..<index])
      start = index
    }
    if wide > 0 { wasWide = wide == 2 }
  }
  return atoms + [word[start...]]
}
