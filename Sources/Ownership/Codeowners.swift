import Model
import Patterns
import System

/// A CODEOWNERS file, ready to say who owns a path. The law of the format: the last matching rule wins.
///
/// It is read from the base commit, never from the change under review. Reading never fails: like its host, it skips a line
/// that is not valid, and names it in `diagnostics`, because the files then fall to an earlier rule or to nobody.
package struct Codeowners: Sendable {
  /// One valid line.
  package struct Rule: Hashable, Sendable {
    /// As written, escapes included.
    package let pattern: String
    /// As written, in order: `@user`, `@organisation/team` or an e-mail address. Empty: the rule clears ownership.
    package let owners: [String]
    /// From 1.
    package let line: Int
  }

  package let dialect: Dialect
  private let file: String
  /// In the order of the file.
  package let rules: [Rule]
  /// In the order of the file.
  package let diagnostics: [Diagnostic]
  private let index: RuleIndex

  /// Reads the text of a file. It is for the caller to hold it below `sizeLimit`, before its bytes are read.
  package init(_ input: Input, dialect: Dialect = .github) {
    var lines = CodeownersLines(of: input)
    let read = dialect.read(&lines)
    (self.dialect, file) = (dialect, input.name)
    rules = read.map(\.rule)
    index = RuleIndex(read.map(\.glob))
    diagnostics = lines.diagnostics
  }

  /// The rule that decides about a file, or nil when none matches it. Not the same: a rule without owners.
  package func rule(for path: String) -> Rule? { rule(for: Array(path.utf8)) }

  /// The same for a path that need not be UTF-8; `path` is relative to the root of the repository.
  package func rule(for path: some Sequence<UInt8>) -> Rule? { rule(for: Array(path)) }

  private func rule(for path: [UInt8]) -> Rule? {
    index.last(matching: PathSegments(bytes: path)).map { rules[$0] }
  }

  /// The same as the rest of the house asks it: who answers for a file, and by which line.
  package func owners(of path: String) -> Owners {
    guard let rule = rule(for: path) else { return .unmatched }
    let place = SourcePosition(file: file, line: rule.line)
    return rule.owners.isEmpty ? .cleared(by: place) : .owned(rule.owners, by: place)
  }
}

extension Codeowners {
  /// GitHub: "must be under 3 MB"; a file of this many bytes or more is not loaded at all.
  package static let sizeLimit = 3 << 20

  /// Where GitHub looks for the file; the first found is the only one used.
  package static let standardLocations = Dialect.github.standardLocations
}
