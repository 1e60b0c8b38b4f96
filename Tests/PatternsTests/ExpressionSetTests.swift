import Testing

@testable import Patterns

/// Numbers that look random and are the same in each run.
private struct Numbers {
  var state: UInt64

  mutating func below(_ limit: Int) -> Int {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return Int(state >> 33) % limit
  }

  mutating func one<T>(of values: [T]) -> T { values[below(values.count)] }
}

extension Numbers {
  /// An expression over few letters, so that texts are often found.
  mutating func expression(depth: Int = 3) -> String {
    guard depth > 0 else { return one(of: ["a", "b", "ab", "/", "\\.", ".", "[ab]", "[^/]", "\u{E9}", "\u{FFFD}"]) }
    switch below(9) {
    case 0: return "(" + expression(depth: depth - 1) + "|" + expression(depth: depth - 1) + ")"
    case 1: return "(" + expression(depth: depth - 1) + ")" + one(of: ["*", "+", "?", "{2}", "{0}", "{1,2}"])
    case 2: return "(?i:" + expression(depth: depth - 1) + ")"
    case 3: return expression(depth: depth - 1) + one(of: ["$", "\\b", "^", ".*"]) + expression(depth: 0)
    case 4: return one(of: ["^", "\\A", "(?m)^", ".*"]) + expression(depth: depth - 1)
    case 5: return expression(depth: depth - 1) + one(of: ["$", "\\z", "(?m)$", ".*"])
    case 6: return expression(depth: 0) + "|" + expression(depth: depth - 1)
    default: return expression(depth: depth - 1) + expression(depth: 0)
    }
  }

  mutating func text() -> [UInt8] {
    var text: [UInt8] = []
    for _ in 0..<below(9) {
      text += one(of: [
        Array("a".utf8), Array("b".utf8), Array("A".utf8), Array("/".utf8), [0x2E], [0x0A], [0xC3, 0xA9], [0xE9],
      ])
    }
    return text
  }
}

/// The expressions that an automaton of all finds, which looks for no literals.
private func found(_ expressions: [RegularExpression], in text: [UInt8]) -> [Int] {
  var automaton = ExpressionAutomaton(Array(expressions.indices), of: expressions)
  var found: [Int] = []
  _ = automaton.add(to: &found, matchesIn: text)
  return found.sorted()
}

@Test(arguments: 1...40) func `looking for literals first changes no answer`(_ seed: Int) throws {
  var numbers = Numbers(state: UInt64(seed))
  let expressions = try (0..<30).map { _ in try RegularExpression(numbers.expression()) }
  let inverted = expressions.indices.filter { _ in numbers.below(4) == 0 }
  let (set, partly) = (ExpressionSet(expressions), ExpressionSet(expressions, inverted: inverted))
  for _ in 0..<60 {
    let text = numbers.text()
    let expected = found(expressions, in: text)
    #expect(set.matches(in: text) == expected, "\(expressions.map(\.text)) in \(text)")
    let others = expressions.indices.filter { expected.contains($0) != inverted.contains($0) }
    #expect(partly.matches(in: text) == others, "\(expressions.map(\.text)) in \(text)")
  }
}

@Test(arguments: [
  ("^docs/.*$", [["^docs/"]]), ("^.*\\.md$", [[".md$"]]), ("^a/.*/b\\.c$", [["^a/"], ["/b.c$"]]),
  ("^(?:ab|cde).*$", [["ab", "cde"]]), ("(ab|cde)x", [["ab", "cde"]]), ("(ab|)cd", [["cd"]]), ("(ab)+c", [["ab"]]),
  ("(ab)*c", []), ("(?i)ab1/", [["1/"]]), ("a\\bb", [["ab"]]), ("^ab|cd$", [["^ab", "cd$"]]), ("a[b]", [["ab"]]),
  ("\u{FFFD}ab", [["ab"]]), ("\u{E9}", [["\u{E9}"]]), ("[ab]c", []), ("(?m)^ab$", [["ab"]]),
])
func `an expression has literals that each match contains`(_ expression: String, _ expected: [[String]]) throws {
  let found = try RequiredLiterals.possible(for: RegularExpression(expression)).map { required in
    required.literals.map { literal in
      let text = String(decoding: literal.bytes, as: UTF8.self)
      return literal.place == .start ? "^" + text : literal.place == .end ? text + "$" : text
    }
  }
  #expect(found == expected)
}

@Test func `expressions whose common states are too many are found, each as if it were alone`() throws {
  // A set of these has a state for each subset of the letters that a text has.
  let letters = (0..<26).map { Character(Unicode.Scalar(UInt8(ascii: "a") + $0)) }
  let expressions =
    try letters.map { try RegularExpression("^.*[\($0)].*$") }
    + letters.map { try RegularExpression("[\($0)].$") }
  let set = ExpressionSet(expressions)
  var numbers = Numbers(state: 7)
  for _ in 0..<3000 {
    let text = (0..<12).map { _ in UInt8(ascii: "a") + UInt8(numbers.below(26)) }
    let last = Int(text[text.count - 2] - UInt8(ascii: "a"))
    let expected = Set(text.map { Int($0 - UInt8(ascii: "a")) }).sorted() + [26 + last]
    #expect(set.matches(in: text) == expected)
  }
}
