extension Glob {
  /// Parses a pattern of Ruby's `File.fnmatch` with `FNM_PATHNAME | FNM_DOTMATCH`, which GitLab's CODEOWNERS uses. The
  /// pattern and the paths begin with a slash. Nil for a pattern that matches nothing.
  ///
  /// It differs from git's wildmatch: `**` counts only before a slash, and is a `*` elsewhere; nothing below a match is
  /// matched; `?` and a class match one character instead of one byte; a class may contain a slash, ends at the first `]`,
  /// and without an end matches nothing; a backslash at the end is literal.
  package init?(fnmatch pattern: some Sequence<UInt8>) {
    var parser = FilenamePatternParser(Array(pattern))
    guard let parts = parser.parse() else { return nil }
    self.init(parts, floats: false, below: .no)
  }
}

private struct FilenamePatternParser {
  private let bytes: [UInt8]
  private var next = 0

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  mutating func parse() -> [Glob.Part]? {
    guard bytes.first == slash else { return nil }
    next = 1
    var parts: [Glob.Part] = []
    while true {
      if bytes[next...].starts(with: "**/".utf8) {
        next += 3
        if parts.last != .anyDepth { parts.append(.anyDepth) }
        continue
      }
      guard let segment = segment() else { return nil }
      parts.append(.segment(segment))
      guard next < bytes.count else { return parts }
      next += 1
    }
  }

  /// Parses up to the next slash, which may be escaped, or to the end. Nil when it matches nothing.
  private mutating func segment() -> Glob.Segment? {
    var runs: [[Glob.Token]] = [[]]
    scan: while next < bytes.count {
      switch bytes[next] {
      case slash: break scan
      case UInt8(ascii: "\\") where next + 1 < bytes.count:
        next += 1
        if bytes[next] == slash { break scan }
        runs[runs.count - 1].append(.byte(bytes[next]))
      case UInt8(ascii: "*"):
        if runs.count == 1 || runs.last?.isEmpty == false { runs.append([]) }
      case UInt8(ascii: "?"): runs[runs.count - 1].append(.anyCharacter)
      case UInt8(ascii: "["):
        guard let set = characterClass() else { return nil }
        runs[runs.count - 1].append(.oneOfCharacters(set))
      case let byte: runs[runs.count - 1].append(.byte(byte))
      }
      next += 1
    }
    // No path has an empty segment.
    return runs == [[]] ? nil : Glob.Segment(runs: runs)
  }

  /// Parses a class from its `[` to its `]`, where the position stays. Nil when it has no end.
  private mutating func characterClass() -> ScalarSet? {
    var set = ScalarSet()
    next += 1
    if next < bytes.count, bytes[next] == UInt8(ascii: "!") || bytes[next] == UInt8(ascii: "^") {
      set.isNegated = true
      next += 1
    }
    while next < bytes.count, bytes[next] != UInt8(ascii: "]") {
      guard let low = classCharacter(), next < bytes.count else { return nil }
      set.ranges.append(low...low)
      if bytes[next] == UInt8(ascii: "-"), next + 1 < bytes.count, bytes[next + 1] != UInt8(ascii: "]") {
        next += 1
        guard let high = classCharacter() else { return nil }
        set.ranges.append(min(low, high) == low ? low...high : high...high)
      }
    }
    return next < bytes.count ? set : nil
  }

  private mutating func classCharacter() -> UInt32? {
    if bytes[next] == UInt8(ascii: "\\") { next += 1 }
    guard next < bytes.count else { return nil }
    let (scalar, width) = decodedScalar(bytes, at: next, before: bytes.count)
    next += width
    return scalar?.value
  }
}

extension Glob.Segment {
  /// Whether the bytes of `path` in `range` match a pattern of which some tokens match one character, of any number of
  /// bytes. On a mismatch only the last `*` takes one more character.
  func matchesCharacters(_ path: [UInt8], _ range: Range<Int>) -> Bool {
    var (run, token, position) = (0, 0, range.lowerBound)
    var retry: (run: Int, position: Int)?
    while true {
      if token < runs[run].count {
        if position < range.upperBound,
          let width = runs[run][token].width(in: path, at: position, before: range.upperBound)
        {
          (token, position) = (token + 1, position + width)
          continue
        }
      } else if run + 1 < runs.count {
        (run, token, retry) = (run + 1, 0, (run + 1, position))
        continue
      } else if position == range.upperBound {
        return true
      }
      guard let last = retry, last.position < range.upperBound else { return false }
      let next = last.position + decodedScalar(path, at: last.position, before: range.upperBound).width
      (run, token, position, retry) = (last.run, 0, next, (last.run, next))
    }
  }
}

extension Glob.Token {
  /// The number of bytes that the token matches at a position; nil when it does not match there.
  fileprivate func width(in path: [UInt8], at position: Int, before end: Int) -> Int? {
    switch self {
    case .byte, .anyByte, .oneOf: return matches(path[position]) ? 1 : nil
    case .anyCharacter: return decodedScalar(path, at: position, before: end).width
    case .oneOfCharacters(let set):
      let (scalar, width) = decodedScalar(path, at: position, before: end)
      return scalar.map(set.contains) ?? set.isNegated ? width : nil
    }
  }
}

private let slash = UInt8(ascii: "/")
