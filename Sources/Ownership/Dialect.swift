/// The syntax of CODEOWNERS files of one host. Hosts share little more than the file name, so each dialect has its own
/// parser.
///
/// A new dialect needs one file in `Dialects`, one case here and one line in each switch.
package enum Dialect: String, CaseIterable, Sendable {
  case github

  /// The paths at which the host looks for the file, in order. Only the first existing file is used.
  package var standardLocations: [String] {
    switch self {
    case .github: GitHub.standardLocations
    }
  }

  /// Parses all lines. Invalid lines are skipped and reported in `lines`.
  func read(_ lines: inout CodeownersLines) -> [CodeownersLine] {
    switch self {
    case .github: GitHub.read(&lines)
    }
  }
}
