/// What is wrong, said once (NIST OSCAL's *finding*): all observations of the same problem, merged. Nothing is thrown away.
package struct Finding: Hashable, Sendable {
  /// Lower-case hex, stable across line shifts, severities, descriptions and scanner versions (law 8).
  package var id: String
  package var kind: Observation.Kind
  package var ruleId: String
  package var title: String
  /// The highest that any witness states; nil when none states one.
  package var severity: Severity?
  /// The severities differ between witnesses; shown, never averaged.
  package var isSeverityDisputed: Bool
  package var ids: [String]
  package var cwes: [Int]
  package var cvss: [Score]
  package var epss: Double?
  package var isKnownExploited: Bool?
  @Shared package var component: Component?
  /// Versions without the problem, as the witnesses say; nil: nobody says. Empty: there is none.
  package var fixedVersions: [String]?
  @Shared package var location: Location
  package var reachability: Reachability
  package var reachabilityEvidence: [ReachabilityEvidence]
  package var firstSeen: Timestamp?
  /// Set when every witness's own tool set it aside; one open witness keeps it open.
  package var state: Observation.State
  package var stateReason: String?
  /// Every observation, in a stable order that does not depend on the order of the reports.
  package var witnesses: [Observation]
  /// Why these are one, in words; empty for a single witness.
  package var mergedBecause: [String]

  package init(id: String, witnesses: [Observation], mergedBecause: [String] = [], like first: Observation) {
    (self.id, self.witnesses, self.mergedBecause) = (id, witnesses, mergedBecause)
    (kind, ruleId, title, severity, isSeverityDisputed) = (first.kind, first.ruleId, first.title, first.severity, false)
    (ids, cwes, cvss, epss, isKnownExploited) = (first.ids, first.cwes, first.cvss, first.epss, first.isKnownExploited)
    (component, fixedVersions, location) = (first.component, first.fixedVersions, first.location)
    (reachability, reachabilityEvidence) = (first.reachability, first.reachabilityEvidence.map { [$0] } ?? [])
    (firstSeen, state, stateReason) = (first.firstSeen, first.state, first.stateReason)
  }
}
