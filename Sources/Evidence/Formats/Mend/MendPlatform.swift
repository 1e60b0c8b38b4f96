import Documents
import Model

/// Reads a page of findings from the platform's API (https://api-docs.mend.io): about libraries or code.
func readMendPlatform(_ root: JSONValue, into report: inout ReportBuilder) throws(Diagnostic) {
  let findings = Array(try root.list("response"))
  if let total = root["additionalData"]?.integer("totalItems"), total > findings.count {
    report.fail("the report has \(findings.count) of Mend's \(total) findings")
  }
  let scan = report.scan(target: findings.first?["project"]?.stated("name"))
  for (index, finding) in findings.enumerated() {
    let position = report.position("/response", index)
    report.observations.append(
      finding["type"]?.kind == .object
        ? try codeObservation(of: finding, scan: scan, at: position)
        : try observation(of: finding, scan: scan, at: position))
  }
}

private func observation(of finding: JSONValue, scan: Scan, at position: SourcePosition) throws(Diagnostic)
  -> Observation
{
  guard let found = try finding.object("vulnerability"), let library = try finding.object("component") else {
    throw finding.mismatch("a finding with `vulnerability` and `component`")
  }
  let (id, component) = (try found.required("name"), try mendComponent(library))
  var observation = Observation(
    scan: scan, kind: .sca, ruleId: id, title: "\(id) in \(component.name)",
    location: Location(path: library.stated("path")?.withoutLeadingSlash), at: position)
  observation.nativeSeverity = found.stated("severity")
  observation.ids = [id]
  observation.component = component
  observation.fixedVersions = mendFixes(finding["topFix"])
  if let vector = finding.stated("scoreMetadataVector") {
    observation.cvss = [
      CVSSRating(version: CVSSRating.version(of: vector), vector: vector, score: found.number("score"))
    ]
  }
  observation.epss = finding["threatAssessment"]?.number("epssPercentage").map { $0 / 100 }
  observation.firstSeen = finding["findingInfo"]?.stated("detectedAt").flatMap { Timestamp($0) }
  observation.applyState(of: finding["findingInfo"])
  return observation
}

extension Observation {
  fileprivate mutating func applyState(of info: JSONValue?) {
    switch info?.text("status") {
    case "IGNORED":
      (state, stateReason) = (.suppressed, info?["comment"]?.stated("comment") ?? "ignored in Mend")
    case "LIBRARY_REMOVED": (state, stateReason) = (.fixed, "the library was removed")
    default: break
    }
  }
}

/// The observation of a finding of Mend SAST.
private func codeObservation(of finding: JSONValue, scan: Scan, at position: SourcePosition) throws(Diagnostic)
  -> Observation
{
  let (type, step) = (finding["type"], finding["sharedStep"])
  guard let name = type?.stated("name") else { throw finding.mismatch("a finding with the `name` of its `type`") }
  var observation = Observation(
    scan: scan, kind: .sast, ruleId: type?.stated("commonId") ?? name, title: finding.stated("description") ?? name,
    location: Location(path: step?.stated("file"), startLine: step?.line("line")), at: position)
  observation.nativeSeverity = finding.stated("severity")
  observation.cwes = try Weakness.numbers(in: type?["cwe"]?["id"])
  observation.firstSeen = finding.stated("createdTime").flatMap { Timestamp($0) }
  if finding.flag("suppressed") == true {
    observation.state = .suppressed
    observation.stateReason = finding.stated("suppressionMessage") ?? "suppressed in Mend"
  }
  return observation
}
