import Documents
import Model

/// How one kind of value is read and checked, and what an editor may offer for it: one place says both.
package struct ConfigDecoder<Value: Sendable>: Sendable {
  package let schema: Schema
  /// Nil after it has told a problem.
  package let read: @Sendable (YAMLNode, inout DiagnosticCollector) -> Value?

  package init(_ schema: Schema, _ read: @escaping @Sendable (YAMLNode, inout DiagnosticCollector) -> Value?) {
    (self.schema, self.read) = (schema, read)
  }

  /// Reads further, where a value that is right in form may still be wrong.
  package func map<Other: Sendable>(_ further: @escaping @Sendable (Value, YAMLNode, inout DiagnosticCollector) -> Other?) -> ConfigDecoder<Other>
  {
    ConfigDecoder<Other>(schema) { node, problems in
      guard let value = read(node, &problems) else { return nil }
      return further(value, node, &problems)
    }
  }
}

/// Everything that is wrong with the files under reading, and the names that are known while reading them.
package struct DiagnosticCollector {
  package private(set) var diagnostics: [Diagnostic] = []
  /// Names of scanners that a policy may mention.
  package let tools: [String]
  /// How many combinators of conditions stand around the one that is read.
  package var depth = 0

  package init(tools: [String] = []) { self.tools = tools }

  package mutating func add(_ diagnostic: Diagnostic) { diagnostics.append(diagnostic) }

  package mutating func invalid(_ node: YAMLNode, _ text: String, help: String? = nil) {
    add(node.diagnostic(.policyInvalidValue, text, help: help))
  }

  package mutating func wrongType(_ node: YAMLNode, wanted: String, help: String? = nil) {
    add(node.diagnostic(.policyWrongType, "\(wanted) is wanted here, not \(node.description)", help: help))
  }

  package mutating func unknown(_ node: YAMLNode, _ word: String, what: String, among known: [String]) {
    add(node.diagnostic(.policyUnknownName, "`\(word)` is no \(what)", help: suggestion(for: word, among: known)))
  }
}

/// `did you mean …?` when a known name is near, else all of them.
package func suggestion(for word: String, among known: [String]) -> String {
  if let near = nearest(to: word, among: known) { return "did you mean `\(near)`?" }
  return "known are \(known.map { "`\($0)`" }.joined(separator: ", "))"
}

/// A value and the node it was read from, to point at when a later check finds fault.
package struct Placed<Value: Sendable>: Sendable {
  package var value: Value
  package var node: YAMLNode
}

extension ConfigDecoder {
  package var placed: ConfigDecoder<Placed<Value>> { map { value, node, _ in Placed(value: value, node: node) } }
}
