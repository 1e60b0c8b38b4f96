extension Glob.ByteSet {
  /// Parses a class such as `[!a-z_]` or `[[:digit:]]` from the start of `rest` and removes it. Edge cases follow git's
  /// wildmatch.
  init(class rest: inout ArraySlice<UInt8>) throws(GlobError) {
    let unclosed = GlobError(
      "the class opened by `[` is not closed before the next `/`", at: rest.startIndex,
      help: "write `\\[` for a bracket")
    rest.removeFirst()
    let negated = rest.first == UInt8(ascii: "!") || rest.first == UInt8(ascii: "^")
    if negated { rest.removeFirst() }
    var isFirst = true
    var before: UInt8?
    while let next = rest.first, isFirst || next != closing {
      isFirst = false
      if let name = Self.takeName(&rest) {
        try insert(named: name)
        before = nil
      } else if next == hyphen, let low = before, let last = rest.dropFirst().first, last != closing {
        rest.removeFirst()
        try insert(from: low, to: &rest)
        before = nil
      } else {
        let byte = try takeUnescaped(&rest)
        insert(byte)
        before = byte
      }
    }
    guard rest.popFirst() == closing else { throw unclosed }
    if negated { invert() }
  }

  private mutating func insert(from low: UInt8, to rest: inout ArraySlice<UInt8>) throws(GlobError) {
    let start = rest.startIndex
    let high = try takeUnescaped(&rest)
    guard low <= high else {
      throw GlobError("the range ends before it begins", at: start, help: "write the lower end first")
    }
    for byte in low...high { insert(byte) }
  }

  /// Parses `[:name:]` and removes it. Nil when `rest` does not begin with one; its `[` is then a literal bracket.
  private static func takeName(_ rest: inout ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
    guard rest.starts(with: "[:".utf8), let end = rest.dropFirst(2).firstIndex(of: closing),
      end > rest.startIndex + 2, rest[end - 1] == UInt8(ascii: ":")
    else { return nil }
    defer { rest = rest[(end + 1)...] }
    return rest[(rest.startIndex + 2)..<(end - 1)]
  }

  private mutating func insert(named name: ArraySlice<UInt8>) throws(GlobError) {
    let text = String(decoding: name, as: UTF8.self)
    guard let ranges = classes[text] else {
      throw GlobError(
        "`[:\(text):]` is not a class", at: name.startIndex,
        help: "known: \(classes.keys.sorted().joined(separator: " "))")
    }
    for range in ranges { for byte in range { insert(byte) } }
  }
}

// POSIX character classes in the C locale, the only ones that wildmatch supports.
private let (digit, upper, lower): (ClosedRange<UInt8>, ClosedRange<UInt8>, ClosedRange<UInt8>) =
  (0x30...0x39, 0x41...0x5A, 0x61...0x7A)
private let classes: [String: [ClosedRange<UInt8>]] = [
  "alnum": [digit, upper, lower], "alpha": [upper, lower], "blank": [0x09...0x09, 0x20...0x20],
  "cntrl": [0x00...0x1F, 0x7F...0x7F], "digit": [digit], "graph": [0x21...0x7E], "lower": [lower],
  "print": [0x20...0x7E], "punct": [0x21...0x2F, 0x3A...0x40, 0x5B...0x60, 0x7B...0x7E],
  "space": [0x09...0x0D, 0x20...0x20], "upper": [upper], "xdigit": [digit, 0x41...0x46, 0x61...0x66],
]
private let closing = UInt8(ascii: "]")
private let hyphen = UInt8(ascii: "-")
