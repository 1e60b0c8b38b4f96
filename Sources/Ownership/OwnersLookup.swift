import Interning
import Model

/// Determines the owners of many paths by one file. Where the last rule decides, they are made once for each rule.
package struct OwnersLookup {
  private let file: Codeowners
  private var lookup = Codeowners.Lookup()
  /// The owners by each rule; nil where no path was its yet.
  private var ofRules: [Interned<Owners>?]

  package init(_ file: Codeowners) {
    self.file = file
    ofRules = [Interned<Owners>?](repeating: nil, count: file.rules.count)
  }

  /// - Parameter path: The path relative to the repository root, as `GitPath` represents it.
  package mutating func owners(of path: InternedString) -> Interned<Owners> {
    guard file.isLastRuleEnough else { return Interned(file.owners(of: path.wrappedValue)) }
    lookup.path.set(GitPath.bytes(of: path)[...])
    guard let rule = file.lastRule(for: &lookup) else { return Interned(.unmatched) }
    if let known = ofRules[rule] { return known }
    let owners = Interned(file.owners(by: [rule]))
    ofRules[rule] = owners
    return owners
  }
}
