// Packages in the sentences of tools.

extension StringProtocol {
  /// The text between two marks; nil if there is not first the one and then the other. The text goes on to the end if
  /// there is no second mark.
  func between(_ start: String, _ end: String?) -> String? {
    guard let from = firstRange(of: start)?.upperBound else { return nil }
    guard let end else { return String(self[from...]) }
    guard let to = self[from...].firstRange(of: end)?.lowerBound else { return nil }
    return String(self[from..<to])
  }
}

/// The parts of a text that stand between apostrophes.
func quoted(in text: String) -> [String] {
  let parts = text.split(separator: "'", omittingEmptySubsequences: false)
  return parts.indices.filter { $0 % 2 == 1 && $0 + 1 < parts.count }.map { String(parts[$0]) }
}

/// The rows of the tables of a text in Markdown that have the columns named, as the texts in those columns.
///
/// - Parameter columns: titles in lower case.
func rows(inMarkdown text: String, columns: [String]) -> [[String]] {
  var (rows, positions) = ([[String]](), [Int]?.none)
  for line in text.utf8.split(separator: 0x0A) {
    guard line.first == UInt8(ascii: "|") else {
      positions = nil
      continue
    }
    let cells = cells(of: line)
    if let positions {
      guard let last = positions.max(), last < cells.count, !cells[positions[0]].hasPrefix("---") else { continue }
      rows.append(positions.map { cells[$0] })
    } else {
      let titles = cells.map { $0.lowercased() }
      let found = columns.compactMap { titles.firstIndex(of: $0) }
      if found.count == columns.count { positions = found }
    }
  }
  return rows
}

private func cells(of line: Substring.UTF8View) -> [String] {
  line.dropFirst().split(separator: UInt8(ascii: "|"), omittingEmptySubsequences: false).map { cell in
    String(decoding: cell.drop { $0 <= 0x20 }.reversed().drop { $0 <= 0x20 }.reversed(), as: UTF8.self)
  }
}
