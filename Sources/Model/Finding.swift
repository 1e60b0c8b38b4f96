import Interning

/// One problem (NIST OSCAL *finding*): all observations of the same problem, merged. No observation is discarded.
package struct Finding: Hashable, Codable, Sendable {
  package var epss: Double?
  package var kind: Observation.Kind
  /// The highest severity of the observations; nil when no observation states one.
  package var severity: Severity?
  /// Whether the observations state different severities. They are shown and never averaged.
  package var isSeverityDisputed: Bool
  package var isKnownExploited: Bool?
  package var reachability: Reachability
  /// The state of the least settled observation: open when at least one is open, fixed only when all are.
  package var state: Observation.State
  /// The criterion by which the observations were merged; nil for a single observation.
  package var mergeBasis: MergeBasis?
  package var firstSeen: Timestamp?
  /// When the vulnerability was published, by the earliest date that a report states.
  @InternedOptional package var published: Timestamp?
  /// Lower-case hexadecimal. Stable when lines shift and when severities, descriptions or scanner versions change.
  @Interned package var id: String
  /// Other ids of the finding: those that it would have if only some of its tools reported it. A waiver that names one of
  /// them names the finding.
  @Interned package var aliases: [String]
  @Interned package var ruleId: String
  @Interned package var title: String
  @Interned package var ids: [String]
  @Interned package var cwes: [Int]
  @Interned package var cvss: [CVSSRating]
  @InternedOptional package var component: Component?
  /// The versions without the problem, according to the observations. Nil: no observation says.
  /// Empty: no fixed version exists.
  @InternedOptional package var fixedVersions: [String]?
  package var location: Location
  @Interned package var reachabilityEvidence: [ReachabilityEvidence]
  @InternedOptional package var stateReason: String?
  /// All observations, in an order that does not depend on the order of the reports.
  package var observations: Observations

  package init(id: String, observations: some Collection<Observation>, like first: Observation) {
    self.init(id: InternedString(id), observations: Observations(observations), like: first)
  }

  package init(id: InternedString, observations: Observations, like first: Observation) {
    (_id, _aliases, self.observations) = (id, noAliases, observations)
    (kind, _ruleId, _title, severity, isSeverityDisputed) = (
      first.kind, first.$ruleId, first.$title, first.severity, false
    )
    (_ids, _cwes, _cvss, epss) = (first.$ids, first.$cwes, first.$cvss, first.epss)
    (isKnownExploited, _component, _fixedVersions) = (first.isKnownExploited, first.$component, first.$fixedVersions)
    (location, reachability, state, _stateReason) = (
      first.location, first.reachability, first.state, first.$stateReason
    )
    _reachabilityEvidence = first.reachabilityEvidence.map { Interned([$0]) } ?? noEvidence
    (firstSeen, _published) = (first.firstSeen, first.$published)
  }
}

extension Finding {
  /// Whether a text is the id of the finding or one of its aliases.
  package func isNamed(_ text: String) -> Bool {
    text.utf8.elementsEqual(id.utf8) || aliases.contains { text.utf8.elementsEqual($0.utf8) }
  }
}

extension Finding {
  /// Whether the id of the finding or one of its aliases begins with a text; the case of letters is ignored.
  package func isNamed(from prefix: String) -> Bool {
    let prefix = prefix.lowercased()
    return id.hasPrefix(prefix) || aliases.contains { $0.hasPrefix(prefix) }
  }
}

// Interned once, because most findings have none.
private let (noAliases, noEvidence) = (Interned<[String]>.none(), Interned<[ReachabilityEvidence]>.none())
