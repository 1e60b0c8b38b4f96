import Foundation

/// An expression of GitHub Actions and of those that copy it (docs.github.com, "Evaluate expressions in workflows and actions"),
/// or of Azure Pipelines (learn.microsoft.com, "Expressions"), as far as CI files need it. What is not known is an error, never
/// empty.
struct WorkflowExpression {
  private var rest: Substring
  private let contexts: [String: JSON]
  private let hasFailed: Bool

  /// The value of an expression without `${{ }}`.
  static func value(of text: some StringProtocol, _ contexts: [String: JSON], hasFailed: Bool = false) throws -> JSON {
    var expression = WorkflowExpression(rest: Substring(text), contexts: contexts, hasFailed: hasFailed)
    let value = try expression.either()
    expression.skipSpace()
    guard expression.rest.isEmpty else { throw NotEmulated("expression `\(text)` at `\(expression.rest)`") }
    return value
  }

  /// The text with all `${{ … }}` replaced by their values.
  static func expand(_ text: String, _ contexts: [String: JSON]) throws -> String {
    var (result, rest) = ("", Substring(text))
    while let start = rest.range(of: "${{") {
      guard let end = rest.range(of: "}}") else { throw NotEmulated("an expression has no end: \(rest)") }
      result += rest[..<start.lowerBound]
      result += try value(of: rest[start.upperBound..<end.lowerBound], contexts).scalar ?? ""
      rest = rest[end.upperBound...]
    }
    return result + rest
  }

  /// Whether a job or step runs: `if` holds, and nothing has failed unless it asks for that itself.
  static func runs(_ condition: JSON, _ contexts: [String: JSON], hasFailed: Bool) throws -> Bool {
    guard let text = condition.scalar else { return !hasFailed }
    let bare = text.trimmingPrefix("${{").replacingOccurrences(of: "}}", with: "")
    let asks = Self.aboutStatus.contains { bare.contains("\($0)()") }
    let value = try value(of: bare, contexts, hasFailed: hasFailed)
    return isTrue(value) && (asks || !hasFailed)
  }

  private static let aboutStatus = [
    "always", "failure", "cancelled", "success", "succeeded", "failed", "succeededOrFailed", "canceled",
  ]

  private static func isTrue(_ value: JSON) -> Bool {
    switch value {
    case .null: false
    case .flag(let flag): flag
    case .number(let number): number != 0
    case .text(let text): !text.isEmpty
    case .list, .object: true
    }
  }

  private mutating func either() throws -> JSON {
    var value = try both()
    while take("||") {
      let other = try both()
      if !Self.isTrue(value) { value = other }
    }
    return value
  }

  private mutating func both() throws -> JSON {
    var value = try comparison()
    while take("&&") {
      let other = try comparison()
      if Self.isTrue(value) { value = other }
    }
    return value
  }

  private mutating func comparison() throws -> JSON {
    let value = try operand()
    for (sign, wanted) in [("==", true), ("!=", false)] where take(sign) {
      let other = try operand()
      // Texts are compared without regard to case.
      return .flag((value.scalar?.lowercased() == other.scalar?.lowercased()) == wanted)
    }
    return value
  }

  private mutating func operand() throws -> JSON {
    if take("!") { return .flag(!Self.isTrue(try operand())) }
    if take("(") {
      let value = try either()
      guard take(")") else { throw NotEmulated("`)` is missing at `\(rest)`") }
      return value
    }
    if take("'") {
      guard let end = rest.firstIndex(of: "'") else { throw NotEmulated("a text has no end at `\(rest)`") }
      defer { rest = rest[rest.index(after: end)...] }
      return .text(String(rest[..<end]))
    }
    let name = rest.prefix { $0.isLetter || $0.isNumber || "_-.".contains($0) }
    guard !name.isEmpty else { throw NotEmulated("nothing is known at `\(rest)`") }
    rest = rest[name.endIndex...]
    if take("(") { return try call(String(name)) }
    if take("[") {
      let key = try operand()
      guard take("]") else { throw NotEmulated("`]` is missing at `\(rest)`") }
      return try lookUp(String(name))[key.scalar ?? ""]
    }
    return try lookUp(String(name))
  }

  private mutating func call(_ name: String) throws -> JSON {
    var arguments: [JSON] = []
    while !take(")") {
      arguments.append(try either())
      _ = take(",")
    }
    let texts = arguments.map { $0.scalar?.lowercased() ?? "" }
    switch (name, arguments.count) {
    case ("always", 0), ("succeededOrFailed", 0): return .flag(true)
    case ("success", 0), ("succeeded", 0): return .flag(!hasFailed)
    case ("failure", 0), ("failed", 0): return .flag(hasFailed)
    case ("cancelled", 0), ("canceled", 0): return .flag(false)
    case ("format", 2...):
      return .text(
        zip(0..., arguments.dropFirst()).reduce(arguments[0].scalar ?? "") {
          $0.replacing("{\($1.0)}", with: $1.1.scalar ?? "")
        })
    case ("startsWith", 2): return .flag(texts[0].hasPrefix(texts[1]))
    case ("contains", 2): return .flag(texts[0].contains(texts[1]))
    case ("eq", 2): return .flag(texts[0] == texts[1])
    case ("ne", 2): return .flag(texts[0] != texts[1])
    case ("not", 1): return .flag(!Self.isTrue(arguments[0]))
    case ("and", 2...): return .flag(arguments.allSatisfy(Self.isTrue))
    case ("or", 2...): return .flag(arguments.contains(where: Self.isTrue))
    default: throw NotEmulated("the function \(name) with \(arguments.count) arguments")
    }
  }

  /// A member that an event does not have is null; a context that is not known is an error.
  private func lookUp(_ name: String) throws -> JSON {
    if let number = Double(name) { return .number(number) }
    if ["true", "false"].contains(name) { return .flag(name == "true") }
    let path = name.split(separator: ".").map(String.init)
    guard let context = contexts[path[0]] else { throw NotEmulated("the context \(name)") }
    return path.dropFirst().reduce(context) { $0[$1] }
  }

  private mutating func take(_ sign: String) -> Bool {
    skipSpace()
    guard rest.hasPrefix(sign), sign != "!" || !rest.hasPrefix("!=") else { return false }
    rest = rest.dropFirst(sign.count)
    return true
  }

  private mutating func skipSpace() { rest = rest.drop { $0.isWhitespace } }
}
