import Model

extension Format {
  /// A property of a result, besides its rule, that reports of a format can state.
  ///
  /// A format lists its own in `provides`; `--list-formats` prints them, and a test compares them with the fixtures.
  package enum Capability: String, CaseIterable, Sendable {
    case severity, cvss, epss
    case knownExploited = "known-exploited"
    case cwe, ids, package
    case fixedVersions = "fixed-versions"
    case path, lines, url, image, resource, fingerprint
    case firstSeen = "first-seen"
    /// The state that the tool itself gives the result: suppressed, triaged or fixed.
    case state
    case reachability
    case scanTime = "scan-time"
    case commit
    case toolVersion = "tool-version"

    /// Whether the observation states this property.
    package func isStated(by one: Observation) -> Bool {
      switch self {
      case .severity: one.nativeSeverity != nil
      case .cvss: !one.cvss.isEmpty
      case .epss: one.epss != nil
      case .knownExploited: one.isKnownExploited != nil
      case .cwe: !one.cwes.isEmpty
      case .ids: !one.ids.isEmpty
      case .package: one.component != nil
      case .fixedVersions: one.fixedVersions != nil
      case .path: one.location.path != nil
      case .lines: one.location.startLine != nil
      case .url: one.location.url != nil
      case .image: one.location.image != nil
      case .resource: one.location.resource != nil
      case .fingerprint: !one.fingerprints.isEmpty
      case .firstSeen: one.firstSeen != nil
      case .state: one.state != .open
      case .reachability: one.reachability != .unknown
      case .scanTime: one.scan.time != nil
      case .commit: one.scan.commit != nil
      case .toolVersion: one.scan.toolVersion != nil
      }
    }
  }
}
