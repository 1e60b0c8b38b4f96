import Model

/// An expression that is ready to be evaluated for many risks.
package struct CompiledExpression: Sendable {
  private indirect enum Node: Sendable {
    case test(Test)
    case all([Node])
    case any([Node])
    case not(Node)
  }

  /// Shared, so that evaluating counts one reference.
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

  /// The answer (Kleene). Depth is bounded by the decoder of conditions.
  ///
  /// - Parameter partialMatch: the answer of a predicate that only some observations of the finding match. A rule asks with
  ///   yes and an exception with no, so that one more observation never opens the gate; under `not` it turns round.
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

  /// The answer that settles the matter, if a part gives it; else unknown, if a part does.
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

  /// The answer of every predicate, none left out, in the order of `Expression.predicates`.
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
