import Model
import Patterns
import System

/// A parsed CODEOWNERS file, which determines the owners of a path: the last matching rule wins.
///
/// The file is read from the base commit, never from the change under review. Parsing never fails: an invalid line is
/// skipped, as the host of the repository does, and reported in `diagnostics`, because its files then have the owners
/// of an earlier rule or none.
package struct Codeowners: Sendable {
  package let dialect: Dialect
  private let file: String
  /// The valid lines, in the order of the file.
  package let rules: [CodeownersRule]
  /// Warnings about invalid and doubtful lines, in the order of the file.
  package let diagnostics: [Diagnostic]
  private let index: RuleIndex

  /// Parses a file. The caller must check that it is smaller than `sizeLimit` before it reads the bytes.
  package init(_ input: Input, dialect: Dialect = .github) {
    var lines = CodeownersLines(of: input)
    let read = dialect.read(&lines)
    (self.dialect, file) = (dialect, input.name)
    rules = read.map(\.rule)
    index = RuleIndex(read.map(\.glob))
    diagnostics = lines.diagnostics
  }

  /// The rule that determines the owners of a file. Nil when no rule matches, which differs from a rule without owners.
  ///
  /// - Parameter path: The path relative to the repository root.
  package func rule(for path: String) -> CodeownersRule? { rule(for: Array(path.utf8)) }

  /// The rule that determines the owners of a file whose path may not be UTF-8. Nil when no rule matches.
  ///
  /// - Parameter path: The bytes of the path relative to the repository root.
  package func rule(for path: some Sequence<UInt8>) -> CodeownersRule? { rule(for: Array(path)) }

  private func rule(for path: [UInt8]) -> CodeownersRule? {
    index.last(matching: PathSegments(bytes: path)).map { rules[$0] }
  }

  /// The owners of a file, with the line that determines them.
  ///
  /// - Parameter path: The path relative to the repository root.
  package func owners(of path: String) -> Owners {
    guard let rule = rule(for: path) else { return .unmatched }
    let position = SourcePosition(file: file, line: rule.line)
    return .owned(rule.owners, by: position)
  }
}

extension Codeowners {
  /// The size in bytes from which a CODEOWNERS file is ignored: 3 MiB (docs.github.com, "About code owners": "must be
  /// under 3 MB").
  package static let sizeLimit = 3 << 20

  /// The paths at which GitHub looks for the file, in order. Only the first existing file is used.
  package static let standardLocations = Dialect.github.standardLocations
}
