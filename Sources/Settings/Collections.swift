import Documents
import Model

extension ConfigDecoder {
  /// Decodes a list of at least `count` values.
  ///
  /// - Parameter orNothing: Whether the list is empty where nothing is written after its key, as when its last line is deleted.
  package static func list<Item>(
    of item: ConfigDecoder<Item>, atLeast count: Int = 1, orNothing: Bool = false
  ) -> ConfigDecoder where Value == [Item] {
    let list = Schema.list(of: item.schema, atLeast: count)
    return ConfigDecoder(orNothing ? .either([list, .type("null")]) : list) { node, problems in
      if orNothing, case .scalar("", isQuoted: false) = node.value { return [] }
      guard case .sequence(let nodes) = node.value else {
        problems.reportWrongType(node, expected: "a list", help: listHelp(for: node))
        return nil
      }
      guard nodes.count >= count else {
        problems.reportInvalid(
          node, "this list is empty, so nothing can match it", help: "add a value, or delete the key")
        return nil
      }
      let items = nodes.map { item.decode($0, &problems) }
      let good = items.compactMap { $0 }
      return good.count == items.count ? good : nil
    }
  }

  /// Decodes a single value or a list of values; the result is always a list.
  package static func oneOrMany<Item>(_ item: ConfigDecoder<Item>) -> ConfigDecoder where Value == [Item] {
    let list = ConfigDecoder<[Item]>.list(of: item)
    return ConfigDecoder(.either([item.schema, list.schema])) { node, problems in
      if case .sequence = node.value { return list.decode(node, &problems) }
      return item.decode(node, &problems).map { [$0] }
    }
  }

  /// Decodes a mapping with arbitrary keys and values of one type.
  package static func dictionary<Item>(of item: ConfigDecoder<Item>, key: ConfigDecoder<String> = .text)
    -> ConfigDecoder
  where Value == [String: Item] {
    ConfigDecoder(.type("object", [("additionalProperties", item.schema)])) { node, problems in
      guard case .mapping(let pairs) = node.value else {
        problems.reportWrongType(node, expected: "a mapping")
        return nil
      }
      var result: [String: Item] = [:]
      for pair in pairs {
        guard let name = key.decode(pair.key, &problems), let value = item.decode(pair.value, &problems) else {
          continue
        }
        result[name] = value
      }
      return result.count == pairs.count ? result : nil
    }
  }

  /// Decodes a mapping with a fixed set of keys.
  ///
  /// - Parameters:
  ///   - what: The mapping in messages, with its article: "a rule".
  ///   - example: What the message about a value that is no mapping suggests; nil to name the keys.
  ///   - read: Decodes every key, and then checks the values. It is also called once without a mapping to collect the
  ///     keys for the schema, and must therefore request all keys unconditionally, before any check.
  package static func mapping(
    _ what: String, example: String? = nil, _ read: @escaping @Sendable (inout MappingDecoder) -> Value?
  ) -> ConfigDecoder {
    var listing = MappingDecoder(describing: what)
    _ = read(&listing)
    let described = listing
    return ConfigDecoder(described.schema) { node, problems in
      guard case .mapping(let pairs) = node.value else {
        problems.reportWrongType(
          node, expected: "a mapping",
          help: example.map { "write it like `\($0)`" } ?? "the keys of \(what) are \(described.keyNames)")
        return nil
      }
      var fields = MappingDecoder(node, pairs, what, problems)
      let value = read(&fields)
      fields.reportKeys()
      let isGood = fields.problems.diagnostics.count == problems.diagnostics.count
      problems = fields.problems
      return isGood ? value : nil
    }
  }
}

/// Decodes the keys of one mapping or, without a mapping, collects them for the schema. One function does both, so that
/// the schema always agrees with the decoder.
package struct MappingDecoder {
  private let what: String
  /// The mapping; nil while the keys are only collected for the schema.
  package let node: YAMLNode?
  private let pairs: [YAMLPair]
  private var keys: [(name: String, schema: Schema, isRequired: Bool)] = []
  /// The required keys that are missing, with the values that messages suggest.
  private var missing: [(name: String, example: String)] = []
  /// The problems that were found so far.
  package var problems: DiagnosticCollector

  /// Makes a decoder that only collects the keys for the schema.
  package init(describing what: String) { (self.what, node, pairs, problems) = (what, nil, [], DiagnosticCollector()) }

  /// Makes a decoder for the pairs of a mapping. `what` names the mapping in messages, with its article.
  package init(_ node: YAMLNode, _ pairs: [YAMLPair], _ what: String, _ problems: DiagnosticCollector) {
    (self.node, self.pairs, self.what, self.problems) = (node, pairs, what, problems)
  }

  /// Decodes the value of an optional key. Returns nil when the key is missing, or when its value is invalid and
  /// `problems` contains the reason.
  ///
  /// - Parameter about: One sentence about the key, which the schema shows in editors.
  package mutating func decodeIfPresent<Value>(_ name: String, _ decoder: ConfigDecoder<Value>, _ about: String)
    -> Value?
  {
    keys.append((name, decoder.schema.described(about), false))
    return pairs.first { $0.name == name }.flatMap { decoder.decode($0.value, &problems) }
  }

  /// Decodes the value of a required key. Returns nil when the key is missing or its value is invalid; `problems`
  /// contains the reason.
  ///
  /// - Parameters:
  ///   - about: One sentence about the key, which the schema shows in editors.
  ///   - example: A value that the message about a missing key suggests.
  package mutating func decode<Value>(
    _ name: String, _ decoder: ConfigDecoder<Value>, _ about: String, example: String
  ) -> Value? {
    keys.append((name, decoder.schema.described(about), true))
    if let pair = pairs.first(where: { $0.name == name }) { return decoder.decode(pair.value, &problems) }
    missing.append((name, example))
    return nil
  }

  /// Whether the mapping has a key.
  package func contains(_ name: String) -> Bool { pairs.contains { $0.name == name } }
  /// The undecoded value of a key, for the positions of messages; nil when the key is missing.
  package func value(_ name: String) -> YAMLNode? { pairs.first { $0.name == name }?.value }

  /// The keys of the mapping that were not requested. To be asked after all keys.
  private var unknownPairs: [YAMLPair] {
    let known = Set(keys.map(\.name))
    return pairs.filter { !known.contains($0.name) }
  }

  /// Whether the mapping has a key that was not requested, which is reported, and may be a misspelt one that is wanted. To be
  /// asked after all keys.
  package var hasUnknownKeys: Bool { !unknownPairs.isEmpty }

  /// Reports the keys that were not requested, and the required ones that are missing, unless one of the others is meant for it.
  package mutating func reportKeys() {
    let known = keys.map(\.name)
    var meant: Set<String> = []
    for pair in unknownPairs {
      if let name = meantName(by: pair.name, among: known) { meant.insert(name) }
      problems.add(
        pair.key.diagnostic(
          .policyUnknownKey, "unknown key `\(pair.name)` in \(what)", help: suggestion(for: pair.name, among: known)))
    }
    guard let node else { return }
    for (name, example) in missing where !meant.contains(name) {
      problems.add(node.diagnostic(.policyMissingKey, "\(what) needs `\(name)`", help: "add `\(name): \(example)`"))
    }
  }

  /// The names of all keys that were requested, for messages.
  package var keyNames: String { keys.map { "`\($0.name)`" }.joined(separator: ", ") }

  /// The JSON Schema of the mapping.
  package var schema: Schema {
    let required = keys.filter(\.isRequired).map { Schema.text($0.name) }
    return .type(
      "object",
      [("properties", .object(keys.map { ($0.name, $0.schema) }))]
        + (required.isEmpty ? [] : [("required", .list(required))])
        + [("additionalProperties", .flag(false))])
  }
}

extension ConfigDecoder {
  /// Decodes a mapping from severities to values. It must contain at least one severity; the key `unknown` becomes nil.
  package static func bySeverity<Item>(
    _ what: String, _ item: ConfigDecoder<Item>, example: String? = nil
  ) -> ConfigDecoder where Value == [Severity?: Item] {
    .mapping(what, example: example) { fields in
      var result: [Severity?: Item] = [:]
      for name in Severity.names {
        if let value = fields.decodeIfPresent(name, item, "For findings of severity \(name).") {
          result[Severity(name: name)] = value
        }
      }
      if let node = fields.node, case .mapping(let pairs) = node.value, pairs.isEmpty {
        fields.problems.reportInvalid(node, "\(what) does not name a severity")
      }
      return result
    }
  }
}

extension YAMLNode {
  /// The value of a key; nil when the node is not a mapping or does not have the key.
  package func child(_ name: String) -> YAMLNode? {
    guard case .mapping(let pairs) = value else { return nil }
    return pairs.first { $0.name == name }?.value
  }

  /// The element of a list at a position; nil when the node is no list or is shorter.
  package func element(_ index: Int) -> YAMLNode? {
    guard case .sequence(let nodes) = value, nodes.indices.contains(index) else { return nil }
    return nodes[index]
  }

  /// The node inside this one that begins at a position of the file, for the positions of messages. Nil when there is
  /// none.
  package func node(at position: SourcePosition) -> YAMLNode? {
    var waiting = [self]
    while let node = waiting.popLast() {
      if node.position == position { return node }
      switch node.value {
      case .scalar: break
      case .sequence(let nodes): waiting += nodes
      case .mapping(let pairs): waiting += pairs.map(\.value)
      }
    }
    return nil
  }
}

/// How to write a list, where something else is.
private func listHelp(for node: YAMLNode) -> String {
  switch node.value {
  case .scalar("", _): "write its elements below it, each after `- `"
  case .scalar(let text, _): text.utf8.count <= 40 ? "put it in brackets: [\(text)]" : "put it in brackets"
  case .mapping, .sequence: "begin each element with `- `"
  }
}
