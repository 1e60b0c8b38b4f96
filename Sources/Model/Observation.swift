import Interning

/// One result of one scanner report, not merged with any other (NIST OSCAL *observation*).
///
/// Texts and lists are interned, so the value contains no references and is copied as plain bytes.
public struct Observation: Hashable, Codable, Sendable {
  /// The EPSS probability, from 0 to 1; nil when it is unknown.
  public var epss: Double?
  public var kind: Kind
  /// Nil when the scanner states none.
  public var severity: Severity?
  /// Whether the vulnerability is in CISA's catalogue of known exploited vulnerabilities (KEV); nil when it is unknown.
  public var isKnownExploited: Bool?
  public var reachability: Reachability = .unknown
  public var state: State = .open
  public var firstSeen: Timestamp?
  /// When the vulnerability was published, according to the report.
  @InternedOptional public var published: Timestamp?
  @Interned public var scan: Scan
  /// The id of the scanner's rule, check or advisory.
  @Interned public var ruleId: String
  @Interned public var title: String
  /// What the tool calls the rule, where the title is about the result; nil where the title is the name of the rule.
  @InternedOptional public var ruleTitle: String?
  /// The severity as the scanner wrote it, a word or a number.
  @InternedOptional public var nativeSeverity: String?
  /// All ids of the vulnerability (CVE, GHSA, OSV, vendor), the scanner's own first. Empty when
  /// it is not a known vulnerability.
  @Interned public var ids: [String]
  /// CWE numbers, in the scanner's order.
  @Interned public var cwes: [Int]
  @Interned public var cvss: [CVSSRating]
  @InternedOptional public var component: Component?
  /// Nil: the report has no information about fixes. Empty: the report states that no fixed version exists.
  @InternedOptional public var fixedVersions: [String]?
  /// The upgrade of another public that the tool names as the fix; nil when the public itself is to be upgraded.
  @InternedOptional public var upgrade: ParentUpgrade?
  public var location: Location
  /// The other places on which the result rests: the steps of a code flow (SARIF 2.1.0 §3.36) and the related locations
  /// of the data flow, in the report's order and without the result's own location. Empty when the report names none.
  @Interned public var flow: [Location]
  public var fingerprints = Fingerprints()
  /// What distinguishes the result's line from others of its text; nil when the location alone says it.
  @InternedOptional public var origin: LineOrigin?
  /// A digest of the secret's value, never the value itself. Equal secrets have equal digests.
  @InternedOptional public var secretDigest: String?
  @InternedOptional public var reachabilityEvidence: ReachabilityEvidence?
  @InternedOptional public var stateReason: String?
  /// The position of the result in its report.
  public var at: SourcePosition

  package init(
    scan: Scan, kind: Kind, ruleId: String, title: String, location: Location = Location(), at: SourcePosition
  ) {
    self.init(
      scan: Interned(scan), kind: kind, ruleId: InternedString(ruleId), title: InternedString(title),
      location: location, at: at)
  }

  package init(
    scan: Interned<Scan>, kind: Kind, ruleId: InternedString, title: InternedString, location: Location = Location(),
    at: SourcePosition
  ) {
    (_scan, self.kind, _ruleId, _title, self.location, self.at) = (scan, kind, ruleId, title, location, at)
    (_ids, _cwes, _cvss, _flow) = (noNames, noWeaknesses, noScores, noSteps)
  }
}

// Interned once, because every observation starts with these values.
private let (noNames, noWeaknesses, noScores, noSteps) = (
  Interned<[String]>.none(), Interned<[Int]>.none(), Interned<[CVSSRating]>.none(), Interned<[Location]>.none()
)

extension Location {
  /// The path of a file of the repository; nil when there is no file, or when it is inside a container image. The files
  /// of a scan of an image are inside it, also where the report does not repeat its name.
  public func repositoryPath(_ kind: Observation.Kind) -> InternedOptional<String> {
    kind == .container || !$image.isNil ? .none : $path
  }
}

extension Observation {
  /// The path of a file of the repository; nil when there is no file, or when it is inside a container image.
  public var repositoryPath: InternedOptional<String> { location.repositoryPath(kind) }

  /// The digest of the secret's value; nil when it is not known, or when the tool only gives a digest of its own, which
  /// can be compared with that of no other tool.
  package var knownSecret: InternedString? {
    guard let digest = $secretDigest.interned, !digest.utf8.begins(with: ownDigestPrefix) else { return nil }
    return digest
  }

  /// The location with all lines of what the result is about.
  package var wholePlace: Location {
    guard let last = $origin.interned?.wrappedValue.lastLine, let first = location.startLine else { return location }
    var place = location
    place.endLine = max(place.endLine ?? first, last)
    return place
  }

  /// The words for what the rule is about: those of the tool for the rule, or the title.
  public var ruleWords: InternedString { $ruleTitle.interned ?? $title }

  /// The kind of analysis that found the problem.
  public enum Kind: String, CaseIterable, Comparable, Codable, Sendable {
    case sast, sca, container, iac, secret, dast, iast, pentest, license, quality

    public static func < (one: Kind, other: Kind) -> Bool { one.rawValue < other.rawValue }

    /// Whether the observation is about a known vulnerability in a component.
    public var isDependency: Bool { self == .sca || self == .container }
  }

  /// The state that the tool, or its users' triage in it, gives the result.
  public enum State: String, CaseIterable, Codable, Sendable {
    case open, suppressed, fixed
    case falsePositive = "false-positive"
    case accepted
  }
}

private let ownDigestPrefix: StaticString = "own:"

/// The name of the fingerprint that Gatehouse adds: a digest of the line at the location of a
/// code observation, without blanks.
package let lineFingerprint = "gatehouseLine/v1"

/// Where the line of a result comes from, in the files to which the ids of findings refer: those of the commit that the
/// change starts from. The head's own paths and lines would change with the change.
public struct LineOrigin: Hashable, Codable, Sendable {
  /// The path of the file before the change renamed it; nil when it has the path of the location.
  @InternedOptional public private(set) var path: String?
  /// How many lines with the text of this one precede it in the file, blanks not regarded. The lines that a change adds
  /// follow all that were there.
  public let number: Int
  /// A digest of the line without blanks, for a result about a secret, whose fingerprints do not include it: it is never
  /// shown. Of a key on several lines it is that of all of them. Nil when there is no such line, and for other results.
  @InternedOptional public private(set) var text: String?
  /// The last line of a secret that stands on several lines, such as a private key, of which tools name the first one only;
  /// nil for all others.
  public let lastLine: Int?

  package init(path: InternedString? = nil, number: Int = 0, text: InternedString? = nil, lastLine: Int? = nil) {
    (_path, self.number, _text, self.lastLine) = (InternedOptional(path), number, InternedOptional(text), lastLine)
  }
}

/// One run of one tool: what all its observations have in common.
public struct Scan: Hashable, Codable, Sendable {
  public let time: Timestamp?
  /// The name of the report's format: `trivy`, `sarif`.
  @Interned public private(set) var format: String
  @Interned public private(set) var tool: String
  @InternedOptional public private(set) var toolVersion: String?
  @InternedOptional public private(set) var commit: String?
  /// The scanned target: an image, a folder or a URL.
  @InternedOptional public private(set) var target: String?
  /// The name of the report, as given on the command line.
  @Interned public private(set) var report: String

  package init(
    format: String, tool: String, toolVersion: String? = nil, time: Timestamp? = nil, commit: String? = nil,
    target: String? = nil, report: String
  ) {
    (_format, _tool, _toolVersion, _report) = (
      InternedString(format), InternedString(tool), .init(toolVersion), InternedString(report)
    )
    (self.time, _commit, _target) = (time, .init(commit), .init(target))
  }
}
