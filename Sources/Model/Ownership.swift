/// The owners of a path according to the CODEOWNERS file of the base commit. A path without
/// owners is not owned by everybody.
package enum Owners: Hashable, Codable, Sendable {
  /// The last matching rule names owners.
  case owned([String], by: SourcePosition)
  /// The last matching rule names no owner.
  case cleared(by: SourcePosition)
  /// No rule matches, or the finding has no path.
  case unmatched

  package var names: [String] {
    switch self {
    case .owned(let names, _): names
    case .cleared, .unmatched: []
    }
  }

  /// The position of the CODEOWNERS rule that matched; nil when none did.
  package var position: SourcePosition? {
    switch self {
    case .owned(_, let position), .cleared(let position): position
    case .unmatched: nil
    }
  }
}
