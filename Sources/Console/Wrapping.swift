/// A string of blanks; empty when the count is negative.
package func blanks(_ count: Int) -> String { String(repeating: " ", count: max(0, count)) }

/// Pads a text with blanks to a width in columns.
package func padded(_ text: String, to width: Int) -> String { text + blanks(width - columns(text)) }

/// Wraps a text between words into lines of at most `first` and then `others` columns. A word that is wider gets a line
/// of its own. The result has at least one line.
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

/// The parts between which a word may be wrapped: after each wide character, because their scripts have no blanks
/// between words.
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
