import Interning

/// What is wrong, said once (NIST OSCAL's *finding*): all observations of the same problem, merged. Nothing is thrown away.
package struct Finding: Hashable, Codable, Sendable {
  package var epss: Double?
  package var kind: Observation.Kind
  /// The highest that any observation states; nil when none states one.
  package var severity: Severity?
  /// The severities differ between observations; shown, never averaged.
  package var isSeverityDisputed: Bool
  package var isKnownExploited: Bool?
  package var reachability: Reachability
  /// Set when every observation's own tool set it aside; one open observation keeps it open.
  package var state: Observation.State
  /// On what several observations agree; nil for a single one.
  package var mergeBasis: MergeBasis?
  package var firstSeen: Timestamp?
  /// Lower-case hex, stable across line shifts, severities, descriptions and scanner versions (law 8).
  @Interned package var id: String
  @Interned package var ruleId: String
  @Interned package var title: String
  @Interned package var ids: [String]
  @Interned package var cwes: [Int]
  @Interned package var cvss: [CVSSRating]
  @InternedOptional package var component: Component?
  /// Versions without the problem, as the observations say; nil: nobody says. Empty: there is none.
  @InternedOptional package var fixedVersions: [String]?
  package var location: Location
  @Interned package var reachabilityEvidence: [ReachabilityEvidence]
  @InternedOptional package var stateReason: String?
  /// Every observation, in a stable order that does not depend on the order of the reports.
  package var observations: Observations

  package init(id: String, observations: some Collection<Observation>, like first: Observation) {
    self.init(id: InternedString(id), observations: Observations(observations), like: first)
  }

  package init(id: InternedString, observations: Observations, like first: Observation) {
    (_id, self.observations) = (id, observations)
    (kind, _ruleId, _title, severity, isSeverityDisputed) = (
      first.kind, first.$ruleId, first.$title, first.severity, false
    )
    (_ids, _cwes, _cvss, epss) = (first.$ids, first.$cwes, first.$cvss, first.epss)
    (isKnownExploited, _component, _fixedVersions) = (first.isKnownExploited, first.$component, first.$fixedVersions)
    (location, reachability, state, _stateReason) = (
      first.location, first.reachability, first.state, first.$stateReason
    )
    _reachabilityEvidence = first.reachabilityEvidence.map { Interned([$0]) } ?? .none()
    firstSeen = first.firstSeen
  }
}
