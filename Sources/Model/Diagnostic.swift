/// A complaint about an input: what is wrong, where, why, and what to do now.
///
/// It is thrown where the work cannot go on, and collected where it can. Errors make the verdict *undecided* (exit 2).
package struct Diagnostic: Error, Hashable, Codable, Sendable {
  package enum Severity: String, Codable, Sendable { case error, warning, note }

  package var code: DiagnosticCode
  package var severity: Severity
  /// One sentence that stands alone; some outputs show only this.
  package var text: String
  package var place: SourcePosition?
  package var excerpt: Excerpt?
  /// Facts that led here, one sentence each.
  package var because: [String]
  /// What to do now, one sentence.
  package var help: String?

  package init(
    _ code: DiagnosticCode, _ text: String, severity: Severity = .error, at place: SourcePosition? = nil, excerpt: Excerpt? = nil,
    because: [String] = [], help: String? = nil
  ) {
    self.code = code
    self.severity = severity
    self.text = text
    self.place = place
    self.excerpt = excerpt
    self.because = because
    self.help = help
  }
}

extension Diagnostic {
  /// The line of the source that a diagnostic underlines.
  package struct Excerpt: Hashable, Codable, Sendable {
    /// The whole line, without its end; may hold hostile bytes, so it is made inert where it is shown.
    package var line: String
    /// The first underlined column, from 1, in Unicode scalars.
    package var column: Int
    /// How many scalars are underlined, at least 1.
    package var length: Int

    package init(line: String, column: Int, length: Int = 1) {
      (self.line, self.column, self.length) = (line, max(1, column), max(1, length))
    }
  }
}

extension Diagnostic: Comparable {
  package static func < (one: Diagnostic, other: Diagnostic) -> Bool {
    let places = (one.place ?? SourcePosition(file: ""), other.place ?? SourcePosition(file: ""))
    return places.0 != places.1
      ? places.0 < places.1 : (one.code.name, one.text) < (other.code.name, other.text)
  }
}

extension Diagnostic {
  /// The same message about something that the work can go on without.
  package var asWarning: Diagnostic {
    var copy = self
    copy.severity = .warning
    return copy
  }
}
