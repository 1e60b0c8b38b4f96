import Documents
import Model

// Mend, formerly WhiteSource: https://docs.mend.io. The reports of its agent, its two APIs and its exports.

extension Format {
  static let mend = Format(
    name: "mend", title: "Mend (JSON)",
    signature: "`libraries` with `projectVitals`; `vulnerabilities` or `alerts` with a `library`; "
      + "`response` with `supportToken` or `additionalData`",
    kinds: [.sca, .sast],
    severities: [
      "critical": .critical, "high": .high, "medium": .medium, "low": .low, "none": Severity.none,
      "informational": Severity.none,
    ],
    provides: [.severity, .cvss, .epss, .cwe, .ids, .package, .fixedVersions, .path, .lines, .firstSeen, .state],
    recognises: isMend, read: readMend)
}

private func isMend(_ root: JSONValue) -> Bool {
  if root["response"]?.kind == .array { return root.has("supportToken") || root.has("additionalData") }
  if root["libraries"]?.kind == .array { return root.has("projectVitals") }
  if let first = root["vulnerabilities"]?.firstElement { return first["library"]?.kind == .object }
  guard let first = root["alerts"]?.firstElement else { return false }
  return first["library"]?.kind == .object && first.has("type")
}

private func readMend(_ root: JSONValue, into report: inout ReportBuilder) throws(Diagnostic) {
  report.tool = "Mend"
  report.kinds.insert(.sca)
  if root.has("response") { return try readMendPlatform(root, into: &report) }
  let scan = report.scan(target: root["projectVitals"]?.stated("name"))
  for (index, library) in try root.list("libraries").enumerated() {
    report.hasScanProof = true
    for (number, found) in try library.list("vulnerabilities").enumerated() {
      let position = report.position("/libraries/\(index)/vulnerabilities", number)
      report.observations.append(try observation(of: found, in: library, scan: scan, at: position))
    }
  }
  for (index, found) in try root.list("vulnerabilities").enumerated() {
    let library = try object("library", in: found)
    let position = report.position("/vulnerabilities", index)
    report.add(try observation(of: found, in: library, scan: scan, at: position), alsoAt: try places(of: found))
  }
  for (index, alert) in try root.list("alerts").enumerated() {
    report.hasScanProof = true
    // Other alerts are about licences and newer versions.
    guard let found = try alert.object("vulnerability") else { continue }
    let library = try object("library", in: alert)
    let position = report.position("/alerts", index)
    report.add(try observation(of: found, in: library, scan: scan, at: position), alsoAt: try places(of: found))
  }
}

private func object(_ key: StaticString, in value: JSONValue) throws(Diagnostic) -> JSONValue {
  guard let object = try value.object(key) else { throw value.mismatch("an object with `\(key)`") }
  return object
}

/// The places of a library: where its file is, else the files that were matched.
private func places(of found: JSONValue) throws(Diagnostic) -> [Location] {
  let files = try found.list("locations").compactMap { $0.stated("path") }
  let sources = try found.list("sourceFiles").compactMap { $0.stated("localPath") }
  return (files.isEmpty ? sources : files).map { Location(path: $0) }
}

private func observation(
  of found: JSONValue, in library: JSONValue, scan: Scan, at position: SourcePosition
) throws(Diagnostic) -> Observation {
  let (id, component) = (try found.required("name"), try mendComponent(library))
  var observation = Observation(
    scan: scan, kind: .sca, ruleId: id, title: "\(id) in \(component.name)",
    location: try places(of: found).first ?? Location(), at: position)
  // `severity` is from CVSS 2.
  observation.nativeSeverity = found.stated("cvss3_severity") ?? found.stated("severity")
  observation.ids = [id]
  observation.component = component
  observation.fixedVersions = mendFixes(found["topFix"])
  observation.published = found.text("publishDate").flatMap { Timestamp(loosely: $0) }
  if let score = found.number("cvss3_score") ?? found.number("score") {
    let vector = found.stated("scoreMetadataVector")
    observation.cvss = [CVSSRating(version: vector.map(CVSSRating.version) ?? "2.0", vector: vector, score: score)]
    if vector == nil, found.has("cvss3_score") { observation.cvss[0].version = "3.0" }
  }
  return observation
}
