import Documents
import Foundation
import System

/// A file of a CI system, asked as JSON is: mappings, lists and texts.
struct CIFile {
  let root: JSON

  init(_ file: URL) throws {
    let input = Input(name: file.path, bytes: Array(try Data(contentsOf: file)))
    root = JSON(try YAMLDocument(input).root)
  }
}

extension JSON {
  fileprivate init(_ node: YAMLNode) {
    switch node.value {
    case .scalar(let text, let isQuoted): self = isQuoted ? .text(text) : JSON(plain: text)
    case .sequence(let nodes): self = .list(nodes.map { JSON($0) })
    case .mapping(let pairs): self = .object(Dictionary(uniqueKeysWithValues: pairs.map { ($0.name, JSON($0.value)) }))
    }
  }

  /// A plain scalar by the core schema (YAML 1.2.2 §10.3), as far as CI files need it.
  private init(plain text: String) {
    switch text {
    case "", "null", "~": self = .null
    case "true": self = .flag(true)
    case "false": self = .flag(false)
    default: self = text.wholeMatch(of: /-?[0-9]+/) == nil ? .text(text) : .number(Double(text) ?? 0)
    }
  }

  /// The text of a scalar as a CI system passes it on; nil for lists, mappings and null.
  var scalar: String? {
    switch self {
    case .text(let text): text
    case .flag(let flag): flag ? "true" : "false"
    case .number(let number): number == number.rounded() ? String(Int(number)) : String(number)
    case .null, .list, .object: nil
    }
  }

  /// The scalars of a list, or one scalar as a list of itself.
  var scalars: [String] { scalar.map { [$0] } ?? list.compactMap(\.scalar) }

  /// Throws for members that the emulation does not know, so that none is passed over.
  func allow(_ names: Set<String>, in place: String) throws {
    let strange = Set(members.keys).subtracting(names).sorted()
    guard strange.isEmpty else {
      throw NotEmulated("\(place) has \(strange.joined(separator: ", ")), which is not emulated")
    }
  }
}
