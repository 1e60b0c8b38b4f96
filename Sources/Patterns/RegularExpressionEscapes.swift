// Escapes and character classes of regular expressions.

extension RegularExpressionParser {
  /// Parses what follows a backslash outside of a class.
  mutating func escape(from start: Int) throws(RegularExpressionError) -> Node? {
    switch peek {
    case "A": return assertion(.textStart)
    case "z": return assertion(.textEnd)
    case "b": return assertion(.wordBoundary)
    case "B": return assertion(.noWordBoundary)
    case "Q": return quotation()
    case "E":
      // The end of a quotation that has ended already.
      next += 1
      return nil
    default: break
    }
    if let set = try perlClass(from: start) { return .scalar(set) }
    return literal(try escapedScalar(from: start))
  }

  private mutating func assertion(_ assertion: RegularExpression.Assertion) -> Node {
    next += 1
    return .assertion(assertion)
  }

  /// The literal text between `\Q` and `\E`.
  private mutating func quotation() -> Node? {
    next += 1
    var parts: [Node] = []
    while next < scalars.count, !follows("\\E") {
      parts.append(literal(scalars[next]))
      next += 1
    }
    next = min(next + 2, scalars.count)
    return parts.isEmpty ? nil : parts.count == 1 ? parts[0] : .concatenation(parts)
  }

  /// Parses `\d`, `\pL`, `\p{Lu}` and their negations. Nil when another escape follows.
  private mutating func perlClass(from start: Int) throws(RegularExpressionError) -> ScalarSet? {
    let set: ScalarSet
    switch peek {
    case "d": set = .digit
    case "D": set = ScalarSet.digit.negated
    case "s": set = .space
    case "S": set = ScalarSet.space.negated
    case "w": set = .word
    case "W": set = ScalarSet.word.negated
    case "p", "P": return try unicodeClass(from: start)
    default: return nil
    }
    next += 1
    return set
  }

  private mutating func unicodeClass(from start: Int) throws(RegularExpressionError) -> ScalarSet {
    var isNegated = scalars[next] == "P"
    next += 1
    var name = String.UnicodeScalarView()
    if take("{") {
      while let scalar = peek, scalar != "}" {
        name.append(scalar)
        next += 1
      }
      guard take("}") else { throw RegularExpressionError("this class has no end", at: start) }
    } else if let scalar = peek {
      name.append(scalar)
      next += 1
    }
    if name.first == "^" {
      isNegated.toggle()
      name.removeFirst()
    }
    if String(name) == "Any" { return isNegated ? ScalarSet.any.negated : .any }
    guard let set = ScalarSet.unicode(String(name)) else {
      throw RegularExpressionError(
        "the class `\\p{\(String(name))}` is not known here", at: start, isUnsupported: true,
        help: "general categories such as `\\p{L}` are known, scripts are not")
    }
    return isNegated ? set.negated : set
  }

  /// Parses the escape of one scalar: `\.`, `\n`, `\x41`, `\x{1F600}`, `\012`.
  private mutating func escapedScalar(from start: Int) throws(RegularExpressionError) -> Unicode.Scalar {
    guard let scalar = peek else {
      throw RegularExpressionError("a backslash at the end escapes nothing", at: start)
    }
    next += 1
    switch scalar {
    case "a": return "\u{7}"
    case "f": return "\u{C}"
    case "n": return "\n"
    case "r": return "\r"
    case "t": return "\t"
    case "v": return "\u{B}"
    case "x": return try hexadecimal(from: start)
    case "0": return octal(first: 0)
    case "1"..."7" where peek.map { ("0"..."7").contains($0) } ?? false: return octal(first: scalar.value - 0x30)
    default: break
    }
    guard scalar.isASCII, !scalar.isWord || scalar == "_" else {
      let isUnsupported = ScalarSet.digit.contains(scalar) || "ZGkKRXhHNC".unicodeScalars.contains(scalar)
      throw RegularExpressionError(
        "`\\\(scalar)` is not an escape of RE2", at: start, isUnsupported: isUnsupported,
        help: ScalarSet.digit.contains(scalar) ? "a group cannot be referred to" : nil)
    }
    return scalar
  }

  private mutating func octal(first: UInt32) -> Unicode.Scalar {
    var value = first
    for _ in 0..<2 {
      guard let scalar = peek, ("0"..."7").contains(scalar) else { break }
      value = value * 8 + scalar.value - 0x30
      next += 1
    }
    return Unicode.Scalar(value) ?? "\0"
  }

  private mutating func hexadecimal(from start: Int) throws(RegularExpressionError) -> Unicode.Scalar {
    let isBraced = take("{")
    var (value, count) = (UInt32(0), 0)
    while count < (isBraced ? 8 : 2), let scalar = peek, let digit = Character(scalar).hexDigitValue, scalar.isASCII {
      value = value &* 16 &+ UInt32(digit)
      count += 1
      next += 1
    }
    guard isBraced ? count > 0 && take("}") : count == 2, let scalar = Unicode.Scalar(value) else {
      throw RegularExpressionError("the number of this `\\x` is invalid", at: start)
    }
    return scalar
  }
}

// Classes.
extension RegularExpressionParser {
  /// Parses a class after its `[`.
  mutating func characterClass(from start: Int) throws(RegularExpressionError) -> ScalarSet {
    var set = ScalarSet()
    set.ignoresCase = flags.ignoresCase
    set.isNegated = take("^")
    var isFirst = true
    while let scalar = peek, isFirst || scalar != "]" {
      isFirst = false
      if let subset = try subset() {
        set.subsets.append(subset)
      } else {
        let low = try classScalar(from: start)
        set.ranges.append(low.value...(try upperEnd(of: low, from: start)).value)
      }
    }
    guard take("]") else { throw RegularExpressionError("this `[` is not closed", at: start) }
    return set
  }

  /// Parses `[:alpha:]` or `\d` inside a class; nil when a single scalar follows.
  private mutating func subset() throws(RegularExpressionError) -> ScalarSet? {
    let start = next
    if follows("[:") {
      guard
        let end = (next + 2..<max(next + 2, scalars.count - 1)).first(where: {
          scalars[$0] == ":" && scalars[$0 + 1] == "]"
        })
      else { return nil }
      var name = scalars[(next + 2)..<end]
      let isNegated = name.first == "^"
      if isNegated { name.removeFirst() }
      guard let set = ScalarSet.posix(String(String.UnicodeScalarView(name))) else {
        throw RegularExpressionError("this class is not known", at: start)
      }
      next = end + 2
      return isNegated ? set.negated : set
    }
    guard peek == "\\" else { return nil }
    next += 1
    if let set = try perlClass(from: start) { return set }
    next = start
    return nil
  }

  private mutating func classScalar(from start: Int) throws(RegularExpressionError) -> Unicode.Scalar {
    guard let scalar = peek else { throw RegularExpressionError("this `[` is not closed", at: start) }
    let at = next
    next += 1
    return scalar == "\\" ? try escapedScalar(from: at) : scalar
  }

  /// The end of the range that begins with a scalar; the scalar itself when it begins none.
  private mutating func upperEnd(
    of low: Unicode.Scalar, from start: Int
  ) throws(RegularExpressionError) -> Unicode.Scalar {
    guard peek == "-", next + 1 < scalars.count, scalars[next + 1] != "]" else { return low }
    let at = next
    next += 1
    let high = try classScalar(from: start)
    guard low <= high else { throw RegularExpressionError("the range ends before it begins", at: at) }
    return high
  }
}
