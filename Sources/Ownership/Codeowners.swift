import Model
import Patterns
import System

/// A parsed CODEOWNERS file, which determines the owners of a path by the rules of its dialect.
///
/// The file is read from the base commit, never from the change under review. Parsing never fails: an invalid line is
/// skipped, as the forge of the repository does, and reported in `diagnostics`, because its files then have the owners
/// of an earlier rule or none. What the forge may understand and this parser does not is an error there.
package struct Codeowners: Sendable {
  package let dialect: Dialect
  let input: Input
  /// The valid lines, in the order in which they take precedence; in GitLab's dialect section by section.
  package let rules: [CodeownersRule]
  /// What is wrong with lines, in the order of the file.
  package let diagnostics: [Diagnostic]
  let matcher: RuleMatcher
  private let combination: Dialect.Combination
  /// Whether rules stand below the header of a section.
  package let hasSections: Bool

  /// Parses a file. The caller must check that it is smaller than the dialect's `sizeLimit` before it reads the bytes.
  package init(_ input: Input, dialect: Dialect = .github) {
    var lines = CodeownersLines(of: input, skipsByteOrderMark: dialect.combination == .last)
    let read = dialect.read(&lines)
    (self.dialect, self.input) = (dialect, input)
    let rules = read.map(\.rule)
    self.rules = rules
    matcher = RuleMatcher(read)
    hasSections = rules.contains { $0.section?.number ?? 0 > 0 }
    diagnostics = lines.diagnostics
    // Without several sections and exclusions, GitLab's dialect asks for the last rule as well.
    let isPlain = rules.allSatisfy { $0.section?.number == rules.first?.section?.number && !$0.isExclusion }
    combination = dialect.combination == .lastOfEachSection && isPlain ? .last : dialect.combination
  }

  /// The file's name in messages, and the path in the repository.
  package var name: String { input.name }

  /// Whether no rule of the file names an owner.
  var hasNoOwner: Bool { rules.allSatisfy(\.owners.isEmpty) }

  /// The rules that determine the owners of a file, in the order of `rules`: at most one in the dialects of GitHub and
  /// Bitbucket. None when no rule matches, which differs from a rule without owners.
  ///
  /// - Parameter path: The bytes of the path relative to the repository root.
  package func rules(for path: [UInt8]) -> [CodeownersRule] {
    var lookup = Lookup()
    lookup.path.set(path[...])
    if isLastRuleEnough { return lastRule(for: &lookup).map { [rules[$0]] } ?? [] }
    return allRules(for: &lookup).map { rules[$0] }
  }

  package func rules(for path: String) -> [CodeownersRule] { rules(for: GitPath.bytes(of: path)) }

  /// A path to look up, with memory that the next path can use.
  package struct Lookup {
    package var path = PathSegments(bytes: [])
    fileprivate var scratch = RuleIndex.Scratch()

    package init() {}
  }

  /// Whether the last rule that matches determines the owners of every path.
  package var isLastRuleEnough: Bool { combination == .last }

  /// The number of the last rule that matches; nil when none does.
  package func lastRule(for lookup: inout Lookup) -> Int? { matcher.last(matching: lookup.path, &lookup.scratch) }

  /// The numbers of the rules that determine the owners.
  package func allRules(for lookup: inout Lookup) -> [Int] {
    deciding(among: matcher.all(matching: lookup.path, &lookup.scratch))
  }

  /// The numbers of the rules that determine the owners, among those that match a path.
  func deciding(among matching: [Int]) -> [Int] {
    switch combination {
    case .last: matching.suffix(1)
    case .union: matching
    case .lastOfEachSection: lastOfEachSection(among: matching)
    }
  }

  private func lastOfEachSection(among matching: [Int]) -> [Int] {
    var deciding: [Int] = []
    var rest = matching[...]
    while let first = rest.first {
      let ofSection = rest.prefix { rules[$0].section?.number == rules[first].section?.number }
      rest = rest.dropFirst(ofSection.count)
      // An exclusion counts wherever it stands, and no later line brings its files back.
      if !ofSection.contains(where: { rules[$0].isExclusion }) { deciding += ofSection.suffix(1) }
    }
    return deciding
  }

  /// The owners of a file, with the lines that determine them.
  ///
  /// - Parameter path: The path relative to the repository root.
  package func owners(of path: String) -> Owners { owners(of: GitPath.bytes(of: path)) }

  package func owners(of path: [UInt8]) -> Owners { owners(by: rules(for: path)) }

  /// The owners that the rules of these numbers name.
  func owners(by numbers: [Int]) -> Owners { owners(by: numbers.map { rules[$0] }) }

  private func owners(by rules: [CodeownersRule]) -> Owners {
    Owners(
      rules.map { rule in
        let position = SourcePosition(file: input.name, line: rule.line)
        return Owners.Entry(
          rule.owners, at: position, section: rule.section?.name, isOptional: rule.section?.isOptional ?? false)
      })
  }
}
