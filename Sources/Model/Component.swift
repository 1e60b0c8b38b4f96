import Interning
import PackageURL

/// A third-party package that this repository uses.
public struct Component: Hashable, Codable, Sendable {
  package var purl: PURL?
  /// The ecosystem in the scanner's own terms, for a component without a purl: `npm`, `maven`, `debian`.
  @InternedOptional package var ecosystem: String?
  @Interned package var name: String
  @InternedOptional package var version: String?

  package init(purl: PURL? = nil, ecosystem: String? = nil, name: String, version: String? = nil) {
    (self.purl, _name) = (purl, InternedString(name))
    (_ecosystem, _version) = (.init(ecosystem ?? purl?.type), .init(version ?? purl?.version))
  }

  package init(purl: PURL?, ecosystem: InternedString?, name: InternedString, version: InternedString?) {
    (self.purl, _name) = (purl, name)
    _ecosystem = ecosystem.map { InternedOptional($0) } ?? .init(purl?.type)
    _version = version.map { InternedOptional($0) } ?? .init(purl?.version)
  }
}

extension PackagePattern {
  /// The names by which the patterns that match a component are found.
  package static func names(of component: Component) -> Set<Name> {
    if let purl = component.purl { return names(of: purl) }
    return names(type: component.ecosystem ?? "", name: component.name, version: component.version)
  }

  /// Whether a component is one of these packages. The answer is unknown for a component without a purl and with
  /// another name, because tools spell names differently, and for one that does not state a qualifier of the pattern.
  package func matches(_ component: Component) -> Truth {
    if let purl = component.purl { return Truth(matches(purl)) }
    let isNamed = matches(type: component.ecosystem ?? "", name: component.name, version: component.version)
    return isNamed && !hasQualifiers ? .yes : .unknown
  }
}
