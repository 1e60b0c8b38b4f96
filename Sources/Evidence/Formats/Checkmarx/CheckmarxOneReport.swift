import Documents
import Model

/// Reads Checkmarx One's report: one member for each engine, null if the engine did not run.
func readCheckmarxOneReport(_ root: JSONValue, into report: inout ReportBuilder) throws(Diagnostic) {
  report.tool = "Checkmarx One"
  report.time = root["reportHeader"]?.stated("scanDate").flatMap { Timestamp(loosely: $0) }
  try readEngines(root["scanInformation"], into: &report)
  let scan = report.scan(target: root["reportHeader"]?.stated("projectName"))
  if let code = try root.object("scanResults") { try readCode(code, scan, into: &report) }
  if let code = try root.object("iacScanResults") { try readConfiguration(code, scan, into: &report) }
  for engine in ["scaScanResults", "containerScanResults", "apiSecScanResults"] as [StaticString] {
    if let count = root[engine]?.integer("totalResults"), count > 0 {
      report.fail("\(count) results are in \(engine), which is not supported; export the scan's results instead")
    }
  }
  if !report.observations.isEmpty { report.hasScanProof = true }
}

private func readEngines(_ information: JSONValue?, into report: inout ReportBuilder) throws(Diagnostic) {
  guard let information else { return }
  for engine in try information.list("scannerStatus") {
    let (name, status) = (engine.stated("name") ?? "an engine", engine.stated("status") ?? "unknown")
    guard status.lowercased() == "completed" else {
      report.fail("Checkmarx One reports the status \(status) for \(name)")
      continue
    }
    if let kind = engines[name.lowercased()] { report.kinds.insert(kind) }
    report.hasScanProof = true
  }
}

private let engines: [String: Observation.Kind] = ["sast": .sast, "sca": .sca, "iac": .iac, "containers": .container]

private func readCode(_ engine: JSONValue, _ scan: Scan, into report: inout ReportBuilder) throws(Diagnostic) {
  for (number, query) in try engine.list("resultsList").enumerated() {
    let (rule, cwes) = (try query.required("queryName"), try Weakness.numbers(in: query["cweId"]))
    let pointer = "/scanResults/resultsList/\(number)/vulnerabilities"
    for (index, result) in try query.list("vulnerabilities").enumerated() {
      var observation = CheckmarxResult(value: result, scan: scan).observation(
        .sast, rule: rule, location: try sink(of: result), at: report.position(pointer, index))
      observation.setFlow(checkmarxFlow(try result.list("nodes")))
      observation.cwes = cwes
      report.observations.append(observation)
    }
  }
}

/// The sink of a data flow, which the report names separately; it may differ from the last node.
private func sink(of result: JSONValue) throws(Diagnostic) -> Location {
  guard let path = result.stated("destinationFileName") else { return checkmarxSink(try result.list("nodes")) }
  return Location(path: path.withoutLeadingSlash, startLine: result.line("destinationLine"))
}

private func readConfiguration(_ engine: JSONValue, _ scan: Scan, into report: inout ReportBuilder) throws(Diagnostic) {
  for (technology, value) in try engine.list("technology").enumerated() {
    for (number, query) in try value.list("queries").enumerated() {
      let rule = try query.required("queryName")
      let pointer = "/iacScanResults/technology/\(technology)/queries/\(number)/resultsList"
      for (index, result) in try query.list("resultsList").enumerated() {
        let location = Location(path: result.stated("fileName")?.withoutLeadingSlash)
        report.observations.append(
          CheckmarxResult(value: result, scan: scan).observation(
            .iac, rule: rule, location: location, at: report.position(pointer, index)))
      }
    }
  }
}
