import Documents

/// A JSON Schema (draft 2020-12). The members of objects keep their order.
package indirect enum Schema: Sendable {
  case object([(String, Schema)])
  case list([Schema])
  case text(String)
  case number(Int)
  case flag(Bool)
}

extension Schema {
  package static func type(_ name: String, _ more: [(String, Schema)] = []) -> Schema {
    .object([("type", .text(name))] + more)
  }
  package static func words(_ words: [String]) -> Schema { .object([("enum", .list(words.map { .text($0) }))]) }
  package static func pattern(_ pattern: String) -> Schema { type("string", [("pattern", .text(pattern))]) }
  package static func definition(_ name: String) -> Schema { .object([("$ref", .text("#/$defs/\(name)"))]) }
  package static func either(_ choices: [Schema]) -> Schema { .object([("anyOf", .list(choices))]) }
  package static func list(of item: Schema, atLeast count: Int) -> Schema {
    type("array", [("items", item), ("minItems", .number(count))])
  }

  /// The schema with a description, which editors show.
  package func described(_ sentence: String) -> Schema {
    guard case .object(let members) = self else { return self }
    return .object([("description", .text(sentence))] + members)
  }
}

extension Schema: CustomStringConvertible {
  /// The schema as indented JSON.
  package var description: String {
    var json = JSONWriter(.pretty)
    write(to: &json)
    json.newline()
    return json.text
  }

  private func write(to json: inout JSONWriter) {
    switch self {
    case .object(let members):
      json.object { json in
        for (name, schema) in members {
          json.key(name)
          schema.write(to: &json)
        }
      }
    case .list(let items): json.array { json in for item in items { item.write(to: &json) } }
    case .text(let text): json.value(text)
    case .number(let number): json.value(number)
    case .flag(let flag): json.value(flag)
    }
  }
}
