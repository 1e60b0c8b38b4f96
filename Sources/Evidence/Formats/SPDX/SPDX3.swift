import Documents
import Model

/// Reads SPDX 3.0 with the Security profile (https://spdx.github.io/spdx-spec/v3.0.1/model/Security/Security/):
/// packages, vulnerabilities, and relationships between them that state ratings and VEX assessments.
func readSPDX3(_ root: JSONValue, into report: inout ReportBuilder) throws(Diagnostic) {
  var graph = SPDXGraph()
  for (index, element) in try root.list("@graph").enumerated() {
    try graph.take(element, at: report.position("/@graph", index))
  }
  report.time = graph.created
  (report.tool, report.toolVersion) = (graph.tool, nil)
  let scan = report.scan(target: graph.image)
  for finding in graph.findings { report.observations.append(try graph.observation(finding, scan: scan)) }
  guard !report.observations.isEmpty else {
    return report.warnings.append(.componentsOnly("SPDX", at: SourcePosition(file: report.input.name)))
  }
  report.kinds.insert(graph.image == nil ? .sca : .container)
}

/// A vulnerability of one package, with the ratings and the VEX assessment of the pair.
struct SPDXFinding {
  let vulnerability: String
  let package: String
  var ratings: [JSONValue] = []
  var assessment: JSONValue?
  let position: SourcePosition
}

struct SPDXGraph {
  var created: Timestamp?
  var tool: String?
  var image: String?
  private(set) var findings: [SPDXFinding] = []
  private var packages: [String: JSONValue] = [:]
  private var vulnerabilities: [String: JSONValue] = [:]
  /// The index in `findings`, by vulnerability and package.
  private var known: [[String]: Int] = [:]
  private let purls = StatedPURLs()

  mutating func take(_ element: JSONValue, at position: SourcePosition) throws(Diagnostic) {
    let (type, id) = (try element.required("type"), element.stated("spdxId"))
    switch type {
    case "CreationInfo": created = created ?? element.text("created").flatMap { Timestamp($0) }
    case "Tool": tool = tool ?? element.stated("name")
    case "software_Package", "software_File":
      if let id { packages[id] = element }
      if element["software_primaryPurpose"]?.equals("container") ?? false { image = image ?? element.stated("name") }
    case "security_Vulnerability": if let id { vulnerabilities[id] = element }
    case "Relationship":
      guard let word = element.text("relationshipType") else {
        throw element.mismatch("a relationship with a `relationshipType`")
      }
      guard word == "hasAssociatedVulnerability" else { return }
      let package = try element.required("from")
      for vulnerability in try element.texts("to") { _ = finding(vulnerability, in: package, at: position) }
    case _ where assessments.contains(type): try assess(element, type, at: position)
    default:
      if element.has("from"), element.has("to"), type != "LifecycleScopedRelationship" {
        throw element.mismatch("a relationship of a known type")
      }
    }
  }

  /// Adds an assessment, which relates a vulnerability to packages. Withdrawn assessments are ignored.
  private mutating func assess(_ element: JSONValue, _ type: String, at position: SourcePosition) throws(Diagnostic) {
    guard !element.has("security_withdrawnTime") else { return }
    let vulnerability = try element.required("from")
    for package in try element.texts("to") {
      let index = finding(vulnerability, in: package, at: position)
      guard type.contains("_Vex") else { findings[index].ratings.append(element); continue }
      if !isOlder(element, than: findings[index].assessment) { findings[index].assessment = element }
    }
  }

  private mutating func finding(_ vulnerability: String, in package: String, at position: SourcePosition) -> Int {
    if let index = known[[vulnerability, package]] { return index }
    findings.append(SPDXFinding(vulnerability: vulnerability, package: package, position: position))
    known[[vulnerability, package]] = findings.count - 1
    return findings.count - 1
  }

  func observation(_ finding: SPDXFinding, scan: Scan) throws(Diagnostic) -> Observation {
    let (record, package) = (vulnerabilities[finding.vulnerability], packages[finding.package])
    let ids = try identifiers(record) { $0 == "cve" || $0 == "securityOther" }
    let id = ids.first ?? record?.stated("name") ?? finding.vulnerability
    let name = package?.stated("name")
    var observation = Observation(
      scan: scan, kind: image == nil ? .sca : .container, ruleId: id,
      title: [id, name].compactMap { $0 }.joined(separator: " in "), location: Location(image: image),
      at: finding.position
    )
    observation.ids = ids.isEmpty ? [id] : ids.distinct
    if let name {
      let purl = try identifiers(package) { $0 == "packageURL" }.first
      observation.component = Component(
        stated: package?.stated("software_packageUrl") ?? purl, in: purls, ecosystem: nil, name: name,
        version: package?.stated("software_packageVersion"))
    }
    for rating in finding.ratings { observation.take(rating) }
    observation.applyVEX(finding.assessment)
    if let moment = record?.stated("security_withdrawnTime") {
      (observation.state, observation.stateReason) = (.suppressed, "withdrawn \(moment)")
    }
    return observation
  }
}

/// The types of assessment relationships; any other type is from a later version, or misspelled.
private let assessments: Set = Set(
  [
    "CvssV2", "CvssV3", "CvssV4", "Epss", "ExploitCatalog", "Ssvc", "VexAffected", "VexFixed", "VexNotAffected",
    "VexUnderInvestigation",
  ].map { "security_\($0)VulnAssessmentRelationship" })

/// Whether an assessment was published before another; times are RFC 3339 in UTC, so that strings compare correctly.
private func isOlder(_ assessment: JSONValue, than other: JSONValue?) -> Bool {
  guard let mine = assessment.stated("security_publishedTime"), let others = other?.stated("security_publishedTime")
  else {
    return false
  }
  return mine < others
}

private func identifiers(
  _ element: JSONValue?, where matches: (String) -> Bool
) throws(Diagnostic) -> [String] {
  var found: [String] = []
  guard let element else { return found }
  for entry in try element.list("externalIdentifier") where matches(entry.text("externalIdentifierType") ?? "") {
    if let text = entry.stated("identifier") { found.append(text) }
  }
  return found
}

extension Observation {
  fileprivate mutating func take(_ rating: JSONValue) {
    switch rating.text("type") {
    case "security_CvssV2VulnAssessmentRelationship", "security_CvssV3VulnAssessmentRelationship",
      "security_CvssV4VulnAssessmentRelationship":
      let (vector, score) = (rating.stated("security_vectorString"), rating.number("security_score"))
      // The severity of the highest score counts; CVSS 2 has none.
      if (score ?? 0) >= cvss.compactMap(\.score).max() ?? 0 {
        nativeSeverity = rating.stated("security_severity") ?? nativeSeverity
      }
      cvss.append(CVSSRating(version: vector.map(CVSSRating.version) ?? "", vector: vector, score: score))
    case "security_EpssVulnAssessmentRelationship": epss = rating.number("security_probability")
    case "security_ExploitCatalogVulnAssessmentRelationship":
      guard rating["security_catalogType"]?.equals("kev") ?? false else { return }
      isKnownExploited = rating.flag("security_exploited") ?? true
    default: break
    }
  }

  /// Sets the state from a VEX assessment, with its justification and notes as the reason.
  fileprivate mutating func applyVEX(_ assessment: JSONValue?) {
    switch assessment?.text("type") {
    case "security_VexNotAffectedVulnAssessmentRelationship": state = .suppressed
    case "security_VexFixedVulnAssessmentRelationship": state = .fixed
    default: return
    }
    let word = state == .fixed ? "fixed" : "not_affected"
    let reasons = ["security_justificationType", "security_impactStatement", "security_statusNotes"] as [StaticString]
    stateReason = ([word] + reasons.compactMap { assessment?.stated($0) }).joined(separator: ": ")
  }
}
