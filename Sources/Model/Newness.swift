import Interning

/// Whether the change introduced a problem.
public enum Newness: String, CaseIterable, Codable, Sendable {
  /// The code or the manifest of the change contains the problem.
  case introduced
  /// The code is unchanged; a new advisory or rule reports it now.
  case surfaced
  /// The problem existed before the change.
  case inherited
  /// The base has the problem and the head does not.
  case resolved
  /// The facts leave several of these; `NewnessResult.possible` has them.
  case unknown
}

/// The newness values that the facts leave possible for one finding.
public struct NewnessSet: OptionSet, Hashable, Codable, Sendable {
  public let rawValue: UInt8

  public init(rawValue: UInt8) { self.rawValue = rawValue }

  package static let introduced = NewnessSet(rawValue: 1)
  package static let surfaced = NewnessSet(rawValue: 2)
  package static let inherited = NewnessSet(rawValue: 4)
  package static let resolved = NewnessSet(rawValue: 8)
  /// Nothing is known about a finding that the head has.
  package static let all: NewnessSet = [.introduced, .surfaced, .inherited]
  /// The code or the entry of a lock file is unchanged, and nothing tells whether the problem was known at the base.
  package static let notIntroduced: NewnessSet = [.surfaced, .inherited]
  /// The base has the problem.
  package static let ofBase: NewnessSet = [.inherited, .resolved]

  /// The set of one value; all that the head can have for `unknown`.
  package init(_ newness: Newness) {
    self =
      switch newness {
      case .introduced: .introduced
      case .surfaced: .surfaced
      case .inherited: .inherited
      case .resolved: .resolved
      case .unknown: .all
      }
  }

  /// The values, in the order of `Newness`.
  package var values: [Newness] {
    Newness.allCases.filter { $0 != .unknown && contains(NewnessSet($0)) }
  }

  /// Whether the newness is one of the wanted values: yes if all that are possible are wanted, no if none is.
  package func isOne(of wanted: NewnessSet) -> Truth {
    if isSubset(of: wanted) { return .yes }
    return isDisjoint(with: wanted) ? .no : .unknown
  }
}

/// A newness with its reason, as one sentence.
public struct NewnessResult: Hashable, Codable, Sendable {
  /// The only possible value, or `unknown`.
  public let newness: Newness
  public let possible: NewnessSet
  @Interned package private(set) var because: String

  package init(_ newness: Newness, because: String) {
    (self.newness, possible, _because) = (newness, NewnessSet(newness), InternedString(because))
  }

  /// The result where the facts leave one or several values. It never has none: an empty set is one of which nothing
  /// is known.
  package init(oneOf possible: NewnessSet, because: String) {
    let possible = possible.isEmpty ? .all : possible
    let values = possible.values
    newness = values.count == 1 ? values[0] : .unknown
    (self.possible, _because) = (possible, InternedString(because))
  }
}
