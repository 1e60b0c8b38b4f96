import Documents
import Model

/// Reads the issues and hotspots of one page, which names their components and perhaps their rules.
struct SonarQubeReader {
  private let scan: Scan
  private let paths: SonarQubePaths
  private let hotspots: Set<String>
  private let rules: JSONValue?

  init(_ page: JSONValue, scan: Scan) throws(Diagnostic) {
    self.scan = scan
    paths = try SonarQubePaths(page)
    hotspots = Set(try page.texts("hotspotKeys"))
    rules = page["rules"]
  }

  /// The observations of an issue: one, or one for each vulnerability that the dependency-check plugin lists in it.
  func observations(_ issue: JSONValue, at position: SourcePosition) throws(Diagnostic) -> [Observation] {
    let one = try observation(issue, at: position)
    return one.ruleId.hasPrefix("OWASP:UsingComponentWithKnownVulnerability") ? one.vulnerabilities : [one]
  }

  private func observation(_ issue: JSONValue, at position: SourcePosition) throws(Diagnostic) -> Observation {
    let rule = if let key = issue.stated("rule") { key } else { try issue.required("ruleKey") }
    let impacts = Array(try issue.list("impacts"))
    let onSecurity = impacts.filter { $0["softwareQuality"]?.equals("SECURITY") ?? false }
    var observation = Observation(
      scan: scan, kind: kind(of: issue, isSecurity: !onSecurity.isEmpty), ruleId: rule,
      title: issue.stated("message") ?? issue.stated("description") ?? rule,
      location: location(of: issue, in: issue.stated("project")), at: position)
    observation.nativeSeverity =
      worst(of: onSecurity) ?? issue.stated("severity") ?? issue.stated("vulnerabilityProbability")
      ?? worst(of: impacts)
    for tag in try issue.texts("tags") { observation.cwes.add(weakness: Weakness.number(tag)) }
    if let text = rules?[member: rule]?.text("htmlDesc") {
      for piece in text.split(separator: "<") { observation.cwes.add(weakness: Weakness.number(String(piece))) }
    }
    // The key of an issue is the same in all analyses.
    observation.fingerprints = issue.stated("key").map { ["sonarqube": $0] } ?? [:]
    observation.firstSeen = Timestamp(loosely: issue["creationDate"])
    try observation.setFlow(
      issue["flows"]?.locations { step in
        step["textRange"].map { _ in location(of: step, in: issue.stated("project")) }
      } ?? [])
    observation.applyState(of: issue)
    return observation
  }

  /// The kind of an issue. Old scanners do not state the type; the issue then counts as a security issue.
  private func kind(of issue: JSONValue, isSecurity: Bool) -> Observation.Kind {
    if isSecurity || issue.stated("key").map(hotspots.contains) ?? false { return .sast }
    if let type = issue.stated("type") { return type == "BUG" || type == "CODE_SMELL" ? .quality : .sast }
    return issue.isEmptyList("impacts") ? .sast : .quality
  }

  /// The location of an issue, or of a step of its flows, which has the same members.
  private func location(of issue: JSONValue, in project: String?) -> Location {
    let range = issue["textRange"]
    let line = range?.line("startLine") ?? issue.line("startLine") ?? issue.line("line")
    let column = range?.line("startOffset") ?? issue.line("startOffset")
    return Location(
      path: issue.stated("component").flatMap { paths.path(of: $0, in: project) }, startLine: line,
      endLine: range?.line("endLine") ?? issue.line("endLine") ?? line, startColumn: column.map { $0 + 1 })
  }
}

extension Observation {
  fileprivate mutating func applyState(of issue: JSONValue) {
    for key in ["issueStatus", "resolution", "status"] as [StaticString] {
      guard let word = issue.stated(key), let closed = closedStates[word] else { continue }
      (state, stateReason) = (closed, "\(word) in SonarQube")
      return
    }
  }

  /// The vulnerabilities in the message, as written by the dependency-check plugin: `Filename: pad:1.0.2 | Reference:
  /// CVE-2026-10001 | CVSS Score: 7.5 | Category: CWE-400 | …`, or with `sonar.dependencyCheck.summarize` all of a
  /// component: `Filename: pad:1.0.2 | Highest CVSS Score: 9.8 | References: CVE-2026-10001 (9.8), CVE-2026-10002 (5.3)`.
  fileprivate var vulnerabilities: [Observation] {
    var one = self
    let references = one.setComponent()
    let ids = references.flatMap { Evidence.vulnerabilities(in: $0) }.distinct
    return (ids.isEmpty ? [nil] : ids.map(Optional.some)).map { id in
      var observation = one
      observation.ids = [id].compactMap { $0 }
      // The key is that of the issue, and several vulnerabilities are several findings.
      if ids.count > 1 { observation.fingerprints = [:] }
      if let id, let component = one.component { observation.title = "\(id) in \(component.name)" }
      return observation
    }
  }

  /// Sets the component from the message, and returns the fields that name vulnerabilities.
  private mutating func setComponent() -> [String] {
    kind = .sca
    var references: [String] = []
    for field in title.split(separator: "|") {
      guard let colon = field.firstIndex(of: ":") else { continue }
      let value = String(
        field[field.index(after: colon)...].drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
      switch field[..<colon].drop(while: { $0 == " " }) {
      case "Filename":
        let cut = value.lastIndex(of: ":")
        component = Component(
          name: cut.map { String(value[..<$0]) } ?? value, version: cut.map { String(value[value.index(after: $0)...]) }
        )
      case "Reference", "References": references.append(value)
      case "Category": cwes.add(weakness: Weakness.number(value))
      default: break
      }
    }
    return references
  }
}

private let closedStates: [String: Observation.State] = [
  "FALSE-POSITIVE": .falsePositive, "FALSE_POSITIVE": .falsePositive, "SAFE": .falsePositive, "WONTFIX": .accepted,
  "ACCEPTED": .accepted, "ACKNOWLEDGED": .accepted, "FIXED": .fixed, "REMOVED": .fixed, "CLOSED": .fixed,
]

/// The most severe of the severities of impacts; a word that SonarQube does not have may mean any, so it comes first.
private func worst(of impacts: [JSONValue]) -> String? {
  impacts.compactMap { $0.stated("severity") }.min { rank(of: $0) < rank(of: $1) }
}

private func rank(of severity: String) -> Int {
  switch severity {
  case "BLOCKER": 1
  case "HIGH": 2
  case "MEDIUM": 3
  case "LOW": 4
  case "INFO": 5
  default: 0
  }
}
