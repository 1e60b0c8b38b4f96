/// What one scanner said, in its own words (NIST OSCAL's *observation*). One result of one report; nothing is merged yet.
package struct Observation: Hashable, Sendable {
  package var scan: Scan
  package var kind: Kind
  /// The scanner's rule, check or advisory.
  package var ruleId: String
  package var title: String
  /// Nil: nobody stated one.
  package var severity: Severity?
  /// The scanner's own word or number.
  package var nativeSeverity: String?
  /// Every name of the vulnerability: CVE, GHSA, OSV, vendor; the scanner's own first. Empty where it is no known vulnerability.
  package var ids: [String]
  /// CWE numbers, in the scanner's order.
  package var cwes: [Int]
  package var cvss: [Score]
  /// EPSS probability, 0 to 1; nil is unknown, not 0.
  package var epss: Double?
  /// In CISA's KEV catalogue; nil is unknown.
  package var isKnownExploited: Bool?
  @Shared package var component: Component?
  /// Nil: the report says nothing of fixes. Empty: it says that there is none.
  package var fixedVersions: [String]?
  @Shared package var location: Location
  package var fingerprints: [String: String]
  /// A digest of the secret's value (never the value); equal secrets have equal digests.
  package var secretDigest: String?
  package var firstSeen: Timestamp?
  package var reachability: Reachability
  @Shared package var reachabilityEvidence: ReachabilityEvidence?
  package var state: State
  package var stateReason: String?
  /// Where in the report this stands.
  package var at: Place

  package init(scan: Scan, kind: Kind, ruleId: String, title: String, location: Location = Location(), at: Place) {
    (self.scan, self.kind, self.ruleId, self.title, self.location, self.at) = (scan, kind, ruleId, title, location, at)
    (ids, cwes, cvss, fingerprints) = ([], [], [], [:])
    (_component, _reachabilityEvidence) = (Self.noComponent, Self.noEvidence)
    (reachability, state) = (.unknown, .open)
  }

  // Most observations have none of these, and share the reference that says so.
  private static let noComponent = Shared<Component?>(wrappedValue: nil)
  private static let noEvidence = Shared<ReachabilityEvidence?>(wrappedValue: nil)
}

extension Observation {
  /// What sort of looking found it.
  package enum Kind: String, CaseIterable, Comparable, Sendable {
    case sast, sca, container, iac, secret, dast, iast, pentest, license, quality

    package static func < (one: Kind, other: Kind) -> Bool { one.rawValue < other.rawValue }

    /// Whether it speaks of a known vulnerability in a component.
    package var isDependency: Bool { self == .sca || self == .container }
  }

  /// What the tool itself, or the people who triage in it, say of the result.
  package enum State: String, CaseIterable, Sendable {
    case open, suppressed, fixed
    case falsePositive = "false-positive"
    case accepted
  }
}

/// The fingerprint that Gatehouse adds itself: a digest of the line a code observation speaks of, without its spaces.
package let lineAnchor = "gatehouseLine/v1"

/// One run of one tool: what all its observations have in common. Shared, so that a million observations carry one copy.
package final class Scan: Hashable, Sendable {
  /// Name of the report's format (`trivy`, `sarif`).
  package let format: String
  package let tool: String
  package let toolVersion: String?
  package let time: Timestamp?
  package let commit: String?
  /// What was scanned: an image, a folder, a URL.
  package let target: String?
  /// The report's name, as given on the command line.
  package let report: String

  package init(
    format: String, tool: String, toolVersion: String? = nil, time: Timestamp? = nil, commit: String? = nil,
    target: String? = nil, report: String
  ) {
    (self.format, self.tool, self.toolVersion, self.report) = (format, tool, toolVersion, report)
    (self.time, self.commit, self.target) = (time, commit, target)
  }

  private var facts: [String?] { [report, format, tool, toolVersion, commit, target, time?.description] }
  package static func == (one: Scan, other: Scan) -> Bool { one === other || one.facts == other.facts }
  package func hash(into hasher: inout Hasher) { hasher.combine(report); hasher.combine(tool) }
}
