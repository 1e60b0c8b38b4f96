import Interning

/// One problem (NIST OSCAL *finding*): all observations of the same problem, merged. No observation is discarded.
public struct Finding: Hashable, Codable, Sendable {
  public var epss: Double?
  public var kind: Observation.Kind
  /// The highest severity of the observations; nil when no observation states one.
  public var severity: Severity?
  /// Whether the observations state different severities. They are shown and never averaged.
  public var isSeverityDisputed: Bool
  public var isKnownExploited: Bool?
  public var reachability: Reachability
  /// The state of the least settled observation: open when at least one is open, fixed only when all are.
  public var state: Observation.State
  /// The criterion by which the observations were merged; nil for a single observation.
  public var mergeBasis: MergeBasis?
  public var firstSeen: Timestamp?
  /// When the vulnerability was published, by the earliest date that a report states.
  @InternedOptional public var published: Timestamp?
  /// Lower-case hexadecimal. Stable when lines shift and when severities, descriptions or scanner versions change.
  @Interned public var id: String
  /// Other ids of the finding: those that it would have if only some of its tools reported it. A waiver that names one of
  /// them names the finding.
  @Interned public var aliases: [String]
  @Interned public var ruleId: String
  @Interned public var title: String
  @Interned public var ids: [String]
  @Interned public var cwes: [Int]
  @Interned public var cvss: [CVSSRating]
  @InternedOptional public var component: Component?
  /// The versions without the problem, according to the observations. Nil: no observation says.
  /// Empty: no fixed version exists.
  @InternedOptional public var fixedVersions: [String]?
  public var location: Location
  @Interned public var reachabilityEvidence: [ReachabilityEvidence]
  @InternedOptional public var stateReason: String?
  /// All observations, in an order that does not depend on the order of the reports.
  public var observations: Observations

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
