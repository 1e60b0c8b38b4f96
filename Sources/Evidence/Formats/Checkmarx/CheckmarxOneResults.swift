import Documents
import Model

/// Reads the results of a scan from the API or `cx results show`: one list for all engines.
func readCheckmarxOneResults(_ root: JSONValue, into report: inout ReportBuilder) throws(Diagnostic) {
  report.tool = "Checkmarx One"
  let scan = report.scan()
  var (count, unsupported) = (0, Set<String>())
  for (index, result) in try root.list("results").enumerated() {
    count += 1
    let type = try result.required("type")
    guard let kind = kinds[type] else {
      unsupported.insert(type)
      continue
    }
    let one = CheckmarxResult(value: result, scan: scan)
    report.observations.append(try one.observation(kind, at: report.position("/results", index)))
    report.hasScanProof = true
  }
  for type in unsupported.sorted() { report.fail("results of type '\(type)' are not supported") }
  if let total = root.integer("totalCount"), total > count {
    report.fail("the report has \(count) of \(total) results")
  }
}

private let kinds: [String: Observation.Kind] = [
  "sast": .sast, "sca": .sca, "sca-container": .container, "containers": .container, "kics": .iac,
  "sscs-secret-detection": .secret,
]

extension CheckmarxResult {
  fileprivate func observation(_ kind: Observation.Kind, at position: SourcePosition) throws(Diagnostic) -> Observation
  {
    guard let data = try value.object("data") else { throw value.mismatch("an object with `data`") }
    if kind.isDependency { return try dependency(kind, data, at: position) }
    let rule = if let name = data.stated("queryName") { name } else { try data.required("ruleName") }
    let nodes = try data.list("nodes")
    let path = data.stated(data.has("filename") ? "filename" : "fileName")?.withoutLeadingSlash
    let location = nodes.isEmpty ? Location(path: path, startLine: data.line("line")) : checkmarxSink(nodes)
    var observation = observation(kind, rule: rule, location: location, at: position)
    observation.setFlow(checkmarxFlow(nodes))
    observation.cwes = try Weakness.numbers(in: value["vulnerabilityDetails"]?["cweId"])
    return observation
  }

  private func dependency(_ kind: Observation.Kind, _ data: JSONValue, at position: SourcePosition) throws(Diagnostic)
    -> Observation
  {
    let id = try value.required("id")
    let component =
      if let name = data.stated("packageName") {
        Component(name: name, version: data.stated("packageVersion"))
      } else {
        checkmarxPackage(try data.required("packageIdentifier"), version: nil)
      }
    let details = value["vulnerabilityDetails"]
    var observation = observation(kind, rule: id, title: "\(id) in \(component.name)", at: position)
    observation.component = component
    observation.ids = [id] + (details?.stated("cveName").map { vulnerabilities(in: $0) } ?? []).filter { $0 != id }
    observation.cwes = try Weakness.numbers(in: details?["cweId"])
    observation.cvss = score(details).map { [$0] } ?? []
    observation.fixedVersions = data.stated("recommendedVersion").map { [$0] }
    observation.published = data.text("publishedAt").flatMap { Timestamp(loosely: $0) }
    // Paths from the project's code to the vulnerable method ("exploitable path"). An empty list proves nothing.
    if data["exploitableMethods"]?.firstElement != nil {
      observation.reachability = .reachable
      observation.reachabilityEvidence = ReachabilityEvidence(level: "called", tool: scan.tool)
    }
    return observation
  }

  /// The CVSS score, rounded to one decimal (`3.700000047683716` is 3.7); nil if it is 0, which means that there is
  /// none.
  private func score(_ details: JSONValue?) -> CVSSRating? {
    guard let score = details?.number("cvssScore"), score > 0 else { return nil }
    return CVSSRating(version: details?["cvss"]?.scalar("version") ?? "3", score: (score * 10).rounded() / 10)
  }
}
