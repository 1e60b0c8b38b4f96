import Model

/// What libyaml complains about, for the person who wrote the file: where it went wrong, which may be long before the place
/// where libyaml noticed it, and what to do.
struct YAMLFault {
  var mark: YAMLEvent.Mark
  var text: String
  var because: [String] = []
  var help: String?

  /// - Parameters:
  ///   - mark: Where libyaml noticed.
  ///   - line: The text of the line of a mark.
  init(_ failure: YAMLEvents.Failure, at mark: YAMLEvent.Mark, line: (YAMLEvent.Mark) -> String) {
    (self.mark, text) = (mark, "this is not YAML: \(failure.text)")
    let problem = failure.text
    if problem.contains("while scanning a quoted scalar"), let start = failure.context {
      (self.mark, text) = (start, "this quote is not closed")
      help = "close it with the same sign at the end of the value"
    } else if problem.contains("while scanning a simple key"), let start = failure.context {
      (self.mark, text) = (start, "this is not YAML: a key is followed by a colon and a space")
      help = "write `key: value`"
    } else if problem.contains("cannot start any token") {
      // `@team` and backquotes begin nothing (YAML 1.2.2 §5.3).
      help = "put a value that begins with @, ` or % in quotes: \"@acme/team\""
    } else if problem.contains("mapping values are not allowed") {
      // A colon with a space after it separates a key from a value (§7.3.3).
      let hasColonBefore = line(mark).unicodeScalars.prefix(max(0, mark.column - 1)).contains(":")
      help =
        hasColonBefore
        ? "put a value that has a colon in quotes"
        : "indent this line like the keys beside it; an element of a list begins with `- `, with the space"
    } else if problem.contains("did not find expected key") {
      let isBracket = line(mark).unicodeScalars.dropFirst(mark.column - 1).first.map {
        "]}".unicodeScalars.contains($0)
      }
      help =
        isBracket ?? false
        ? "delete this bracket, or open it before"
        : "indent it like the other keys of its mapping, and close each quote"
    } else if problem.contains("did not find expected '-'") {
      help = "indent it like the lines above, or begin it with `- `"
    } else if problem.contains("did not find expected ','") {
      because = failure.context.map { ["the bracket in line \($0.line), column \($0.column) is not closed yet"] } ?? []
      help = "put a comma between two values, and close each [ with ] and each { with }"
    }
  }
}
