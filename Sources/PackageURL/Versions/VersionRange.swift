/// A range of versions in the notation `vers:npm/>=1.0.0|<2.0.0` (package-url/vers-spec).
package struct VersionRange: Hashable, Sendable {
  fileprivate enum Comparator: String, CaseIterable {
    // Longer ones first, as they are read.
    case notEqual = "!=", atMost = "<=", atLeast = ">=", less = "<", greater = ">", equal = "="
  }

  private struct Constraint: Hashable {
    let comparator: Comparator
    let version: String
  }

  package let scheme: VersionScheme
  /// In ascending order of versions; empty when all versions are in the range.
  private let constraints: [Constraint]

  /// Nil when the text is no such range of a known scheme, or when its versions have no order.
  package init?(_ text: String) {
    guard text.utf8.starts(with: "vers:".utf8), !text.utf8.contains(where: { $0 <= 0x20 }) else { return nil }
    let (name, rest) = Array(text.utf8.dropFirst(5)).cut(at: "/")
    guard let rest, !name.isEmpty, name.elementsEqual(name.map(lowercased)) else { return nil }
    let word = String(decoding: name, as: UTF8.self)
    let scheme = VersionScheme(rawValue: word) ?? VersionScheme(ofType: word)
    // A scheme that is not known may write versions otherwise.
    guard scheme != .unknown else { return nil }
    self.scheme = scheme
    if rest.elementsEqual("*".utf8) {
      constraints = []
      return
    }
    var read: [Constraint] = []
    for part in rest.parts(at: "|") {
      guard let constraint = VersionRange.constraint(part) else { return nil }
      read.append(constraint)
    }
    guard zip(read, read.dropFirst()).allSatisfy({ scheme.compare($0.version, $1.version) != nil }) else { return nil }
    constraints = read.sorted { scheme.compare($0.version, $1.version) == .less }
  }

  private static func constraint(_ part: ArraySlice<UInt8>) -> Constraint? {
    let comparator = Comparator.allCases.first { part.starts(with: $0.rawValue.utf8) }
    guard let version = percentDecoded(part.dropFirst(comparator?.rawValue.utf8.count ?? 0)), !version.isEmpty else {
      return nil
    }
    return Constraint(comparator: comparator ?? .equal, version: version)
  }

  /// Whether a version is in the range (vers-spec, "Checking if a version is contained within a range"); nil when it has no
  /// order among the range's versions.
  package func contains(_ version: String) -> Bool? {
    if constraints.isEmpty { return true }
    var bounds: [(Constraint, VersionOrder)] = []
    for constraint in constraints {
      guard let order = scheme.compare(version, constraint.version) else { return nil }
      switch (constraint.comparator, order) {
      case (.notEqual, .equal): return false
      case (.equal, .equal), (.atMost, .equal), (.atLeast, .equal): return true
      case (.notEqual, _), (.equal, _): continue
      case (.less, _), (.atMost, _), (.greater, _), (.atLeast, _): bounds.append((constraint, order))
      }
    }
    guard let first = bounds.first, let last = bounds.last else {
      return !constraints.contains { $0.comparator == .equal }
    }
    if first.0.comparator.isUpper, first.1 == .less { return true }
    if !last.0.comparator.isUpper, last.1 == .greater { return true }
    return zip(bounds, bounds.dropFirst()).contains { lower, upper in
      !lower.0.comparator.isUpper && upper.0.comparator.isUpper && lower.1 == .greater && upper.1 == .less
    }
  }
}

extension VersionRange.Comparator {
  fileprivate var isUpper: Bool { self == .less || self == .atMost }
}

/// The text with `%2B` as `+`; nil when a `%` is not followed by two hex digits in upper case.
private func percentDecoded(_ bytes: ArraySlice<UInt8>) -> String? {
  var (out, rest) = ([UInt8](), bytes)
  while let byte = rest.first {
    rest = rest.dropFirst()
    guard byte == UInt8(ascii: "%") else {
      out.append(byte)
      continue
    }
    let digits = rest.prefix(2)
    guard digits.count == 2, digits.allSatisfy({ isDigit($0) || (65...70).contains($0) }),
      let value = UInt8(String(decoding: digits, as: UTF8.self), radix: 16)
    else { return nil }
    out.append(value)
    rest = rest.dropFirst(2)
  }
  return String(validating: out, as: UTF8.self)
}
