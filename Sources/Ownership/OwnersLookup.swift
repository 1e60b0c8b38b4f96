import Interning
import Model

/// Determines the owners of many paths by one file. They are made once for each rule, or set of rules, that decides.
package struct OwnersLookup {
  private let file: Codeowners
  private var lookup = Codeowners.Lookup()
  /// The owners by each rule; nil where no path was its yet.
  private var ofRules: [Interned<Owners>?]
  /// The owners by the rules that decide together.
  private var ofSets: [[Int]: Interned<Owners>] = [:]

  package init(_ file: Codeowners) {
    self.file = file
    ofRules = [Interned<Owners>?](repeating: nil, count: file.rules.count)
  }

  /// - Parameter path: The path relative to the repository root, as `GitPath` represents it.
  package mutating func owners(of path: InternedString) -> Interned<Owners> {
    lookup.path.set(GitPath.bytes(of: path)[...])
    guard file.isLastRuleEnough else {
      let rules = file.allRules(for: &lookup)
      if let known = ofSets[rules] { return known }
      let owners = Interned(file.owners(by: rules))
      ofSets[rules] = owners
      return owners
    }
    guard let rule = file.lastRule(for: &lookup) else { return Interned(.unmatched) }
    if let known = ofRules[rule] { return known }
    let owners = Interned(file.owners(by: [rule]))
    ofRules[rule] = owners
    return owners
  }
}
