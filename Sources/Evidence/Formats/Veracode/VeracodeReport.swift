import Documents
import Model

/// Reads the detailed report: flaws of the static, dynamic and manual analyses by severity and CWE, then components.
func readVeracodeReport(_ root: XMLElement, into report: inout ReportBuilder) throws(Diagnostic) {
  report.tool = "Veracode"
  let analyses = ["static-analysis", "dynamic-analysis", "manual-analysis"].map { root.child($0) }
  report.toolVersion = analyses[0]?.attribute("engine_version")
  let published = analyses.compactMap { $0?.attribute("published_date") }.compactMap { Timestamp(loosely: $0) }
  // If a report has several analyses, the oldest counts.
  report.time = published.min() ?? root.attribute("generation_date").flatMap { Timestamp(loosely: $0) }
  for (analysis, kind) in zip(analyses, [Observation.Kind.sast, .dast, .pentest]) where analysis != nil {
    report.kinds.insert(kind)
    report.hasScanProof = true
  }
  let scan = report.scan(target: root.attribute("app_name"))
  for (list, kind) in lists {
    for flaws in root.descendants(list) {
      for flaw in flaws.children("flaw") {
        report.observations.append(try observation(flaw, kind, scan, of: root.attribute("app_id")))
      }
    }
  }
  for component in root.child("software_composition_analysis")?.descendants("component") ?? [] {
    report.kinds.insert(.sca)
    report.hasScanProof = true
    for vulnerability in component.child("vulnerabilities")?.children("vulnerability") ?? [] {
      report.observations.append(try observation(vulnerability, in: component, scan))
    }
  }
}

private let lists: [(String, Observation.Kind)] = [
  ("staticflaws", .sast), ("dynamicflaws", .dast), ("manualflaws", .pentest),
]

private func observation(
  _ flaw: XMLElement, _ kind: Observation.Kind, _ scan: Scan, of application: String?
) throws(Diagnostic) -> Observation {
  let issue = try flaw.required(attribute: "issueid")
  let cwe = flaw.attribute("cweid").flatMap { Weakness.number($0, isBare: true) }
  let category = flaw.attribute("categoryname")
  var observation = Observation(
    scan: scan, kind: kind, ruleId: cwe.map { "CWE-\($0)" } ?? category ?? "flaw",
    title: category ?? "flaw \(issue)", location: location(of: flaw), at: flaw.position)
  observation.nativeSeverity = flaw.attribute("severity")
  observation.cwes.add(weakness: cwe)
  // Flaws are numbered within an application, and keep their number in later scans.
  observation.fingerprints = application.map { ["veracodeFlaw": "\($0):\(issue)"] } ?? [:]
  observation.firstSeen = flaw.attribute("date_first_occurrence").flatMap { Timestamp(loosely: $0) }
  if flaw.attribute("remediation_status")?.lowercased() == "fixed" {
    (observation.state, observation.stateReason) = (.fixed, "fixed")
  } else if flaw.attribute("mitigation_status")?.lowercased() == "accepted" {
    observation.state = .suppressed
    observation.stateReason = reason(in: flaw.child("mitigations")) ?? "mitigation accepted"
  }
  return observation
}

/// The location of a flaw. `sourcefilepath` is the folder with a trailing slash; `line` is the line of the flaw, while
/// `functionrelativelocation` is its relative position in the function, in percent.
private func location(of flaw: XMLElement) -> Location {
  guard let file = flaw.attribute("sourcefile") else {
    return Location(url: flaw.attribute("url"), parameter: flaw.attribute("vuln_parameter"))
  }
  let path = (flaw.attribute("sourcefilepath") ?? "") + file
  return Location(path: path.withoutLeadingSlash, startLine: flaw.attribute("line").flatMap { Int($0) })
}

/// The action and description of the last mitigation that has a text; nil if none has.
private func reason(in mitigations: XMLElement?) -> String? {
  let reasons = mitigations?.children("mitigation").reversed().compactMap { one in
    [one.attribute("action"), one.attribute("description")].compactMap { $0 }.map(firstLine).joined(separator: ": ")
  }
  return reasons?.first { !$0.isEmpty }
}

private func observation(_ vulnerability: XMLElement, in component: XMLElement, _ scan: Scan) throws(Diagnostic)
  -> Observation
{
  let id = try vulnerability.required(attribute: "cve_id")
  let package = veracodeComponent(
    id: component.attribute("library_id"), name: component.attribute("library") ?? component.attribute("file_name"),
    version: component.attribute("version"))
  guard let package else { throw component.mismatch("the attribute `library`") }
  // A path in the uploaded archive (`shop.war#zip:WEB-INF/lib/cart.jar`), not in the repository.
  let file = component.child("file_paths")?.child("file_path")?.attribute("value")
  var observation = Observation(
    scan: scan, kind: .sca, ruleId: id, title: "\(id) in \(package.name)", location: Location(resource: file),
    at: vulnerability.position)
  observation.nativeSeverity = vulnerability.attribute("severity")
  observation.component = package
  observation.ids = [id]
  observation.cwes.add(weakness: vulnerability.attribute("cwe_id").flatMap { Weakness.number($0, isBare: true) })
  if let score = vulnerability.attribute("cvss_score").flatMap({ Double($0) }), score > 0 {
    observation.cvss = [CVSSRating(version: "", score: score)]
  }
  observation.firstSeen = vulnerability.attribute("first_found_date").flatMap { Timestamp(loosely: $0) }
  if vulnerability.attribute("mitigation") == "true" {
    observation.state = .suppressed
    observation.stateReason = reason(in: vulnerability.child("mitigations")) ?? "mitigated"
  }
  return observation
}
