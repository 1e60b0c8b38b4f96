import Model

extension Diagnostic {
  /// Renders the diagnostic as text for people that ends in a newline:
  ///
  ///     error[waiver-expired]: the waiver for CVE-2021-44228 ended 12 days ago
  ///       policies/payments.yaml:18:11
  ///     18 |     until: 2026-08-10
  ///        |            ^^^^^^^^^^
  ///        because owners @acme/payments have one high finding past its deadline
  ///        help: upgrade log4j-core to 2.17.1, or renew the waiver with a new reason
  ///
  /// Control characters are made visible. Excerpts are cut to `width` columns around the underlined text; sentences are
  /// not wrapped.
  package func rendered(_ style: Style = .plain, width: Int = 100) -> String {
    var lines = [
      "\(severity.styled("\(severity.rawValue)[\(code.name)]", style)): \(style.bold(text.neutralized()))"
    ]
    if let position { lines.append("  \(style.dim(position.description.neutralized()))") }
    let number = excerpt == nil ? "" : position?.line.map(String.init) ?? ""
    let margin = String(repeating: " ", count: number.utf8.count)
    if let excerpt {
      let window = excerpt.window(
        columns: width - margin.utf8.count - 3, cutBefore: excerpt.column < position?.column ?? 0)
      lines.append("\(style.dim("\(number) |"))\(window.line.isEmpty ? "" : " ")\(window.line)")
      lines.append("\(style.dim("\(margin) |")) \(window.indent)\(severity.styled(window.carets, style))")
    }
    let indent = excerpt == nil ? "  " : "\(margin) "
    lines += because.map { "\(indent)because \($0.neutralized())" }
    if let help { lines.append("\(indent)\(style.green("help")): \(help.neutralized())") }
    return lines.joined(separator: "\n") + "\n"
  }
}

extension Diagnostic.Severity {
  fileprivate func styled(_ text: String, _ style: Style) -> String {
    switch self {
    case .error: style.red(text)
    case .warning: style.yellow(text)
    case .note: style.blue(text)
    }
  }
}

extension Diagnostic.Excerpt {
  /// Cuts the line to the columns around the underlined text.
  fileprivate func window(columns: Int, cutBefore: Bool) -> (line: String, indent: String, carets: String) {
    let cells = line.unicodeScalars.map(Cell.init)
    let caret = min(column - 1, cells.count)
    let marked = caret..<min(max(caret, caret + length), cells.count)
    let shown = shownRange(of: cells, around: marked, columns: max(columns, 20), cutBefore: cutBefore)
    let left = cutBefore || shown.lowerBound > 0 ? "…" : ""
    let right = shown.upperBound < cells.count ? "…" : ""
    let under = marked.clamped(to: shown)
    return (
      left + cells[shown].map(\.text).joined() + right,
      String(repeating: " ", count: left.count + cells[shown.lowerBound..<under.lowerBound].columns),
      String(repeating: "^", count: max(1, cells[under].columns))
    )
  }

  /// The scalars that fit. When the line must be cut, a third of the columns is used for text before the carets.
  private func shownRange(of cells: [Cell], around marked: Range<Int>, columns: Int, cutBefore: Bool) -> Range<Int> {
    let room = columns - (cutBefore ? 1 : 0)
    if cells.columns <= room { return cells.indices }
    var start = marked.lowerBound
    var before = cells[..<marked.upperBound].columns <= room ? room : columns / 3
    while start > 0, cells[start - 1].columns <= before {
      start -= 1
      before -= cells[start].columns
    }
    var (end, rest) = (start, columns - 2)
    while end < cells.count, cells[end].columns <= rest {
      rest -= cells[end].columns
      end += 1
    }
    return start..<end
  }
}

/// One scalar of an excerpt as it is printed, and the terminal columns that it occupies.
private struct Cell {
  let text: String
  let columns: Int

  init(_ scalar: Unicode.Scalar) {
    switch scalar {
    // The width of a tab depends on its column; four blanks keep the carets aligned.
    case "\t": (text, columns) = ("    ", 4)
    case _ where scalar.isActive(keepingLines: false):
      text = String(scalar).neutralized()
      columns = text.utf8.count
    default: (text, columns) = (String(scalar), scalar.columns)
    }
  }
}

extension Collection<Cell> {
  fileprivate var columns: Int { reduce(0) { $0 + $1.columns } }
}
