/// A syntax error in a path pattern. The reader of the file converts it into a `Diagnostic`.
package struct GlobError: Error, Hashable, Sendable {
  /// The message, without the pattern: "the class opened by `[` is never closed".
  package let text: String
  /// A suggestion for what to write instead.
  package let help: String?
  /// The offset of the error in the pattern, in bytes from 0.
  package let offset: Int

  init(_ text: String, at offset: Int, help: String? = nil) {
    (self.text, self.offset, self.help) = (text, offset, help)
  }
}

extension Glob {
  /// Parses a pattern in the syntax of policy files. Throws for invalid syntax and for patterns that cannot match any
  /// path.
  package init(_ pattern: String) throws(GlobError) {
    let bytes = Array(pattern.utf8)
    guard let first = bytes.first else {
      throw GlobError("the pattern is empty", at: 0, help: "write `**` for every file")
    }
    if first == UInt8(ascii: "!") {
      throw GlobError("a pattern cannot be negated", at: 0, help: "write `\\!` for a name that begins with `!`")
    }
    var pieces = bytes.split(separator: slash, omittingEmptySubsequences: false)
    let endsInSlash = pieces.count > 1 && pieces.last?.isEmpty == true
    if endsInSlash { pieces.removeLast() }
    let floats = pieces.count == 1
    if pieces.count > 1, pieces[0].isEmpty { pieces.removeFirst() }
    var parts: [Part] = []
    for piece in pieces { parts.append(try Part(piece)) }
    self.init(parts, floats: floats, below: endsInSlash ? .only : .also)
  }
}

extension Glob.Part {
  /// Parses the text between two slashes. The indices of `piece` are offsets in the pattern, for error positions.
  fileprivate init(_ piece: ArraySlice<UInt8>) throws(GlobError) {
    let name = String(decoding: piece, as: UTF8.self)
    if piece.isEmpty || name == "." || name == ".." {
      throw GlobError(
        "no path in git has a segment `\(name)`", at: piece.startIndex, help: "write the path from the root")
    }
    // As in wildmatch, two or more stars that are a whole segment.
    self = piece.count > 1 && piece.allSatisfy { $0 == star } ? .anyDepth : .segment(try Glob.Segment(piece))
  }
}

extension Glob.Segment {
  /// Parses one segment. Offsets in errors are indices of `text`.
  package init(_ text: ArraySlice<UInt8>) throws(GlobError) {
    var runs: [[Glob.Token]] = [[]]
    var rest = text
    while let byte = rest.first {
      switch byte {
      case star:
        if runs.count == 1 || runs.last?.isEmpty == false { runs.append([]) }
        rest.removeFirst()
      case UInt8(ascii: "?"):
        runs[runs.count - 1].append(.anyByte)
        rest.removeFirst()
      case UInt8(ascii: "["):
        runs[runs.count - 1].append(.oneOf(try Glob.ByteSet(class: &rest)))
      default:
        runs[runs.count - 1].append(.byte(try takeUnescaped(&rest)))
      }
    }
    self.init(runs: runs)
  }
}

/// Removes and returns the first byte, or the byte after a backslash. `rest` must not be empty.
func takeUnescaped(_ rest: inout ArraySlice<UInt8>) throws(GlobError) -> UInt8 {
  let start = rest.startIndex
  let byte = rest.removeFirst()
  guard byte == UInt8(ascii: "\\") else { return byte }
  guard let escaped = rest.popFirst() else {
    throw GlobError("a segment ends in a lone backslash", at: start, help: "write `\\\\` for a backslash")
  }
  return escaped
}

private let slash = UInt8(ascii: "/")
private let star = UInt8(ascii: "*")
