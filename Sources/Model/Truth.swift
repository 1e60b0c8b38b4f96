/// Three-valued logic (Kleene): a missing fact makes a condition unknown, not false.
package enum Truth: String, Codable, Sendable {
  case yes, no, unknown

  package init(_ value: Bool?) { self = value.map { $0 ? .yes : .no } ?? .unknown }

  package static prefix func ! (value: Truth) -> Truth {
    switch value {
    case .yes: .no
    case .no: .yes
    case .unknown: .unknown
    }
  }

  package static func all(_ values: some Sequence<Truth>) -> Truth {
    var result = Truth.yes
    for value in values {
      switch value {
      case .yes: continue
      case .no: return .no
      case .unknown: result = .unknown
      }
    }
    return result
  }

  package static func any(_ values: some Sequence<Truth>) -> Truth { !all(values.map { !$0 }) }
}
