import Console

/// Rows of a name and a text, the names in a column of their own, the texts wrapped beside it.
func table(_ rows: [(name: String, text: String)]) -> String {
  let width = rows.map { columns($0.name) }.max() ?? 0
  return rows.reduce("") { table, row in
    let lines = wrapped(row.text.neutralized(), first: 96 - width, others: 96 - width)
    return table
      + lines.enumerated().map { index, line in
        let name = index == 0 ? row.name : ""
        return "  \(name)\(String(repeating: " ", count: width - columns(name)))  \(line)\n"
      }.joined()
  }
}
