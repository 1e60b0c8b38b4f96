import Patterns

extension GitHub {
  /// The compiled pattern; nil when the pattern cannot match anything.
  ///
  /// As in `.gitignore`, a pattern also matches everything below a match, with one exception: "`docs/*` will match
  /// files like `docs/getting-started.md` but not further nested files like `docs/build-app/troubleshooting.md`"
  /// (docs.github.com, "About code owners").
  static func glob(of pattern: ArraySlice<UInt8>) -> Glob? {
    var pieces = pattern.split(separator: slash, omittingEmptySubsequences: false)
    let endsInSlash = pieces.count > 1 && pieces.last?.isEmpty == true
    if endsInSlash { pieces.removeLast() }
    let floats = pieces.count == 1
    if pieces.count > 1, pieces[0].isEmpty { pieces.removeFirst() }
    var parts: [Glob.Part] = []
    for piece in pieces {
      guard let part = part(piece) else { return nil }
      parts.append(part)
    }
    return Glob(parts, floats: floats, below: endsInSlash ? .only : parts.last == .segment(.any) ? .no : .also)
  }

  private static func part(_ piece: ArraySlice<UInt8>) -> Glob.Part? {
    if piece.elementsEqual("**".utf8) { return .anyDepth }
    do throws(GlobError) { return .segment(try Glob.Segment(piece)) } catch { return nil }
  }

  /// The issue of a backslash at the end of a segment, the only invalid pattern that GitHub accepts: for git it matches
  /// nothing.
  static func loneBackslash(in pattern: ArraySlice<UInt8>) -> LineIssue? {
    for piece in pattern.split(separator: slash) {
      do throws(GlobError) { _ = try Glob.Segment(piece) } catch {
        return LineIssue(
          text: error.text + ", so the pattern matches nothing", bytes: error.offset..<(error.offset + 1),
          help: error.help)
      }
    }
    return nil
  }

  /// Throws for the patterns that GitHub reports as invalid.
  static func validate(_ pattern: ArraySlice<UInt8>) throws(LineIssue) {
    let whole = pattern.indices
    let shown = String(decoding: pattern, as: UTF8.self)
    if pattern.allSatisfy({ $0 == slash }) {
      throw LineIssue(
        text: "the pattern `\(shown)` never matches anything", bytes: whole, help: "write `*` for every file")
    }
    if pattern.first == UInt8(ascii: "!") {
      throw LineIssue(
        text: "a pattern cannot be negated with `!`", bytes: whole.prefix(1),
        help: "write a later line with other owners, or none, for the files to exclude")
    }
    if pattern.starts(with: "\\#".utf8) {
      throw LineIssue(
        text: "a pattern cannot begin with `#`, not even escaped", bytes: whole.prefix(2),
        help: "write `?\(String(decoding: pattern.dropFirst(2), as: UTF8.self))`, which matches it")
    }
    try validateBracketsAndStars(pattern)
  }

  private static func validateBracketsAndStars(_ pattern: ArraySlice<UInt8>) throws(LineIssue) {
    let plain = unescapedIndices(of: pattern)
    if let bracket = plain.first(where: { isBracket(pattern[$0]) }) {
      let isHeader = pattern.first == UInt8(ascii: "[") || pattern.starts(with: "^[".utf8)
      throw LineIssue(
        text: "both `[` and `]` must be escaped with a `\\`", bytes: bracket..<(bracket + 1),
        help: (isHeader ? "sections are GitLab's: if the forge is GitLab, pass `--dialect gitlab`; else " : "")
          + "write `\(bracketsEscaped(pattern, plain))`")
    }
    for (one, three) in zip(plain, plain.dropFirst(2))
    where three == one + 2 && pattern[one...three].elementsEqual("***".utf8) {
      throw LineIssue(text: "`***` is not a wildcard", bytes: one..<(three + 1), help: "write `**`")
    }
  }

  /// The indices of the bytes that are neither a backslash nor escaped by one.
  private static func unescapedIndices(of pattern: ArraySlice<UInt8>) -> [Int] {
    var (plain, index): ([Int], Int) = ([], pattern.startIndex)
    while index < pattern.endIndex {
      if pattern[index] == UInt8(ascii: "\\") {
        index += 2
      } else {
        plain.append(index)
        index += 1
      }
    }
    return plain
  }

  private static func bracketsEscaped(_ pattern: ArraySlice<UInt8>, _ plain: [Int]) -> String {
    let brackets = Set(plain.filter { isBracket(pattern[$0]) })
    let escaped = pattern.indices.flatMap { brackets.contains($0) ? [UInt8(ascii: "\\"), pattern[$0]] : [pattern[$0]] }
    return String(decoding: escaped, as: UTF8.self)
  }

  private static func isBracket(_ byte: UInt8) -> Bool { byte == UInt8(ascii: "[") || byte == UInt8(ascii: "]") }

  private static let slash = UInt8(ascii: "/")
}

extension GitHub {
  /// The pattern as a string. Throws when it is not UTF-8.
  static func text(of pattern: ArraySlice<UInt8>) throws(LineIssue) -> String {
    guard let text = String(validating: pattern, as: UTF8.self) else {
      throw LineIssue(
        code: .encodingInvalid, text: "the pattern is not UTF-8", bytes: pattern.indices, help: "save the file as UTF-8"
      )
    }
    return text
  }

  /// The issue of an invisible character in a pattern, which then matches other files than it seems to. The rule stays
  /// valid.
  static func invisible(in text: String, at pattern: ArraySlice<UInt8>) -> LineIssue? {
    var offset = pattern.startIndex
    for scalar in text.unicodeScalars {
      let end = offset + UTF8.width(scalar)
      switch scalar.properties.generalCategory {
      case .control, .format, .lineSeparator, .paragraphSeparator:
        let number = String(scalar.value, radix: 16, uppercase: true)
        let name = "U+" + String(repeating: "0", count: max(0, 4 - number.count)) + number
        return LineIssue(
          code: .codeownersInvisibleCharacter, text: "the pattern contains the invisible character \(name)",
          bytes: offset..<end,
          help: "remove it, unless the name of the file has it")
      default: offset = end
      }
    }
    return nil
  }
}
