/// The owners of a path according to the CODEOWNERS file of the base commit. A path without
/// owners is not owned by everybody.
///
/// Most dialects name them in one rule, the last that matches. GitLab takes one rule from each section, and Gitea adds
/// up all rules that match.
public struct Owners: Hashable, Codable, Sendable {
  /// What one rule says about the path.
  package struct Entry: Hashable, Codable, Sendable {
    /// The owners that the rule names; empty when it names none.
    package var names: [String]
    /// The position of the rule.
    package var at: SourcePosition
    /// The section of GitLab's dialect; nil elsewhere.
    package var section: String?
    /// Whether the forge merges a change without the approval of these owners.
    package var isOptional: Bool

    package init(_ names: [String], at position: SourcePosition, section: String? = nil, isOptional: Bool = false) {
      (self.names, at, self.section, self.isOptional) = (names, position, section, isOptional)
    }
  }

  /// The rules that determine the owners, in the order of the file; empty when no rule matches.
  package var entries: [Entry]

  package init(_ entries: [Entry]) { self.entries = entries }

  /// One rule names owners.
  package static func owned(_ names: [String], by position: SourcePosition) -> Owners {
    Owners([Entry(names, at: position)])
  }

  /// The rule that matches names no owner.
  package static func cleared(by position: SourcePosition) -> Owners { Owners([Entry([], at: position)]) }

  /// No rule matches, or the finding has no path.
  package static let unmatched = Owners([])

  /// All owners, each once.
  package var names: [String] { names(of: entries) }

  /// The owners who may approve for the path. Those of a section whose approval GitLab does not require may, only where
  /// no other section names owners.
  package var approvers: [String] {
    let required = names(of: entries.filter { !$0.isOptional })
    return required.isEmpty ? names : required
  }

  /// The position of the first CODEOWNERS rule that matched; nil when none did.
  package var position: SourcePosition? { entries.first?.at }

  private func names(of entries: [Entry]) -> [String] {
    guard entries.count != 1 else { return entries[0].names }
    var names: [String] = []
    for name in entries.flatMap(\.names) where !names.contains(where: { $0.utf8.elementsEqual(name.utf8) }) {
      names.append(name)
    }
    return names
  }
}

/// The move of a file by the change.
public struct Move: Hashable, Codable, Sendable {
  /// The path of the file at the base.
  package var from: String
  /// The owners that the base's CODEOWNERS names for the new path. They are shown only. The owners of the old path approve,
  /// because the author of the change chose the new one.
  package var ownersAtNewPath: Owners

  package init(from path: String, ownersAtNewPath: Owners) {
    (from, self.ownersAtNewPath) = (path, ownersAtNewPath)
  }
}
