import Model

/// An expression that was prepared for fast evaluation for many risks.
package struct CompiledExpression: Sendable {
  private indirect enum Node: Sendable {
    case test(Test)
    case all([Node])
    case any([Node])
    case not(Node)
  }

  /// A compiled predicate. It is a class, so that copying a node retains one reference only.
  private final class Test: Sendable {
    let evaluate: Condition.Evaluator

    init(_ predicate: Predicate) {
      if let condition = Condition.named(predicate.condition) {
        evaluate = condition.compile(predicate.tests)
      } else {
        evaluate = { (_: EvaluationContext, _: Truth) -> Truth in .unknown }
      }
    }
  }

  private let root: Node

  package init(_ expression: Expression) { root = Self.node(expression) }

  private static func node(_ expression: Expression) -> Node {
    switch expression {
    case .predicate(let predicate): .test(Test(predicate))
    case .all(let parts): .all(parts.map(node))
    case .any(let parts): .any(parts.map(node))
    case .not(let part): .not(node(part))
    }
  }

  /// Evaluates the expression in Kleene's three-valued logic. The recursion is safe, because the decoder limits the
  /// nesting depth.
  ///
  /// - Parameter partialMatch: The answer of a predicate that only some observations of the finding match. It is yes
  ///   for rules and no for exceptions, so that an additional observation never makes a decision milder. It is inverted
  ///   inside `not`.
  package func truth(for context: EvaluationContext, partialMatch: Truth) -> Truth {
    Self.truth(of: root, context, partialMatch)
  }

  private static func truth(of node: Node, _ context: EvaluationContext, _ partialMatch: Truth) -> Truth {
    switch node {
    case .test(let test): test.evaluate(context, partialMatch)
    case .all(let parts): settled(by: .no, parts, context, partialMatch) ?? .yes
    case .any(let parts): settled(by: .yes, parts, context, partialMatch) ?? .no
    case .not(let part): !truth(of: part, context, !partialMatch)
    }
  }

  /// Returns `settling` when a part gives that answer, otherwise unknown when a part does, otherwise nil.
  private static func settled(
    by settling: Truth, _ parts: [Node], _ context: EvaluationContext, _ partialMatch: Truth
  ) -> Truth? {
    var isUnknown = false
    for index in parts.indices {
      let truth = truth(of: parts[index], context, partialMatch)
      if truth == settling { return settling }
      if truth == .unknown { isUnknown = true }
    }
    return isUnknown ? .unknown : nil
  }

  /// The answers of all predicates, in the order of `Expression.predicates`, without short-circuit evaluation.
  package func trace(for context: EvaluationContext, partialMatch: Truth) -> TruthList {
    var trace = TruthList()
    Self.add(root, to: &trace, context, partialMatch)
    return trace
  }

  private static func add(
    _ node: Node, to trace: inout TruthList, _ context: EvaluationContext, _ partialMatch: Truth
  ) {
    switch node {
    case .test(let test): trace.append(test.evaluate(context, partialMatch))
    case .all(let parts), .any(let parts): for part in parts { add(part, to: &trace, context, partialMatch) }
    case .not(let part): add(part, to: &trace, context, !partialMatch)
    }
  }
}
