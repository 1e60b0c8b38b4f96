import TestSupport

/// Texts of JSON that have whatever could be taken for a bracket, a comma or the end of a text.
struct RandomJSON {
  private var random: Seeded
  init(_ seed: UInt64) { random = Seeded(seed) }

  private static let parts = [
    "a", "\\\"", "\\\\", "\\u005b", "[", "]", "{", "}", ",", ":", "é", "😀", "\\n", "\\ud83d\\ude00", " ",
    "plain and long",
  ]

  mutating func text() -> String {
    "\""
      + (0..<Int.random(in: 0...6, using: &random)).map { _ in Self.parts.randomElement(using: &random) ?? "" }.joined()
      + "\""
  }

  private mutating func space() -> String {
    ["", "", "", " ", "\n", "\r\n", "\t  "].randomElement(using: &random) ?? ""
  }

  mutating func array(_ levels: Int, of most: Int = 12) -> String {
    list("[", "]", most) { "\($0.value(levels - 1))" }
  }

  mutating func object(_ levels: Int, of most: Int = 6) -> String {
    var key = 0
    return list("{", "}", most) {
      key += 1
      return "\"k\(key)\($0.text().dropFirst())\($0.space()):\($0.space())\($0.value(levels - 1))"
    }
  }

  private mutating func list(
    _ open: String, _ close: String, _ most: Int, _ element: (inout RandomJSON) -> String
  ) -> String {
    let count = Int.random(in: 0...most, using: &random)
    let elements = (0..<count).map { _ in "\(space())\(element(&self))\(space())" }
    return open + (elements.isEmpty ? space() : elements.joined(separator: ",")) + close
  }

  mutating func value(_ levels: Int) -> String {
    switch Int.random(in: 0..<(levels > 0 ? 7 : 4), using: &random) {
    case 0: "\(Int.random(in: -9...9999, using: &random))"
    case 1: ["true", "false", "null", "-0.5e3"].randomElement(using: &random) ?? "0"
    case 2, 3: text()
    case 4: object(levels)
    default: array(levels)
    }
  }

  /// One document, or several.
  mutating func document() -> String {
    switch Int.random(in: 0..<4, using: &random) {
    case 0: array(4)
    case 1: (0..<Int.random(in: 2...9, using: &random)).map { _ in "\(object(3))\(space())" }.joined()
    default: object(4)
    }
  }
}
