/// A message about an input: what is wrong, where, why, and what to do about it.
///
/// It is thrown where the work cannot continue and collected where it can. An error makes the verdict undecided (exit
/// code 2).
package struct Diagnostic: Error, Hashable, Codable, Sendable {
  package enum Severity: String, Codable, Sendable { case error, warning, note }

  package var code: DiagnosticCode
  package var severity: Severity
  /// One sentence that stands alone, because some outputs show only this.
  package var text: String
  package var position: SourcePosition?
  package var excerpt: Excerpt?
  /// The facts that led to the diagnostic, one sentence each.
  package var because: [String]
  /// How to resolve the diagnostic, in one sentence.
  package var help: String?

  package init(
    _ code: DiagnosticCode, _ text: String, severity: Severity = .error, at position: SourcePosition? = nil,
    excerpt: Excerpt? = nil,
    because: [String] = [], help: String? = nil
  ) {
    self.code = code
    self.severity = severity
    self.text = text
    self.position = position
    self.excerpt = excerpt
    self.because = because
    self.help = help
  }
}

extension Diagnostic {
  /// The source line that a diagnostic underlines.
  package struct Excerpt: Hashable, Codable, Sendable {
    /// The whole line without its line ending. It may contain control characters; the code
    /// that prints it makes them visible.
    package var line: String
    /// The first underlined column, counted from 1 in Unicode scalars.
    package var column: Int
    /// The number of underlined Unicode scalars, at least 1.
    package var length: Int

    package init(line: String, column: Int, length: Int = 1) {
      (self.line, self.column, self.length) = (line, max(1, column), max(1, length))
    }
  }
}

extension Diagnostic: Comparable {
  package static func < (one: Diagnostic, other: Diagnostic) -> Bool {
    let positions = (one.position ?? SourcePosition(file: ""), other.position ?? SourcePosition(file: ""))
    return positions.0 != positions.1
      ? positions.0 < positions.1 : (one.code.name, one.text) < (other.code.name, other.text)
  }
}

extension Diagnostic {
  /// A copy of this diagnostic with the severity `warning`, for a problem that does not stop the work.
  package var asWarning: Diagnostic {
    var copy = self
    copy.severity = .warning
    return copy
  }
}
