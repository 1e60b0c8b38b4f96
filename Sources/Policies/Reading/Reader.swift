import Documents
import Model

/// How one kind of value is read and checked, and what an editor may offer for it: one place says both.
struct Reader<Value: Sendable>: Sendable {
  let schema: Schema
  /// Nil after it has told a problem.
  let read: @Sendable (YAMLNode, inout Problems) -> Value?

  init(_ schema: Schema, _ read: @escaping @Sendable (YAMLNode, inout Problems) -> Value?) {
    (self.schema, self.read) = (schema, read)
  }

  /// Reads further, where a value that is right in form may still be wrong.
  func map<Other: Sendable>(_ further: @escaping @Sendable (Value, YAMLNode, inout Problems) -> Other?) -> Reader<Other>
  {
    Reader<Other>(schema) { node, problems in
      guard let value = read(node, &problems) else { return nil }
      return further(value, node, &problems)
    }
  }
}

/// Everything that is wrong with the files under reading, and the names that are known while reading them.
struct Problems {
  private(set) var diagnostics: [Diagnostic] = []
  /// Names of scanners that a policy may mention.
  let tools: [String]
  /// How many combinators of conditions stand around the one that is read.
  var depth = 0

  init(tools: [String] = []) { self.tools = tools }

  mutating func add(_ diagnostic: Diagnostic) { diagnostics.append(diagnostic) }

  mutating func invalid(_ node: YAMLNode, _ text: String, help: String? = nil) {
    add(node.diagnostic(.policyInvalidValue, text, help: help))
  }

  mutating func wrongType(_ node: YAMLNode, wanted: String, help: String? = nil) {
    add(node.diagnostic(.policyWrongType, "\(wanted) is wanted here, not \(node.description)", help: help))
  }

  mutating func unknown(_ node: YAMLNode, _ word: String, what: String, among known: [String]) {
    add(node.diagnostic(.policyUnknownName, "`\(word)` is no \(what)", help: suggestion(for: word, among: known)))
  }
}

/// `did you mean …?` when a known name is near, else all of them.
func suggestion(for word: String, among known: [String]) -> String {
  if let near = nearest(to: word, among: known) { return "did you mean `\(near)`?" }
  return "known are \(known.map { "`\($0)`" }.joined(separator: ", "))"
}
