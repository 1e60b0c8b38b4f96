/// A piece of JSON Schema (draft 2020-12), in the order in which it is written.
indirect enum Schema: Sendable {
  case object([(String, Schema)])
  case list([Schema])
  case text(String)
  case number(Int)
  case flag(Bool)
}

extension Schema {
  static func type(_ name: String, _ more: [(String, Schema)] = []) -> Schema {
    .object([("type", .text(name))] + more)
  }
  static func words(_ words: [String]) -> Schema { .object([("enum", .list(words.map { .text($0) }))]) }
  static func pattern(_ pattern: String) -> Schema { type("string", [("pattern", .text(pattern))]) }
  static func definition(_ name: String) -> Schema { .object([("$ref", .text("#/$defs/\(name)"))]) }
  static func either(_ choices: [Schema]) -> Schema { .object([("anyOf", .list(choices))]) }
  static func list(of item: Schema, atLeast count: Int) -> Schema {
    type("array", [("items", item), ("minItems", .number(count))])
  }

  /// With a sentence that editors show.
  func described(_ sentence: String) -> Schema {
    guard case .object(let members) = self else { return self }
    return .object([("description", .text(sentence))] + members)
  }
}

extension Schema: CustomStringConvertible {
  /// JSON, two spaces a step; what holds no object stays on its line.
  var description: String { json(indent: "") }

  private func json(indent: String) -> String {
    let deeper = indent + "  "
    switch self {
    case .object(let members):
      if members.isEmpty { return "{}" }
      let lines = members.map { "\(deeper)\(Schema.quoted($0.0)): \($0.1.json(indent: deeper))" }
      return "{\n" + lines.joined(separator: ",\n") + "\n\(indent)}"
    case .list(let items):
      if items.contains(where: \.isObject) {
        return "[\n" + items.map { deeper + $0.json(indent: deeper) }.joined(separator: ",\n") + "\n\(indent)]"
      }
      return "[" + items.map { $0.json(indent: indent) }.joined(separator: ", ") + "]"
    case .text(let text): return Schema.quoted(text)
    case .number(let number): return String(number)
    case .flag(let flag): return flag ? "true" : "false"
    }
  }

  private var isObject: Bool { if case .object = self { true } else { false } }

  /// The texts are our own: printable, so only quotes and backslashes need an escape.
  private static func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      if scalar == "\"" || scalar == "\\" { result += "\\" }
      result.unicodeScalars.append(scalar)
    }
    return result + "\""
  }
}
