import Expressions
import Interning
import Model
import Patterns

/// The names that a finding has for one condition, such as ids, rules, owners or paths. It may have several, so predicates about them
/// contradict each other only where all names are excluded that one of them asks for.
struct NamedFacts {
  private let condition: String
  /// For each predicate that must hold, the names of which it asks for one.
  private let wanted: [[String]]
  private let excluded: [String]

  /// How many pairs of names are compared at most.
  private static let mostPairs = 4000

  init(_ condition: String, _ literals: [Contradictions.Literal]) {
    self.condition = condition
    wanted = literals.filter(\.isWanted).map { $0.predicate.names }
    excluded = literals.filter { !$0.isWanted }.flatMap { $0.predicate.names }
  }

  var canBeMet: Bool {
    guard !excluded.isEmpty else { return true }
    if excluded.contains(where: isEverything) { return false }
    let exactly = Set(excluded)
    let remaining = wanted.map { names in names.filter { !exactly.contains($0) } }
    guard remaining.reduce(0, { $0 + $1.count }) * excluded.count <= Self.mostPairs else { return true }
    return remaining.allSatisfy { names in names.contains { name in !excluded.contains { covers($0, name) } } }
  }

  /// Whether a pattern that must not match has every name that another one has. It may miss some, and names none too many.
  private func covers(_ excluded: String, _ name: String) -> Bool {
    switch condition {
    case "path": excluded == name || isFolder(excluded, of: name)
    case "rule", "package": Wildcard(excluded).matches(name)
    case "id", "owner": equalIgnoringCase(excluded, name)
    default: excluded == name
    }
  }

  private func isEverything(_ pattern: String) -> Bool {
    switch condition {
    case "path": glob(pattern).map { $0 == glob("**") } ?? false
    case "rule": pattern.utf8.allSatisfy { $0 == UInt8(ascii: "*") }
    default: false
    }
  }

  /// Whether a pattern is a folder with all that is in it, and another one lies in the folder.
  private func isFolder(_ pattern: String, of other: String) -> Bool {
    guard pattern.hasSuffix("/**") || pattern.hasSuffix("/"), let own = glob(pattern), let other = glob(other),
      let folder = own.folder(deepest: .max)
    else { return false }
    let depth = folder.utf8.split(separator: UInt8(ascii: "/")).count
    return own.parts.count == depth + 2 && other.parts.count > depth + 1 && other.lies(in: folder)
  }

  private func glob(_ text: String) -> Glob? {
    do throws(GlobError) { return try Glob(text) } catch { return nil }
  }
}

extension Predicate {
  /// The constants of the predicate as names.
  fileprivate var names: [String] { tests.first { $0.operator == .oneOf }?.values.map(\.description) ?? [] }
}
