/// Parses the syntax of Go's package `regexp/syntax` with its Perl flags, as `regexp.Compile` does.
struct RegularExpressionParser {
  typealias Node = RegularExpression.Node

  struct Flags {
    var ignoresCase = false
    /// Whether `^` and `$` match at lines.
    var isMultiLine = false
    /// Whether `.` matches a newline.
    var dotMatchesNewline = false
  }

  let scalars: [Unicode.Scalar]
  var next = 0
  var flags = Flags()
  private var depth = 0

  /// Groups may be nested this deep.
  private static let depthLimit = 200
  /// The limit of RE2 on the copies that repetitions make.
  private static let repeatLimit = 1000

  init(_ text: String) { scalars = Array(text.unicodeScalars) }

  mutating func parse() throws(RegularExpressionError) -> Node {
    let node = try alternation()
    if next < scalars.count { throw RegularExpressionError("there is no `(` for this `)`", at: next) }
    return node
  }

  private mutating func alternation() throws(RegularExpressionError) -> Node {
    var parts = [try concatenation()]
    while take("|") { parts.append(try concatenation()) }
    return parts.count == 1 ? parts[0] : .alternation(parts)
  }

  private mutating func concatenation() throws(RegularExpressionError) -> Node {
    var parts: [Node] = []
    while let scalar = peek, scalar != "|", scalar != ")" {
      let start = next
      guard let part = try atom() else { continue }
      let repeated = try repetition(of: part, from: start)
      if case .concatenation(let literal) = part, repeated == nil {
        parts += literal
      } else {
        parts.append(repeated ?? part)
      }
    }
    return parts.count == 1 ? parts[0] : parts.isEmpty ? .empty : .concatenation(parts)
  }

  /// One part that may be repeated; nil for what only sets flags.
  private mutating func atom() throws(RegularExpressionError) -> Node? {
    let start = next
    let scalar = scalars[next]
    next += 1
    switch scalar {
    case "(": return try group(from: start)
    case "[": return .scalar(try characterClass(from: start))
    case ".": return .scalar(flags.dotMatchesNewline ? .any : ScalarSet.newline.negated)
    case "^": return .assertion(flags.isMultiLine ? .lineStart : .textStart)
    case "$": return .assertion(flags.isMultiLine ? .lineEnd : .textEnd)
    case "\\": return try escape(from: start)
    case "*", "+", "?":
      throw RegularExpressionError("`\(scalar)` has nothing to repeat", at: start, help: "write `.\(scalar)`")
    default: return literal(scalar)
    }
  }

  func literal(_ scalar: Unicode.Scalar) -> Node {
    var set = ScalarSet(scalar)
    set.ignoresCase = flags.ignoresCase
    return .scalar(set)
  }

  var peek: Unicode.Scalar? { next < scalars.count ? scalars[next] : nil }

  mutating func take(_ scalar: Unicode.Scalar) -> Bool {
    guard peek == scalar else { return false }
    next += 1
    return true
  }

  func follows(_ text: String) -> Bool { scalars[next...].starts(with: text.unicodeScalars) }
}

// Repetition.
extension RegularExpressionParser {
  /// The part with the operator that follows it; nil when none does.
  private mutating func repetition(of part: Node, from start: Int) throws(RegularExpressionError) -> Node? {
    let at = next
    guard let (least, most) = try repetitionOperator() else { return nil }
    // Whether a repetition is lazy does not change what matches.
    _ = take("?")
    if let second = try repeatedOperator() { throw second }
    var repeated = part
    if case .concatenation(let parts) = part, let last = parts.last, scalars[start] == "\\", parts.count > 1 {
      // Only the last scalar of `\Qab\E` is repeated.
      repeated = .concatenation(parts.dropLast() + [.repetition(last, least: least, most: most)])
    } else {
      repeated = .repetition(part, least: least, most: most)
    }
    guard repeated.repeats <= Self.repeatLimit else {
      throw RegularExpressionError("this repeats more than \(Self.repeatLimit) times", at: at)
    }
    return repeated
  }

  private mutating func repetitionOperator() throws(RegularExpressionError) -> (Int, Int?)? {
    switch peek {
    case "*":
      next += 1
      return (0, nil)
    case "+":
      next += 1
      return (1, nil)
    case "?":
      next += 1
      return (0, 1)
    case "{": return try counts()
    default: return nil
    }
  }

  /// The error of an operator that follows another one: `a**`. Possessive operators (`a*+`) exist in other engines.
  private mutating func repeatedOperator() throws(RegularExpressionError) -> RegularExpressionError? {
    let at = next
    guard try repetitionOperator() != nil else { return nil }
    return RegularExpressionError(
      "one repetition cannot follow another", at: at, isUnsupported: scalars[at] == "+",
      help: "`**` means nothing in a regular expression: write `.*`")
  }

  /// Parses `{2}`, `{2,}` or `{2,5}`. Anything else after a brace is literal text, and the answer nil.
  private mutating func counts() throws(RegularExpressionError) -> (Int, Int?)? {
    let start = next
    next += 1
    guard let least = number() else {
      next = start
      return nil
    }
    var most: Int? = least
    if take(",") { most = peek == "}" ? nil : number() ?? -1 }
    guard most != -1, take("}") else {
      next = start
      return nil
    }
    guard least <= Self.repeatLimit, most ?? 0 <= Self.repeatLimit, most ?? least >= least else {
      throw RegularExpressionError("the numbers of this repetition are invalid", at: start)
    }
    return (least, most)
  }

  private mutating func number() -> Int? {
    let start = next
    var value = 0
    while let scalar = peek, ScalarSet.digit.contains(scalar) {
      value = min(value * 10 + Int(scalar.value) - 0x30, 100_000)
      next += 1
    }
    return next > start ? value : nil
  }
}

// Groups.
extension RegularExpressionParser {
  private mutating func group(from start: Int) throws(RegularExpressionError) -> Node? {
    let outer = flags
    if take("?") {
      guard try groupKind(from: start) else { return nil }
    }
    depth += 1
    guard depth <= Self.depthLimit else {
      throw RegularExpressionError("groups are nested more than \(Self.depthLimit) deep", at: start)
    }
    let node = try alternation()
    guard take(")") else { throw RegularExpressionError("this `(` is not closed", at: start) }
    depth -= 1
    flags = outer
    // A repetition after the group repeats all of it.
    if case .concatenation = node { return .alternation([node]) }
    return node
  }

  /// Parses what follows `(?`. False for flags that hold until the enclosing group ends: `(?i)`.
  private mutating func groupKind(from start: Int) throws(RegularExpressionError) -> Bool {
    for unsupported in ["=", "!", "<=", "<!", ">", "#", "(", "P=", "P>", "|"] where follows(unsupported) {
      throw RegularExpressionError(
        "`(?\(unsupported)` is not in the syntax of RE2", at: start, isUnsupported: true,
        help: "a line that begins with `!` owns what the expression does not match")
    }
    if follows("P<") || follows("<") {
      guard let end = scalars[next...].firstIndex(of: ">") else {
        throw RegularExpressionError("the name of this group has no end", at: start)
      }
      let name = scalars[next..<end].drop { $0 != "<" }.dropFirst()
      guard !name.isEmpty, name.allSatisfy(\.isWord) else {
        throw RegularExpressionError("the name of this group is invalid", at: start)
      }
      next = end + 1
      return true
    }
    return try groupFlags(from: start)
  }

  private mutating func groupFlags(from start: Int) throws(RegularExpressionError) -> Bool {
    var isOn = true
    while let scalar = peek {
      next += 1
      switch scalar {
      case "i": flags.ignoresCase = isOn
      case "m": flags.isMultiLine = isOn
      case "s": flags.dotMatchesNewline = isOn
      case "U": break
      case "-" where isOn: isOn = false
      case ":": return true
      case ")": return false
      default:
        throw RegularExpressionError("this group is invalid", at: start, isUnsupported: true, help: "write `(?:` … `)`")
      }
    }
    throw RegularExpressionError("this `(` is not closed", at: start)
  }
}
