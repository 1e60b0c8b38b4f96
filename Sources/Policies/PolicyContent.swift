import Documents
import Model

/// What a policy says, apart from where and in what order it says it, so that two versions can be compared.
package struct PolicyContent: Equatable, Sendable {
  /// The rules and exceptions by their ids, and the other keys by their names, each with its values in a canonical form.
  private var items: [Item: Value] = [:]
  /// The evidence that is asked for: each demand for people, by its canonical form.
  private var evidence: [String: String] = [:]

  private struct Item: Hashable, Comparable {
    /// The key of the policy that holds the item.
    var key: String
    /// The id of a rule or exception; empty for a key that is one item.
    var id = ""

    static func < (one: Item, other: Item) -> Bool {
      (order(one.key), one.key, one.id) < (order(other.key), other.key, other.id)
    }

    private static func order(_ key: String) -> Int { ["rules", "exceptions"].firstIndex(of: key) ?? 2 }
  }

  private struct Value: Equatable {
    var canonicalText = ""
    /// The keys of a rule or an exception.
    var keys: [String: Key] = [:]
  }

  private struct Key: Equatable {
    var canonicalText: String
    /// The value for people; nil where that would be long.
    var words: String?
  }

  /// - Parameter files: The roots of the files of one policy.
  init(_ files: [YAMLNode]) {
    for case .mapping(let pairs) in files.map(\.value) {
      for pair in pairs where pair.name != "gatehouse" && pair.name != "name" { add(pair) }
    }
  }

  private mutating func add(_ pair: YAMLPair) {
    guard case .sequence(let nodes) = pair.value.value, ["rules", "exceptions", "evidence"].contains(pair.name) else {
      items[Item(key: pair.name), default: Value()].canonicalText += pair.value.canonicalText
      return
    }
    for node in nodes {
      if pair.name == "evidence" {
        evidence[node.canonicalText] = node.flowText
      } else if case .scalar(let id, _)? = node.child("id")?.value {
        items[Item(key: pair.name, id: id)] = Value(canonicalText: node.canonicalText, keys: Self.keys(of: node))
      }
    }
  }
}

extension PolicyContent {
  private static func keys(of node: YAMLNode) -> [String: Key] {
    guard case .mapping(let pairs) = node.value else { return [:] }
    return Dictionary(
      pairs.map { pair in
        let words =
          if case .scalar(let text, _) = pair.value.value, text.utf8.count <= 20 { text } else { String?.none }
        return (pair.name, Key(canonicalText: pair.value.canonicalText, words: words))
      }, uniquingKeysWith: { $1 })
  }

  /// What `new` says otherwise, one sentence for each kind of difference: what goes first. Empty when they say the same.
  package func differences(to new: PolicyContent) -> [String] {
    let (before, after) = (Set(items.keys), Set(new.items.keys))
    let changed = before.intersection(after).filter { items[$0] != new.items[$0] }
    return [
      sentence("removes", before.subtracting(after)) { _ in "" },
      sentence("changes", changed) { item in changes(of: item, in: new) },
      sentence("adds", after.subtracting(before)) { _ in "" },
    ].compactMap(\.self)
      + demands("no longer asks for", evidence.filter { new.evidence[$0.key] == nil })
      + demands("also asks for", new.evidence.filter { evidence[$0.key] == nil })
  }

  /// How a rule or an exception differs: ` (effect: deny → warn, when)`; empty for other items.
  private func changes(of item: Item, in new: PolicyContent) -> String {
    guard let old = items[item]?.keys, let new = new.items[item]?.keys, !item.id.isEmpty else { return "" }
    let words = Set(old.keys).union(new.keys).sorted().compactMap { name -> String? in
      switch (old[name], new[name]) {
      case (let one?, let other?):
        guard one != other else { return nil }
        guard let before = one.words, let after = other.words else { return name }
        return "\(name): \(before) → \(after)"
      case (.some, nil): return "without \(name)"
      case (nil, let other?): return "with \(name)\(other.words.map { ": \($0)" } ?? "")"
      case (nil, nil): return nil
      }
    }
    return words.isEmpty ? "" : " (\(words.joined(separator: ", ")))"
  }

  private func sentence(_ verb: String, _ items: Set<Item>, _ detail: (Item) -> String) -> String? {
    guard !items.isEmpty else { return nil }
    let words = Dictionary(grouping: items.sorted(), by: \.key).sorted { Item(key: $0.key) < Item(key: $1.key) }.map {
      key, items in
      items[0].id.isEmpty
        ? "`\(key)`"
        : (items.count == 1 ? String(key.dropLast()) : key) + " "
          + items.map { "\($0.id)\(detail($0))" }.joined(separator: ", ")
    }
    return "it \(verb) \(words.joined(separator: "; "))"
  }

  private func demands(_ verb: String, _ demands: [String: String]) -> [String] {
    demands.values.sorted().map { "it \(verb) evidence \($0)" }
  }
}

extension YAMLNode {
  /// The value without positions, styles and the order of keys. Texts are quoted, so that no two values have one form.
  fileprivate var canonicalText: String {
    switch value {
    case .scalar(let text, let isQuoted): "\(isQuoted ? "s" : "p")\(text.utf8.count):\(text)"
    case .sequence(let nodes): "[\(nodes.map(\.canonicalText).joined(separator: ","))]"
    case .mapping(let pairs):
      "{"
        + pairs.sorted { $0.name < $1.name }.map { "\($0.name.utf8.count):\($0.name)=\($0.value.canonicalText)" }
        .joined(separator: ",") + "}"
    }
  }

  /// The value on one line, for people.
  fileprivate var flowText: String {
    switch value {
    case .scalar(let text, _): text
    case .sequence(let nodes): "[\(nodes.map(\.flowText).joined(separator: ", "))]"
    case .mapping(let pairs):
      "{ \(pairs.map { "\($0.name): \($0.value.flowText)" }.joined(separator: ", ")) }"
    }
  }
}
