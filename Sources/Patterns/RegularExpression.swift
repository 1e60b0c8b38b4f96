/// A regular expression in the syntax of RE2 and Go (github.com/google/re2/wiki/Syntax), of which only is asked whether
/// it matches somewhere in a text.
///
/// Expressions are compiled to automata (`ExpressionSet`) and never backtrack, so a text takes linear time. What such
/// automata cannot do, lookaround and backreferences, is an error.
package struct RegularExpression: Hashable, Sendable {
  /// The syntax tree.
  indirect enum Node: Hashable, Sendable {
    case empty
    case scalar(ScalarSet)
    case assertion(Assertion)
    case concatenation([Node])
    case alternation([Node])
    /// `most` is nil when there is no upper limit.
    case repetition(Node, least: Int, most: Int?)
  }

  /// A condition on a position between two scalars.
  enum Assertion: Hashable, Sendable { case textStart, textEnd, lineStart, lineEnd, wordBoundary, noWordBoundary }

  package let text: String
  let root: Node

  package init(_ text: String) throws(RegularExpressionError) {
    self.text = text
    var parser = RegularExpressionParser(text)
    root = try parser.parse()
  }
}

/// An error in a regular expression.
package struct RegularExpressionError: Error, Hashable, Sendable {
  package let text: String
  /// The offset in Unicode scalars, from 0.
  package let offset: Int
  /// Whether other engines accept the syntax, so that the expression means something there.
  package let isUnsupported: Bool
  package let help: String?

  init(_ text: String, at offset: Int, isUnsupported: Bool = false, help: String? = nil) {
    (self.text, self.offset, self.isUnsupported, self.help) = (text, offset, isUnsupported, help)
  }
}

extension RegularExpression.Node {
  /// Whether a match can only begin at the start of the text.
  var isAnchored: Bool {
    switch self {
    case .assertion(let assertion): assertion == .textStart
    case .concatenation(let parts): parts.first?.isAnchored ?? false
    case .alternation(let parts): parts.allSatisfy(\.isAnchored)
    case .repetition(let part, let least, _): least > 0 && part.isAnchored
    case .empty, .scalar: false
    }
  }

  /// The largest number of copies of one part that repetitions ask for.
  var repeats: Int {
    switch self {
    case .empty, .scalar, .assertion: 1
    case .concatenation(let parts), .alternation(let parts): parts.map(\.repeats).max() ?? 1
    case .repetition(let part, let least, let most): max(1, most ?? least) * part.repeats
    }
  }
}
