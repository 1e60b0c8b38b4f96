/// A package that somebody else makes and this repository ships.
package struct Component: Hashable, Sendable {
  package var purl: PURL?
  /// The scanner's own word where there is no purl: `npm`, `maven`, `debian`.
  @InternedOptional package var ecosystem: String?
  @Interned package var name: String
  @InternedOptional package var version: String?

  package init(purl: PURL? = nil, ecosystem: String? = nil, name: String, version: String? = nil) {
    (self.purl, _name) = (purl, Text(name))
    (_ecosystem, _version) = (.init(ecosystem ?? purl?.type), .init(version ?? purl?.version))
  }

  package init(purl: PURL?, ecosystem: Text?, name: Text, version: Text?) {
    (self.purl, _name) = (purl, name)
    _ecosystem = ecosystem.map { InternedOptional($0) } ?? .init(purl?.type)
    _version = version.map { InternedOptional($0) } ?? .init(purl?.version)
  }
}
