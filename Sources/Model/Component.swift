/// A package that somebody else makes and this repository ships.
package struct Component: Hashable, Sendable {
  package var purl: PURL?
  /// The scanner's own word where there is no purl: `npm`, `maven`, `debian`.
  package var ecosystem: String?
  package var name: String
  package var version: String?

  package init(purl: PURL? = nil, ecosystem: String? = nil, name: String, version: String? = nil) {
    (self.purl, self.ecosystem, self.name, self.version) = (
      purl, ecosystem ?? purl?.type, name, version ?? purl?.version
    )
  }
}
