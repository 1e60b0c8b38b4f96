import Documents
import Model

/// Decodes and checks one kind of configuration value, and describes it in JSON Schema for editors.
package struct ConfigDecoder<Value: Sendable>: Sendable {
  package let schema: Schema
  /// Decodes a node. Returns nil after it has reported a problem when the node is invalid.
  package let decode: @Sendable (YAMLNode, inout DiagnosticCollector) -> Value?

  package init(_ schema: Schema, _ decode: @escaping @Sendable (YAMLNode, inout DiagnosticCollector) -> Value?) {
    (self.schema, self.decode) = (schema, decode)
  }

  /// A decoder with the same schema that converts or checks the decoded value further.
  package func map<Other: Sendable>(
    _ further: @escaping @Sendable (Value, YAMLNode, inout DiagnosticCollector) -> Other?
  ) -> ConfigDecoder<Other> {
    ConfigDecoder<Other>(schema) { node, problems in
      guard let value = decode(node, &problems) else { return nil }
      return further(value, node, &problems)
    }
  }
}

/// Collects the problems in configuration files, so that one run reports all of them.
package struct DiagnosticCollector {
  package private(set) var diagnostics: [Diagnostic] = []
  /// What is allowed, and hardly meant.
  package private(set) var warnings: [Diagnostic] = []
  /// The scanners that a policy may name.
  package let scanners: KnownScanners
  /// The nesting depth of the condition that is being decoded.
  package var depth = 0

  package init(_ scanners: KnownScanners = KnownScanners()) { self.scanners = scanners }

  /// Adds a problem.
  package mutating func add(_ diagnostic: Diagnostic) { diagnostics.append(diagnostic) }

  /// Adds a warning, which refuses nothing.
  package mutating func warn(_ diagnostic: Diagnostic) { warnings.append(diagnostic) }

  /// Reports a value of the right type that is not allowed (`policy-invalid-value`).
  package mutating func reportInvalid(_ node: YAMLNode, _ text: String, help: String? = nil) {
    add(node.diagnostic(.policyInvalidValue, text, help: help))
  }

  /// Reports a value of the wrong type (`policy-wrong-type`).
  ///
  /// - Parameter expected: The expected type, with its article: "a list".
  package mutating func reportWrongType(_ node: YAMLNode, expected: String, help: String? = nil) {
    add(node.diagnostic(.policyWrongType, "expected \(expected), found \(node.description)", help: help))
  }

  /// Reports a word that is not in a list of known ones (`policy-unknown-name`).
  ///
  /// - Parameter what: The kind of word, without an article: "severity".
  package mutating func reportUnknown(_ node: YAMLNode, _ word: String, what: String, among known: [String]) {
    add(node.diagnostic(.policyUnknownName, "unknown \(what) `\(word)`", help: suggestion(for: word, among: known)))
  }
}

/// The help text for an unknown word: "did you mean …?" when a known word is similar, or else the known words.
package func suggestion(for word: String, among known: [String]) -> String {
  if let name = otherName(of: word, among: known) { return "this is called `\(name)` here" }
  if let near = meantName(by: word, among: known) { return "did you mean `\(near)`?" }
  let shown = known.prefix(known.count > mostNames ? shownNames : mostNames).map { "`\($0)`" }.joined(separator: ", ")
  return "known: \(shown)" + (known.count > mostNames ? " and \(known.count - shownNames) more" : "")
}

/// How many names a message lists, and how many of more than that.
private let (mostNames, shownNames) = (24, 12)

/// The known word that somebody meant by another one; nil when none is near enough.
func meantName(by word: String, among known: [String]) -> String? {
  if let name = otherName(of: word, among: known) { return name }
  // Names have several forms: `Semgrep OSS`, `at_least`, `knownExploited`.
  let plain = word.lowercased().map { " _".contains($0) ? "-" : $0 }
  if let near = nearest(to: String(plain), among: known) { return near }
  let first = String(plain.prefix { $0 != "-" })
  return plain.count > first.count && known.contains(first) ? first : nil
}

private func otherName(of word: String, among known: [String]) -> String? {
  otherNames[word.lowercased()]?.first(where: known.contains)
}

/// What people who know other tools call a key or a value, and its names here. A name counts where it is known.
private let otherNames: [String: [String]] = [
  "cve": ["id"], "cves": ["id"], "ghsa": ["id"], "advisory": ["id"], "vulnerability": ["id"],
  "vulnerabilities": ["id"], "file": ["path"], "files": ["path"], "filename": ["path"], "paths": ["path"],
  "level": ["severity"], "priority": ["severity"], "cvss": ["severity"], "expires": ["until"], "expiry": ["until"],
  "expiration": ["until"], "justification": ["reason", "why"], "comment": ["reason", "why"],
  "description": ["why", "reason"], "message": ["why"], "scanner": ["tool"], "scanners": ["tools", "tool"],
  "purl": ["package"], "dependency": ["package", "sca"], "action": ["effect"], "then": ["effect"], "if": ["when"],
  "match": ["when"], "kev": ["known-exploited"], "exploited": ["known-exploited"], "fixable": ["fix-available"],
  "has-fix": ["fix-available"], "fixed": ["fix-available"], "reachable": ["reachability"], "team": ["owner"],
  "sla-breached": ["overdue"], "min": ["at-least"], "minimum": ["at-least"], "gte": ["at-least"], "max": ["at-most"],
  "maximum": ["at-most"], "lte": ["at-most"], "equals": ["is"], "block": ["deny"], "fail": ["deny"],
  "error": ["deny"], "reject": ["deny"], "warning": ["warn"], "ignore": ["allow", "ignore"], "skip": ["allow", "skip"],
  "new": ["introduced"], "added": ["introduced"], "old": ["inherited"], "existing": ["inherited"],
  "code": ["sast"], "dependencies": ["sca"], "deps": ["sca"], "secrets": ["secret"], "infrastructure": ["iac"],
  "moderate": ["medium"], "important": ["high"], "info": ["low"], "exit": ["exit-code"], "status": ["exit-code"],
  "and": ["all"], "all-of": ["all"], "every": ["all"], "or": ["any"], "any-of": ["any"], "one-of": ["any"],
  "none-of": ["not"], "except": ["unless", "not"], "time": ["finished"], "date": ["finished"], "revision": ["commit"],
  "sha": ["commit"],
]

/// A decoded value and its node, for the positions of messages of later checks.
package struct Positioned<Value: Sendable>: Sendable {
  package var value: Value
  package var node: YAMLNode
}

extension ConfigDecoder {
  /// A decoder that returns the node together with the value.
  package var positioned: ConfigDecoder<Positioned<Value>> {
    map { value, node, _ in Positioned(value: value, node: node) }
  }
}
