/// The instructions of a nondeterministic automaton for many regular expressions (Thompson's construction).
struct ExpressionProgram: Sendable {
  enum Instruction: Sendable {
    /// Takes one scalar of the set, then continues at the next position.
    case take(ScalarSet, then: Int)
    /// Continues at both positions without taking anything.
    case split(Int, Int)
    case assert(RegularExpression.Assertion, then: Int)
    /// The expression of this number matches.
    case match(Int)
  }

  private(set) var instructions: [Instruction] = []
  /// The positions at which the expressions begin.
  private(set) var starts: [Int] = []
  /// The positions at which a match can begin after the start of the text.
  private(set) var restarts: [Int] = []
  /// Whether an expression asks for the kind of the scalar before a position.
  private(set) var looksBehind = false

  /// The limit for one expression, which repetitions of repetitions can reach.
  static let limit = 20_000

  init(_ expressions: [RegularExpression]) {
    for (number, expression) in expressions.enumerated() {
      instructions.append(.match(number))
      let start = add(expression.root, before: instructions.count - 1)
      starts.append(start)
      if !expression.root.isAnchored { restarts.append(start) }
    }
  }

  /// Adds the instructions of a part that continue at `next`, and returns where they begin.
  private mutating func add(_ node: RegularExpression.Node, before next: Int) -> Int {
    switch node {
    case .empty: return next
    case .scalar(let set): return append(.take(set, then: next))
    case .assertion(let assertion):
      if ![.textStart, .textEnd].contains(assertion) { looksBehind = true }
      return append(.assert(assertion, then: next))
    case .concatenation(let parts):
      return parts.reversed().reduce(next) { add($1, before: $0) }
    case .alternation(let parts):
      return parts.dropLast().reversed().reduce(parts.last.map { add($0, before: next) } ?? next) { rest, part in
        let start = add(part, before: next)
        return append(.split(start, rest))
      }
    case .repetition(let part, let least, let most): return add(part, least, most, before: next)
    }
  }

  private mutating func add(_ part: RegularExpression.Node, _ least: Int, _ most: Int?, before next: Int) -> Int {
    var start = next
    if let most {
      for _ in least..<max(most, least) {
        let copy = add(part, before: start)
        start = append(.split(copy, next))
      }
    } else {
      start = append(.split(next, next))
      instructions[start] = .split(add(part, before: start), next)
    }
    for _ in 0..<least { start = add(part, before: start) }
    return start
  }

  private mutating func append(_ instruction: Instruction) -> Int {
    instructions.append(instruction)
    return instructions.count - 1
  }
}
