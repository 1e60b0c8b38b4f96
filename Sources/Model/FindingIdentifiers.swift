import Interning

/// What a user may call a finding: its id or an alias, or the first digits of them; the vulnerability, by any of its ids; or
/// the rule of a scanner.
package struct FindingIdentifiers: Sendable {
  package var id: String
  package var aliases: [String]
  /// The ids of the vulnerability.
  package var ids: [String]
  /// The ids of the rules by which scanners report it.
  package var rules: [String]

  package init(id: String, aliases: [String], ids: [String], rules: [String]) {
    (self.id, self.aliases, self.ids, self.rules) = (id, aliases, ids, rules)
  }

  package init(_ finding: Finding) {
    self.init(
      id: finding.id, aliases: finding.aliases, ids: finding.ids,
      rules: [finding.ruleId] + finding.observations.map(\.ruleId))
  }

  /// Whether the id or an alias begins with a text in lower case.
  fileprivate func begin(with prefix: String) -> Bool {
    ([id] + aliases).contains { $0.utf8.starts(with: prefix.utf8) }
  }
}

/// The findings that a name means, by their positions.
package enum NamedFindings: Equatable, Sendable {
  /// One finding, by its id or the beginning of it.
  case one(Int)
  /// Several findings, as the beginning of an id is too short.
  case several([Int])
  /// All findings of a vulnerability or a rule; at least one.
  case all([Int])
  case none

  package init(named name: String, among findings: some Collection<FindingIdentifiers>) {
    let prefix = name.lowercased()
    guard !prefix.isEmpty else {
      self = .none
      return
    }
    let begun = findings.enumerated().filter { $0.element.begin(with: prefix) }.map(\.offset)
    guard begun.isEmpty else {
      self = begun.count == 1 ? .one(begun[0]) : .several(begun)
      return
    }
    let vulnerable = findings.enumerated().filter { entry in
      entry.element.ids.contains { equalIgnoringCase($0, name) }
    }
    let found =
      vulnerable.isEmpty
      ? findings.enumerated().filter { entry in entry.element.rules.contains { $0.utf8.elementsEqual(name.utf8) } }
      : vulnerable
    self = found.isEmpty ? .none : .all(found.map(\.offset))
  }
}
