import Model
import System

/// Checks of the bytes of a YAML text before libyaml parses it, for characters that YAML versions read differently or
/// that are misleading.
struct YAMLText {
  let input: Input
  /// Warnings about characters that make a text look different from its content (CVE-2021-42574).
  private(set) var warnings: [Diagnostic] = []
  /// The position of each `#`, and whether it directly follows something other than a space.
  private(set) var hashes: [(at: YAMLEvent.Mark, isGlued: Bool)] = []
  /// The positions directly after each `?` that is not followed by a space.
  private(set) var afterQuestion: Set<YAMLEvent.Mark> = []

  /// How each line begins, in order.
  private(set) var lines: [LineStart] = []

  /// The offset of a line, the spaces at its start, and the byte after them; 0 for a line of nothing but spaces.
  struct LineStart {
    var offset = 0
    var spaces = 0
    var first: UInt8 = 0

    /// Takes the next byte of the line.
    fileprivate mutating func take(_ byte: UInt8) {
      guard first == 0 else { return }
      if byte == UInt8(ascii: " ") { spaces += 1 } else if byte > 0x20 { first = byte }
    }
  }

  /// Throws for invalid UTF-8, tabs, control characters, and line ends other than LF and CRLF.
  init(_ whole: Input) throws(Diagnostic) {
    input = try whole.inUTF8().withoutByteOrderMark
    do { _ = try UTF8Span(validating: input.bytes.span) } catch {
      let start = error.byteOffsets.lowerBound
      throw input.diagnostic(.encodingInvalid, "this is not UTF-8", at: start, help: "save the file as UTF-8")
    }
    let bytes = input.bytes
    var mark = YAMLEvent.Mark(line: 1, column: 0)
    var line = LineStart()
    for i in bytes.indices {
      let byte = bytes[i]
      if byte & 0xC0 != 0x80 { mark.column += 1 }
      if byte < 0x20 || byte >= 0x7F { try look(at: i, bytes) }
      if byte == UInt8(ascii: "#") { hashes.append((mark, i > 0 && bytes[i - 1] > 0x20)) }
      if i > 0, bytes[i - 1] == UInt8(ascii: "?"), byte > 0x20 { afterQuestion.insert(mark) }
      line.take(byte)
      if byte == 0x0A {
        mark = YAMLEvent.Mark(line: mark.line + 1, column: 0)
        lines.append(line)
        line = LineStart(offset: i + 1)
      }
    }
    lines.append(line)
  }

  /// Throws for a comment that is not separated by a space from what precedes it (YAML 1.2.2 §6.6), which libyaml
  /// accepts.
  ///
  /// - Parameter contents: The ranges of all scalars, in order. A `#` inside one is not a comment.
  func checkComments(around contents: [Range<YAMLEvent.Mark>]) throws(Diagnostic) {
    var next = contents[...]
    var commented = 0
    for (mark, isGlued) in hashes where mark.line != commented {
      while let first = next.first, first.upperBound <= mark { next.removeFirst() }
      if let first = next.first, first.contains(mark) { continue }
      commented = mark.line
      guard isGlued else { continue }
      let source = input.text(ofLineAt: offset(ofLine: mark.line))
      throw Diagnostic(
        .yamlInvalid, "a comment needs a space before its #",
        at: SourcePosition(file: input.name, line: mark.line, column: mark.column),
        excerpt: .init(line: source, column: mark.column), help: "put a space before it, or the value in quotes")
    }
  }

  /// Throws for a line of a flow node that is not indented more than the block collection around the node (YAML 1.2.2
  /// §7.3 and §7.4: `s-flow-line-prefix(n)`), which libyaml accepts. Empty lines, and comments outside of quotes, may
  /// begin anywhere.
  ///
  /// - Parameters:
  ///   - node: The lines of the node after its first.
  ///   - spaces: The number of spaces with which each of them must begin.
  func checkIndentation(ofLines node: Range<Int>, spaces: Int, inQuotes: Bool) throws(Diagnostic) {
    for number in node {
      let line = lines[number - 1]
      guard line.spaces < spaces, line.first != 0, inQuotes || line.first != UInt8(ascii: "#") else { continue }
      throw Diagnostic(
        .yamlInvalid, "this line continues a value and is not indented more than its key",
        at: SourcePosition(file: input.name, line: number, column: line.spaces + 1),
        excerpt: .init(line: input.text(ofLineAt: line.offset), column: line.spaces + 1),
        help: "indent it by at least \(spaces) space\(spaces == 1 ? "" : "s")")
    }
  }

  /// The offset of the line (from 1) on which a mark is.
  func offset(ofLine line: Int) -> Int { line <= lines.count ? lines[max(1, line) - 1].offset : input.bytes.count }

  private mutating func look(at i: Int, _ bytes: [UInt8]) throws(Diagnostic) {
    func byte(_ offset: Int) -> UInt8 { i + offset < bytes.count ? bytes[i + offset] : 0 }
    switch (bytes[i], byte(1), byte(2)) {
    case (0x0A, _, _), (0x0D, 0x0A, _): return
    case (0x09, _, _):
      throw refuse(i, "a tab is not allowed", help: "indent with spaces; in double quotes a tab is written \\t")
    case (0xEF, 0xBB, 0xBF):
      throw refuse(i, "a byte order mark is not allowed here", help: "delete this invisible character")
    case (0xC2, 0x80...0x9F, _), (0xE2, 0x80, 0xA8), (0xE2, 0x80, 0xA9):
      // YAML 1.1 ends a line at U+0085, U+2028 and U+2029, and YAML 1.2.2 §5.4 does not, so these characters are
      // ambiguous.
      throw refuse(i, "this control character is not allowed", help: "delete it, or write it as an escape in quotes")
    case (0xE2, 0x80, 0x8E...0x8F), (0xE2, 0x80, 0xAA...0xAE), (0xE2, 0x81, 0xA6...0xA9), (0xD8, 0x9C, _):
      let found = input.diagnostic(
        .yamlBidirectional, "a bidirectional control character makes this line look different from its content", at: i,
        help: "delete it, or write it as an escape in double quotes")
      warnings.append(
        Diagnostic(
          found.code, found.text, severity: .warning, at: found.position, excerpt: found.excerpt, help: found.help))
    case (..<0x20, _, _), (0x7F, _, _):
      throw refuse(i, "this control character is not allowed", help: "delete it, or write it as an escape in quotes")
    default: return
    }
  }

  private func refuse(_ offset: Int, _ text: String, help: String) -> Diagnostic {
    input.diagnostic(.yamlInvalid, text, at: offset, help: help)
  }
}

extension Input {
  /// The text after a byte order mark at its start, which is no part of the content (YAML 1.2.2 §5.2). libyaml would
  /// read it as a character, because the encoding is given.
  fileprivate var withoutByteOrderMark: Input {
    bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? Input(name: name, bytes: Array(bytes.dropFirst(3)), map: map) : self
  }
}
