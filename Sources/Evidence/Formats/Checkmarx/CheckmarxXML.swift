import Documents
import Model

/// Reads Checkmarx SAST's XML report; each result is one data flow from its first node to its last.
func readCheckmarxXML(_ root: XMLElement, into report: inout ReportBuilder) throws(Diagnostic) {
  report.tool = "Checkmarx"
  report.toolVersion = root.attribute("CheckmarxVersion")
  report.kinds.insert(.sast)
  if let files = root.attribute("FilesScanned").flatMap({ Int($0) }), files > 0 { report.hasScanProof = true }
  // Its times are local to the server and have no zone.
  let scan = report.scan(target: root.attribute("ProjectName"))
  for query in root.children("Query") {
    for result in query.children("Result") {
      report.observations.append(try observation(result, of: query, scan: scan))
      report.hasScanProof = true
    }
  }
}

private func observation(_ result: XMLElement, of query: XMLElement, scan: Scan) throws(Diagnostic) -> Observation {
  let rule = try query.required(attribute: "name")
  let path = result.child("Path")
  var observation = Observation(
    scan: scan, kind: .sast, ruleId: rule, title: spaced(rule),
    location: location(of: result, sink: path?.children("PathNode").last), at: result.position)
  observation.setFlow(
    (path?.children("PathNode") ?? []).map {
      Location(path: $0.text("FileName"), startLine: $0.integer("Line"), startColumn: $0.integer("Column"))
    })
  observation.nativeSeverity = result.attribute("Severity") ?? query.attribute("Severity")
  observation.cwes.add(weakness: query.attribute("cweId").flatMap { Weakness.number($0, isBare: true) })
  observation.fingerprints = path?.attribute("SimilarityId").map { ["checkmarxSimilarity": $0] } ?? [:]
  if let (state, reason) = state(of: result) {
    observation.state = state
    observation.stateReason = result.attribute("Remark").map(firstLine) ?? reason
  }
  return observation
}

/// The state and reason of a result; nil if it is open. The numbers mean: 0 to verify, 1 not exploitable, 2 confirmed,
/// 3 urgent, 4 proposed not exploitable.
private func state(of result: XMLElement) -> (Observation.State, reason: String)? {
  if result.attribute("FalsePositive")?.lowercased() == "true" { return (.falsePositive, "marked as a false positive") }
  if result.attribute("state") == "1" { return (.suppressed, "not exploitable") }
  return result.attribute("Status") == "Fixed" ? (.fixed, "fixed") : nil
}

/// The location of the data flow's sink, else of the result.
private func location(of result: XMLElement, sink: XMLElement?) -> Location {
  guard let sink, let path = sink.text("FileName") else {
    let line = result.attribute("Line").flatMap { Int($0) }
    return Location(
      path: result.attribute("FileName"), startLine: line, startColumn: result.attribute("Column").flatMap { Int($0) })
  }
  return Location(path: path, startLine: sink.integer("Line"), startColumn: sink.integer("Column"))
}
