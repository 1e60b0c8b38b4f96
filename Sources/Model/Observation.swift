import Interning

/// What one scanner said, in its own words (NIST OSCAL's *observation*). One result of one report; nothing is merged yet.
///
/// Texts and lists are interned, so it has no reference in it and a million of them are passed on by copying bytes.
package struct Observation: Hashable, Codable, Sendable {
  /// EPSS probability, 0 to 1; nil is unknown, not 0.
  package var epss: Double?
  package var kind: Kind
  /// Nil: nobody stated one.
  package var severity: Severity?
  /// In CISA's KEV catalogue; nil is unknown.
  package var isKnownExploited: Bool?
  package var reachability: Reachability = .unknown
  package var state: State = .open
  package var firstSeen: Timestamp?
  @Interned package var scan: Scan
  /// The scanner's rule, check or advisory.
  @Interned package var ruleId: String
  @Interned package var title: String
  /// The scanner's own word or number.
  @InternedOptional package var nativeSeverity: String?
  /// Every name of the vulnerability: CVE, GHSA, OSV, vendor; the scanner's own first. Empty where it is no known vulnerability.
  @Interned package var ids: [String]
  /// CWE numbers, in the scanner's order.
  @Interned package var cwes: [Int]
  @Interned package var cvss: [CVSSRating]
  @InternedOptional package var component: Component?
  /// Nil: the report says nothing of fixes. Empty: it says that there is none.
  @InternedOptional package var fixedVersions: [String]?
  package var location: Location
  package var fingerprints = Fingerprints()
  /// A digest of the secret's value (never the value); equal secrets have equal digests.
  @InternedOptional package var secretDigest: String?
  @InternedOptional package var reachabilityEvidence: ReachabilityEvidence?
  @InternedOptional package var stateReason: String?
  /// Where in the report this stands.
  package var at: SourcePosition

  package init(scan: Scan, kind: Kind, ruleId: String, title: String, location: Location = Location(), at: SourcePosition) {
    self.init(
      scan: Interned(scan), kind: kind, ruleId: InternedString(ruleId), title: InternedString(title), location: location, at: at)
  }

  package init(
    scan: Interned<Scan>, kind: Kind, ruleId: InternedString, title: InternedString, location: Location = Location(), at: SourcePosition
  ) {
    (_scan, self.kind, _ruleId, _title, self.location, self.at) = (scan, kind, ruleId, title, location, at)
    (_ids, _cwes, _cvss) = (noNames, noWeaknesses, noScores)
  }
}

// Looked for once: each observation begins with them.
private let (noNames, noWeaknesses, noScores) = (
  Interned<[String]>.none(), Interned<[Int]>.none(), Interned<[CVSSRating]>.none()
)

extension Observation {
  /// What sort of looking found it.
  package enum Kind: String, CaseIterable, Comparable, Codable, Sendable {
    case sast, sca, container, iac, secret, dast, iast, pentest, license, quality

    package static func < (one: Kind, other: Kind) -> Bool { one.rawValue < other.rawValue }

    /// Whether it speaks of a known vulnerability in a component.
    package var isDependency: Bool { self == .sca || self == .container }
  }

  /// What the tool itself, or the people who triage in it, say of the result.
  package enum State: String, CaseIterable, Codable, Sendable {
    case open, suppressed, fixed
    case falsePositive = "false-positive"
    case accepted
  }
}

/// The fingerprint that Gatehouse adds itself: a digest of the line a code observation speaks of, without its spaces.
package let lineFingerprint = "gatehouseLine/v1"

/// One run of one tool: what all its observations have in common.
package struct Scan: Hashable, Codable, Sendable {
  package let time: Timestamp?
  /// Name of the report's format (`trivy`, `sarif`).
  @Interned package private(set) var format: String
  @Interned package private(set) var tool: String
  @InternedOptional package private(set) var toolVersion: String?
  @InternedOptional package private(set) var commit: String?
  /// What was scanned: an image, a folder, a URL.
  @InternedOptional package private(set) var target: String?
  /// The report's name, as given on the command line.
  @Interned package private(set) var report: String

  package init(
    format: String, tool: String, toolVersion: String? = nil, time: Timestamp? = nil, commit: String? = nil,
    target: String? = nil, report: String
  ) {
    (_format, _tool, _toolVersion, _report) = (InternedString(format), InternedString(tool), .init(toolVersion), InternedString(report))
    (self.time, _commit, _target) = (time, .init(commit), .init(target))
  }
}

extension Scan {
  /// Whether a tool of that name made the report. SARIF names a tool in free words: `Semgrep OSS` is semgrep.
  package func isBy(_ name: String) -> Bool { isTool(tool, name) || format == name }
}

/// Whether a tool's own name, in free words, is the scanner that policies call `name`.
package func isTool(_ own: String, _ name: String) -> Bool {
  let words = own.lowercased().split(separator: " ").joined(separator: "-")
  return words == name || words.hasPrefix(name + "-")
}
