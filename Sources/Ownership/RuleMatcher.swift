import Patterns

/// Finds the rules whose patterns match a path.
enum RuleMatcher: Sendable {
  case globs(Index)
  case expressions(ExpressionSet)

  /// A class, so that a look-up retains one reference instead of those of all tables.
  final class Index: Sendable {
    let rules: RuleIndex

    init(_ globs: [Glob?]) { rules = RuleIndex(globs) }
  }

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
    self = expressions.isEmpty ? .globs(Index(globs)) : .expressions(ExpressionSet(expressions, inverted: inverted))
  }

  /// The numbers of all rules that match, ascending.
  func all(matching path: PathSegments, _ scratch: inout RuleIndex.Scratch) -> [Int] {
    switch self {
    case .globs(let index): index.rules.all(matching: path, &scratch)
    case .expressions(let set): set.matches(in: path.bytes)
    }
  }

  /// The number of the last rule that matches.
  func last(matching path: PathSegments, _ scratch: inout RuleIndex.Scratch) -> Int? {
    switch self {
    case .globs(let index): index.rules.last(matching: path, &scratch)
    case .expressions(let set): set.matches(in: path.bytes).last
    }
  }
}
