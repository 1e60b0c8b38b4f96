import Documents
import Model

/// Whether the root is Checkmarx SAST's JSON report: one member for each engine, null if the engine did not run.
func isCheckmarxReport(_ root: JSONValue) -> Bool {
  guard root.has("reportHeader"), let results = root["scanResults"] else { return false }
  return results.has("sast") || results.has("sca") || results.has("kics")
}

func readCheckmarxReport(_ root: JSONValue, into report: inout ReportBuilder) throws(Diagnostic) {
  report.tool = "Checkmarx"
  let summary = root["scanSummary"]
  report.time = summary?.stated("scanCompletedDate").flatMap { Timestamp(loosely: $0) }
  for engine in try summary?.texts("engineTypes") ?? [] {
    if let kind = engines[engine.lowercased()] { report.kinds.insert(kind) }
  }
  // The report names the engines that ran, and when they finished.
  if report.time != nil, !report.kinds.isEmpty { report.hasScanProof = true }
  let scan = report.scan(target: root["reportHeader"]?.stated("projectName"))
  guard let results = try root.object("scanResults") else { return }
  if let sast = try results.object("sast") { try readCode(sast, scan, into: &report) }
  if let sca = try results.object("sca") { try readPackages(sca, scan, into: &report) }
  if let kics = try results.object("kics") { try readConfiguration(kics, scan, into: &report) }
  if !report.observations.isEmpty { report.hasScanProof = true }
}

private let engines: [String: Observation.Kind] = ["sast": .sast, "sca": .sca, "kics": .iac]

private func readCode(_ engine: JSONValue, _ scan: Scan, into report: inout ReportBuilder) throws(Diagnostic) {
  for (language, value) in try engine.list("languages").enumerated() {
    for (number, query) in try value.list("queries").enumerated() {
      let rule = try query.required("queryName")
      let pointer = "/scanResults/sast/languages/\(language)/queries/\(number)/vulnerabilities"
      for (index, result) in try query.list("vulnerabilities").enumerated() {
        var observation = CheckmarxResult(value: result, scan: scan).observation(
          .sast, rule: rule, location: checkmarxSink(try result.list("nodes")), at: report.position(pointer, index))
        observation.setFlow(checkmarxFlow(try result.list("nodes")))
        observation.cwes = try Weakness.numbers(in: result["cweId"])
        report.observations.append(observation)
      }
    }
  }
}

private func readPackages(_ engine: JSONValue, _ scan: Scan, into report: inout ReportBuilder) throws(Diagnostic) {
  for (number, package) in try engine.list("packages").enumerated() {
    let name = try package.required("name")
    let pointer = "/scanResults/sca/packages/\(number)/vulnerabilities"
    for (index, result) in try package.list("vulnerabilities").enumerated() {
      let id = if let id = result.stated("cveId") { id } else { try result.required("cveName") }
      let component = checkmarxPackage(name, version: result.stated("version"))
      var observation = CheckmarxResult(value: result, scan: scan).observation(
        .sca, rule: id, title: "\(id) in \(component.name)", at: report.position(pointer, index))
      observation.component = component
      observation.ids = [id]
      observation.cwes = try Weakness.numbers(in: result["cwe"])
      report.observations.append(observation)
    }
  }
}

private func readConfiguration(_ engine: JSONValue, _ scan: Scan, into report: inout ReportBuilder) throws(Diagnostic) {
  for (number, platform) in try engine.list("results").enumerated() {
    let pointer = "/scanResults/kics/results/\(number)/vulnerabilities"
    for (index, result) in try platform.list("vulnerabilities").enumerated() {
      let location = Location(path: result.stated("fileName")?.withoutLeadingSlash)
      report.observations.append(
        CheckmarxResult(value: result, scan: scan).observation(
          .iac, rule: try result.required("queryName"), location: location, at: report.position(pointer, index)))
    }
  }
}
