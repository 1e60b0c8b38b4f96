import Model
import Patterns

/// Gitea's and Forgejo's CODEOWNERS syntax: each line is a regular expression for whole paths, followed by owners. All
/// lines that match add their owners, and `!` before the expression inverts it.
///
/// Documented at docs.gitea.com, "Code owners"; decided by go-gitea/gitea `models/issues/pull.go`. Gitea reads the file of
/// the default branch. It compiles `^expression$`, without a group, so that `a|b` matches what begins with `a` or ends
/// with `b`.
enum Gitea {
  /// Forgejo also looks in its own folder.
  static let standardLocations = ["CODEOWNERS", "docs/CODEOWNERS", ".gitea/CODEOWNERS", ".forgejo/CODEOWNERS"]

  static func read(_ lines: inout CodeownersLines) -> [CodeownersLine] {
    var read: [CodeownersLine] = []
    while let line = lines.step() {
      let words = words(of: line)
      guard let first = words.first else { continue }
      do throws(LineIssue) {
        guard words.count > 1 else {
          throw LineIssue(
            code: .codeownersIncorrectFormat, text: "the line names no owner", bytes: first.bytes,
            help: "write the owners after the expression: `@user` or `@organisation/team`")
        }
        guard let (expression, isInverted) = try expression(first, &lines) else { continue }
        let owners = owners(words.dropFirst(), &lines)
        guard !owners.isEmpty else {
          throw LineIssue(
            code: .codeownersInvalidOwner, text: "no word of the line is an owner", bytes: first.bytes)
        }
        let text = String(decoding: isInverted ? first.text.dropFirst() : first.text[...], as: UTF8.self)
        let rule = CodeownersRule(
          pattern: (isInverted ? "!" : "") + text, owners: owners, line: lines.number, bytes: first.bytes)
        lines.warn(GitHub.invisible(in: rule.pattern, at: ArraySlice(first.text)).map { first.moved($0) })
        read.append(CodeownersLine(rule: rule, pattern: .expression(expression, isInverted: isInverted)))
      } catch {
        lines.skip(error, as: .gitea)
      }
    }
    return read
  }

  /// The expression of a line; nil when it is refused as unsupported.
  private static func expression(
    _ word: Word, _ lines: inout CodeownersLines
  ) throws(LineIssue) -> (RegularExpression, isInverted: Bool)? {
    guard let text = String(validating: word.text, as: UTF8.self) else {
      throw LineIssue(
        code: .encodingInvalid, text: "the expression is not UTF-8", bytes: word.bytes, help: "save the file as UTF-8")
    }
    let isInverted = text.utf8.first == UInt8(ascii: "!")
    do throws(RegularExpressionError) {
      return (try RegularExpression("^\(isInverted ? String(text.dropFirst()) : text)$"), isInverted)
    } catch {
      let bytes = word.bytes(ofScalar: error.offset - 1 + (isInverted ? 1 : 0))
      guard error.isUnsupported else { throw LineIssue(text: error.text, bytes: bytes, help: error.help) }
      lines.report(
        .codeownersUnsupportedExpression, error.text + "; some versions of Gitea read it, so owners are unknown",
        .error,
        about: bytes, help: error.help)
      return nil
    }
  }

  /// The owners of a line, with `@`. Words of another form are reported and left out, as Gitea does.
  private static func owners(_ words: ArraySlice<Word>, _ lines: inout CodeownersLines) -> [String] {
    words.compactMap { word in
      let name = word.text.first == UInt8(ascii: "@") ? word.text.dropFirst() : word.text[...]
      let parts = name.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
      if parts.count <= 2, parts.allSatisfy({ !$0.isEmpty && $0.allSatisfy(isNameByte) }) {
        return "@" + String(decoding: name, as: UTF8.self)
      }
      lines.warn(
        LineIssue(
          code: .codeownersInvalidOwner, text: "`\(String(decoding: word.text, as: UTF8.self))` is not an owner",
          bytes: word.bytes, help: "write `@user` or `@organisation/team`; e-mail addresses are not supported"))
      return nil
    }
  }

  private static func isNameByte(_ byte: UInt8) -> Bool {
    UInt8(ascii: "a")...UInt8(ascii: "z") ~= byte | 0x20 || UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte
      || "-_.".utf8.contains(byte)
  }
}

extension Gitea {
  /// A word of a line, without the backslashes that escape.
  struct Word {
    var text: [UInt8] = []
    /// The offset in the file of each byte of the text.
    var offsets: [Int] = []

    var bytes: Range<Int> { (offsets.first ?? 0)..<((offsets.last ?? -1) + 1) }

    /// The bytes in the file of a scalar of the text.
    func bytes(ofScalar number: Int) -> Range<Int> {
      let starts = text.indices.filter { text[$0] & 0xC0 != 0x80 }
      guard starts.indices.contains(number) else { return bytes }
      let start = offsets[starts[number]]
      let end = number + 1 < starts.count ? offsets[starts[number + 1] - 1] : bytes.upperBound - 1
      return start..<(max(start, end) + 1)
    }

    /// An issue about bytes of the text, as one about bytes of the file.
    func moved(_ issue: LineIssue) -> LineIssue {
      let bytes = offsets[issue.bytes.lowerBound]..<(offsets[issue.bytes.upperBound - 1] + 1)
      return LineIssue(code: issue.code, text: issue.text, bytes: bytes, help: issue.help)
    }
  }

  /// The words of a line. A backslash makes the next character literal, `#` begins a comment also inside a word, and tabs
  /// are spaces, also after a backslash.
  private static func words(of line: ArraySlice<UInt8>) -> [Word] {
    var (words, word, isEscaped) = ([Word](), Word(), false)
    var line = line
    while let last = line.last, GitLab.isSpace(last) { line.removeLast() }
    scan: for (offset, byte) in zip(line.indices, line) {
      let byte = byte == UInt8(ascii: "\t") ? UInt8(ascii: " ") : byte
      switch byte {
      case _ where isEscaped: isEscaped = false
      case UInt8(ascii: "\\"):
        isEscaped = true
        continue
      case UInt8(ascii: "#"): break scan
      case UInt8(ascii: " "):
        if !word.text.isEmpty { words.append(word) }
        word = Word()
        continue
      default: break
      }
      word.text.append(byte)
      word.offsets.append(offset)
    }
    return word.text.isEmpty ? words : words + [word]
  }
}
