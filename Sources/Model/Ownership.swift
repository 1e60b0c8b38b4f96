/// Who answers for a path, by the CODEOWNERS file of the base commit. Three answers, never two: nobody named is not "everybody".
package enum Owners: Hashable, Codable, Sendable {
  /// A rule names them.
  case owned([String], by: SourcePosition)
  /// The last matching rule names nobody.
  case cleared(by: SourcePosition)
  /// No rule matches, or the finding has no path.
  case unmatched

  package var names: [String] {
    switch self {
    case .owned(let names, _): names
    case .cleared, .unmatched: []
    }
  }

  /// The CODEOWNERS line that decided.
  package var place: SourcePosition? {
    switch self {
    case .owned(_, let place), .cleared(let place): place
    case .unmatched: nil
    }
  }
}
