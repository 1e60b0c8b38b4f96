import Foundation
import TestSupport

/// What a check answered: its exit status and, when it printed one, its decision.
struct Answer: Sendable {
  let outcome: ProgramResult
  /// The JSON decision; null when none was printed.
  let decision: JSON

  /// - Parameter folder: where the reports lie; their paths are then told relative to it, as two benches differ in it.
  init(_ outcome: ProgramResult, hiding folder: String = "\0") {
    self.outcome = outcome
    decision = JSON(outcome.output.replacingOccurrences(of: folder, with: ""))
  }

  var status: Int32 { outcome.status }
  var verdict: String? { decision["verdict"].text }
  var findings: [JSON] { decision["findings"].list }
  var codes: [String] { decision["diagnostics"].list.compactMap { $0["code"].text } }
  /// Codes that keep the gate closed: of errors, and of gaps in the evidence.
  var obstacles: [String] {
    decision["diagnostics"].list.filter { $0["severity"].text == "error" }.compactMap { $0["code"].text }
      + decision["gaps"].list.compactMap { $0["reason"]["code"].text }
  }
}

/// A JSON value, asked without ceremony: what is not there is null.
enum JSON: Hashable, Sendable {
  case null
  case flag(Bool)
  case number(Double)
  case text(String)
  case list([JSON])
  case object([String: JSON])

  init(_ text: String) {
    self = (try? JSONDecoder().decode(JSON.self, from: Data(text.utf8))) ?? .null
  }

  subscript(key: String) -> JSON {
    if case .object(let members) = self { members[key] ?? .null } else { .null }
  }
  subscript(index: Int) -> JSON { index < list.count ? list[index] : .null }

  var text: String? { if case .text(let text) = self { text } else { nil } }
  var number: Double? { if case .number(let number) = self { number } else { nil } }
  var list: [JSON] { if case .list(let list) = self { list } else { [] } }
  var members: [String: JSON] { if case .object(let members) = self { members } else { [:] } }

  /// Where another value differs from this one, as pointers: what a failed test should print, rather than both values.
  func differences(to other: JSON, at pointer: String = "") -> [String] {
    if self == other { return [] }
    switch (self, other) {
    case (.object(let one), .object(let two)):
      return Set(one.keys).union(two.keys).sorted().flatMap {
        self[$0].differences(to: other[$0], at: "\(pointer)/\($0)")
      }
    case (.list(let one), .list(let two)) where one.count == two.count:
      return one.indices.flatMap { one[$0].differences(to: two[$0], at: "\(pointer)/\($0)") }
    default: return [pointer]
    }
  }

  /// The object without some of its members.
  func without(_ keys: String...) -> JSON { .object(members.filter { !keys.contains($0.key) }) }
}

extension JSON: Decodable {
  init(from decoder: any Decoder) throws {
    let value = try decoder.singleValueContainer()
    if value.decodeNil() {
      self = .null
    } else if let flag = try? value.decode(Bool.self) {
      self = .flag(flag)
    } else if let number = try? value.decode(Double.self) {
      self = .number(number)
    } else if let text = try? value.decode(String.self) {
      self = .text(text)
    } else if let list = try? value.decode([JSON].self) {
      self = .list(list)
    } else {
      self = .object(try value.decode([String: JSON].self))
    }
  }
}
