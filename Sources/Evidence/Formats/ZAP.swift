import Documents
import Model

// ZAP: the traditional XML and JSON reports, https://www.zaproxy.org/docs/desktop/addons/report-generation/templates.

extension Format {
  static let zap = Format(
    name: "zap", title: "ZAP (XML, JSON)", kinds: [.dast],
    // Risk codes.
    severities: ["3": .high, "2": .medium, "1": .low, "0": Severity.none],
    provides: [.severity, .cwe, .url, .state, .scanTime, .toolVersion],
    variants: [
      .xml("`OWASPZAPReport`", recognises: { $0.name == "OWASPZAPReport" }, read: readXML),
      .json("`site` with `alerts`, or `@programName`", recognises: isZAP, read: readJSON),
    ])
}

private func isZAP(_ root: JSONValue) -> Bool {
  // GitLab's report of a ZAP scan contains ZAP's sites as well as GitLab's own vulnerabilities.
  if root.has("vulnerabilities") { return false }
  if root["@programName"]?.equals("ZAP") ?? false { return true }
  let site = root["site"].flatMap { $0.kind == .array ? $0.firstElement : $0 }
  return site.map { $0.has("alerts") && $0.has("@name") } ?? false
}

private func readXML(_ root: XMLElement, into report: inout ReportBuilder) throws(Diagnostic) {
  report.begin(version: root.attribute("version"), created: root.attribute("created"))
  for site in root.children("site") {
    let scan = report.beginSite(site.attribute("name"))
    for item in site.children("alerts").flatMap({ $0.children("alertitem") }) {
      let rule = if let reference = item.text("alertRef") { reference } else { try item.required("pluginid") }
      let instances = item.children("instances").flatMap { $0.children("instance") }
      let alert = Alert(
        rule: rule, title: item.text("alert") ?? item.text("name"),
        risk: item.text("riskcode"), confidence: item.text("confidence"), weakness: item.text("cweid"),
        count: item.integer("count"),
        instances: instances.map {
          Location(url: $0.text("uri"), method: $0.text("method"), parameter: $0.text("param"))
        })
      report.observations.append(alert.observation(scan, at: item.position))
    }
  }
}

private func readJSON(_ root: JSONValue, into report: inout ReportBuilder) throws(Diagnostic) {
  report.begin(version: root.stated("@version"), created: root.stated("created"))
  guard let sites = root["site"] else { return }
  for (number, site) in try sites.records.enumerated() {
    let scan = report.beginSite(site.stated("@name"))
    let pointer = sites.kind == .array ? "/site/\(number)/alerts" : "/site/alerts"
    for (index, item) in try site.list("alerts").enumerated() {
      let rule = if let reference = item.stated("alertRef") { reference } else { try item.required("pluginid") }
      let alert = Alert(
        rule: rule, title: item.stated("alert") ?? item.stated("name"), risk: item.stated("riskcode"),
        confidence: item.stated("confidence"), weakness: item.stated("cweid"), count: item.integer("count"),
        instances: try item.list("instances").map {
          Location(url: $0.stated("uri"), method: $0.stated("method"), parameter: $0.stated("param"))
        })
      report.observations.append(alert.observation(scan, at: report.position(pointer, index)))
    }
  }
}

extension ReportBuilder {
  fileprivate mutating func begin(version: String?, created: String?) {
    (tool, toolVersion) = ("ZAP", version)
    // `generated` has no time zone.
    time = created.flatMap { Timestamp($0) }
    kinds.insert(.dast)
  }

  /// Starts a site; a report contains only sites to which a request was sent.
  fileprivate mutating func beginSite(_ name: String?) -> Scan {
    hasScanProof = hasScanProof || name != nil
    return scan(target: name)
  }
}

/// One alert of a site, with the requests that showed it; of many similar requests only some are listed.
private struct Alert {
  let rule: String
  let title: String?
  let risk, confidence, weakness: String?
  let count: Int?
  let instances: [Location]

  func observation(_ scan: Scan, at position: SourcePosition) -> Observation {
    // Requests are in the order of the crawler, which varies, so the location is the first by URL.
    let first = instances.min {
      ($0.url ?? "", $0.method ?? "", $0.parameter ?? "") < ($1.url ?? "", $1.method ?? "", $1.parameter ?? "")
    }
    let number = max(count ?? 0, instances.count)
    let title = title ?? "alert \(rule)"
    var observation = Observation(
      scan: scan, kind: .dast, ruleId: rule, title: number > 1 ? "\(title) (\(number) requests)" : title,
      location: first ?? Location(url: scan.target), at: position)
    observation.nativeSeverity = risk
    observation.cwes.add(weakness: weakness.flatMap { Weakness.number($0, isBare: true) })
    if confidence == "0" {
      (observation.state, observation.stateReason) = (.falsePositive, "marked as a false positive in ZAP")
    }
    return observation
  }
}
