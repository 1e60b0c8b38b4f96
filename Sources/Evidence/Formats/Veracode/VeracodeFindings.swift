import Documents
import Model

/// Reads the Findings API: one page, several pages, or only their lists.
func readVeracodeFindings(_ root: JSONValue, into report: inout ReportBuilder) throws(Diagnostic) {
  report.tool = "Veracode"
  let (embedded, scan) = (try root.object("_embedded"), report.scan())
  let pointer = embedded == nil ? "/findings" : "/_embedded/findings"
  for (index, finding) in try (embedded ?? root).list("findings").enumerated() {
    let one = VeracodeFinding(value: finding, details: try finding.object("finding_details") ?? finding, scan: scan)
    report.observations.append(try one.observation(at: report.position(pointer, index)))
    report.hasScanProof = true
  }
  report.expectElements(root["page"]?.integer("total_elements"))
}

extension ReportBuilder {
  /// Records whether findings are missing. Pages may be read one after the other, so the failure of an earlier page is
  /// replaced.
  fileprivate mutating func expectElements(_ total: Int?) {
    failures.removeAll { $0.text.hasPrefix(missingPages) }
    guard let total, observations.count < total else { return }
    fail("\(missingPages) \(observations.count) of \(total) findings")
  }
}

private let missingPages = "the report has only"

private struct VeracodeFinding {
  let value: JSONValue
  let details: JSONValue
  let scan: Scan

  func observation(at position: SourcePosition) throws(Diagnostic) -> Observation {
    var observation: Observation
    switch try value.required("scan_type") {
    case "STATIC":
      observation = try flaw(.sast, Location(path: path, startLine: details.line("file_line_number")), position)
    case "DYNAMIC":
      let location = Location(url: details.stated("url"), parameter: details.stated("vulnerable_parameter"))
      observation = try flaw(.dast, location, position)
    case "MANUAL": observation = try flaw(.pentest, Location(path: path, url: details.stated("url")), position)
    case "SCA": observation = try vulnerability(at: position)
    default: throw value.mismatch("a `scan_type` of STATIC, DYNAMIC, MANUAL or SCA")
    }
    observation.nativeSeverity = details.scalar("severity")
    let status = value["finding_status"]
    observation.firstSeen = status?.stated("first_found_date").flatMap { Timestamp(loosely: $0) }
    setState(of: &observation, from: status)
    return observation
  }

  private var path: String? {
    (details.stated("file_path") ?? details.stated("file_name"))?.withoutLeadingSlash
  }

  private func flaw(_ kind: Observation.Kind, _ location: Location, _ position: SourcePosition) throws(Diagnostic)
    -> Observation
  {
    let (cwe, category) = (details["cwe"], details["finding_category"])
    let number = try Weakness.numbers(in: cwe?["id"])
    let name = category?.stated("name") ?? cwe?.stated("name")
    var observation = Observation(
      scan: scan, kind: kind, ruleId: number.first.map { "CWE-\($0)" } ?? name ?? "flaw", title: name ?? "flaw",
      location: location, at: position)
    observation.cwes = number
    if let issue = value.stated("issue_id"), let application = value.stated("context_guid") {
      observation.fingerprints = ["veracodeFinding": "\(application):\(issue)"]
    }
    return observation
  }

  private func vulnerability(at position: SourcePosition) throws(Diagnostic) -> Observation {
    let cve = details["cve"]
    guard let id = cve?.stated("name") ?? details.stated("cve") else {
      throw details.mismatch("a vulnerability with `cve`")
    }
    let (name, version) = (details.stated("component_filename"), details.stated("version"))
    let package = name.map { Component(name: withoutVersion($0, version), version: version) }
    let file = try details.list("component_path").first?.stated("path")
    var observation = Observation(
      scan: scan, kind: .sca, ruleId: id, title: "\(id) in \(package?.name ?? "a component")",
      location: Location(resource: file), at: position)
    observation.component = package
    observation.ids = [id]
    observation.cwes = try Weakness.numbers(in: details["cwe"]?["id"])
    if let rating = cve?["cvss3"], rating.number("score") != nil || rating.stated("vector") != nil {
      observation.cvss = [CVSSRating(version: "3", vector: rating.stated("vector"), score: rating.number("score"))]
    } else if let score = cve?.number("cvss") {
      observation.cvss = [CVSSRating(version: "2.0", vector: cve?.stated("vector"), score: score)]
    }
    observation.epss = cve?["exploitability"]?.number("epss_score")
    return observation
  }

  /// Sets the state. `resolution` states why a finding is closed, or what was decided while it is open; without
  /// approval it is only a proposal.
  private func setState(of observation: inout Observation, from status: JSONValue?) {
    let isApproved = status?["resolution_status"]?.equals("APPROVED") ?? false
    switch status?.text("resolution") {
    case "POTENTIAL_FALSE_POSITIVE" where isApproved:
      (observation.state, observation.stateReason) = (.falsePositive, "potential false positive, approved")
    case "MITIGATED" where isApproved:
      (observation.state, observation.stateReason) = (.suppressed, "mitigated, approved")
    default:
      guard status?["status"]?.equals("CLOSED") ?? false else { return }
      (observation.state, observation.stateReason) = (.fixed, "closed")
    }
  }
}

/// The name of a file without its version: `boot` for `boot-2.5.14.jar`.
private func withoutVersion(_ file: String, _ version: String?) -> String {
  guard let version, let cut = file.firstRange(of: "-\(version)") else { return file }
  return String(file[..<cut.lowerBound])
}
