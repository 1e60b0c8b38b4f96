import Patterns

/// Finds the rules whose patterns match a path.
enum RuleMatcher: Sendable {
  case globs(RuleIndex)
  case expressions(ExpressionSet, inverted: [Int])

  init(_ lines: [CodeownersLine]) {
    var (globs, expressions, inverted) = ([Glob?](), [RegularExpression](), [Int]())
    for (number, line) in lines.enumerated() {
      switch line.pattern {
      case .glob(let glob): globs.append(glob)
      case .expression(let expression, let isInverted):
        expressions.append(expression)
        if isInverted { inverted.append(number) }
      }
    }
    self =
      expressions.isEmpty ? .globs(RuleIndex(globs)) : .expressions(ExpressionSet(expressions), inverted: inverted)
  }

  /// The numbers of all rules that match, ascending.
  func all(matching path: [UInt8]) -> [Int] {
    switch self {
    case .globs(let index): return index.all(matching: PathSegments(bytes: path))
    case .expressions(let set, let inverted):
      let matches = set.matches(in: path)
      guard !inverted.isEmpty else { return matches }
      let matched = Set(matches)
      let others = Set(inverted)
      return (matches.filter { !others.contains($0) } + inverted.filter { !matched.contains($0) }).sorted()
    }
  }

  /// The number of the last rule that matches.
  func last(matching path: [UInt8]) -> Int? {
    switch self {
    case .globs(let index): index.last(matching: PathSegments(bytes: path))
    case .expressions: all(matching: path).last
    }
  }
}
