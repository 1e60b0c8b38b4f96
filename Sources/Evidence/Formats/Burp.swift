import Documents
import Model

// Burp Suite: the XML of Professional (https://portswigger.net/burp/documentation/desktop/running-scans/reporting), a
// scan from the REST API (https://portswigger.net/burp/documentation/desktop/settings/suite/rest-api), the issues from
// Enterprise's GraphQL API (https://portswigger.net/burp/extensibility/enterprise/graphql-api), and the JUnit XML of
// Dastardly.

extension Format {
  static let burp = Format(
    name: "burp", title: "Burp Suite (XML, REST and GraphQL JSON), Dastardly (JUnit XML)", kinds: [.dast],
    severities: [
      "high": .high, "medium": .medium, "low": .low, "information": Severity.none, "info": Severity.none,
      "undefined": nil, "false positive": nil, "false_positive": nil,
    ],
    provides: [.severity, .cwe, .url, .state, .toolVersion],
    variants: [
      .xml(
        "`issues` with an attribute burpVersion",
        recognises: { $0.name == "issues" && $0.attribute("burpVersion") != nil },
        read: readBurpXML),
      .xml(
        "`testsuites` with a name that contains Dastardly",
        recognises: { $0.name == "testsuites" && $0.attribute("name")?.contains("Dastardly") ?? false },
        read: readDastardly),
      .json(
        "`issue_events` with `scan_status` or `scan_metrics`",
        recognises: { $0.has("issue_events") && ($0.has("scan_status") || $0.has("scan_metrics")) },
        read: readBurpScan),
      .json(
        "`Issues`, or `issues` in `data` or its `scan`, with objects that have `issue_type`",
        recognises: { burpIssues($0)?.value.firstElement?.has("issue_type") ?? false }, read: readBurpIssues),
    ])
}

private func readBurpXML(_ root: XMLElement, into report: inout ReportBuilder) throws(Diagnostic) {
  (report.tool, report.toolVersion) = ("Burp Suite", root.attribute("burpVersion"))
  report.kinds.insert(.dast)
  let scan = report.scan()
  for element in root.children("issue") {
    report.hasScanProof = true
    let request = element.children("requestresponse").lazy.compactMap { $0.child("request") }.first
    let issue = BurpIssue(
      type: try element.required("type"), name: element.text("name"), severity: element.text("severity"),
      confidence: element.text("confidence"), origin: element.text("host"), path: element.text("path"),
      caption: element.text("location"), method: request?.attribute("method"),
      classifications: element.text("vulnerabilityClassifications"))
    report.observations.append(issue.observation(scan, at: element.position))
  }
}

private func readDastardly(_ root: XMLElement, into report: inout ReportBuilder) throws(Diagnostic) {
  report.tool = "Dastardly"
  report.kinds.insert(.dast)
  let scan = report.scan()
  // A suite is a visited URL; a test is an issue, or states that there is none.
  for suite in root.children("testsuite") {
    for test in suite.children("testcase") {
      report.hasScanProof = true
      for error in test.children("error") {
        report.fail("Dastardly did not finish: \(error.attribute("message") ?? "no reason given")", at: error.position)
      }
      for failure in test.children("failure") {
        let (name, text) = (try test.required(attribute: "name"), failure.text ?? "")
        // The suite's URL contains parameters that the crawler happened to send.
        let host = line(of: text, after: "Host: ")
        let issue = BurpIssue(
          type: name, name: name, severity: failure.attribute("type"), confidence: nil,
          origin: host ?? suite.attribute("name"), path: host == nil ? nil : line(of: text, after: "Path: "),
          caption: nil, method: nil, classifications: text)
        report.observations.append(issue.observation(scan, at: failure.position))
      }
    }
  }
}

private func line(of text: String, after name: String) -> String? {
  text.split(whereSeparator: \.isNewline).first { $0.hasPrefix(name) }.map { String($0.dropFirst(name.count)) }
}

private func readBurpScan(_ root: JSONValue, into report: inout ReportBuilder) throws(Diagnostic) {
  report.tool = "Burp Suite"
  report.kinds.insert(.dast)
  if let status = root.stated("scan_status"), status != "succeeded" {
    report.fail("Burp's scan did not succeed: its status is \(status)")
  }
  report.hasScanProof = try root.object("scan_metrics").map { ($0.integer("audit_requests_made") ?? 0) > 0 } ?? false
  let scan = report.scan()
  for (index, event) in try root.list("issue_events").enumerated() {
    guard let issue = try event.object("issue") else { throw event.mismatch("an object with `issue`") }
    let read = BurpIssue(
      type: try issue.required("type_index"), name: issue.stated("name"), severity: issue.stated("severity"),
      confidence: issue.stated("confidence"), origin: issue.stated("origin"), path: issue.stated("path"),
      caption: issue.stated("caption"), method: nil, classifications: nil)
    report.observations.append(read.observation(scan, at: report.position("/issue_events", index)))
    report.hasScanProof = true
  }
  report.counted += root["scan_metrics"]?.integer("issue_events") ?? 0
}

/// The list of issues and its JSON pointer, as the API returns it or as a plain list; nil if there is none.
private func burpIssues(_ root: JSONValue) -> (value: JSONValue, pointer: String)? {
  if let issues = root["Issues"] { return (issues, "/Issues") }
  if let issues = root["data"]?["scan"]?["issues"] { return (issues, "/data/scan/issues") }
  return root["data"]?["issues"].map { ($0, "/data/issues") }
}

private func readBurpIssues(_ root: JSONValue, into report: inout ReportBuilder) throws(Diagnostic) {
  report.tool = "Burp Suite"
  report.kinds.insert(.dast)
  if let status = root["data"]?["scan"]?.stated("status"), status != "succeeded" {
    report.fail("Burp's scan did not succeed: its status is \(status)")
  }
  guard let (issues, pointer) = burpIssues(root) else { return }
  let scan = report.scan()
  for (index, issue) in try issues.elements().enumerated() {
    guard let type = try issue.object("issue_type") else { throw issue.mismatch("an object with `issue_type`") }
    let name = type.stated("name")
    let number = if let index = type.stated("type_index") ?? name { index } else { try type.required("name") }
    let read = BurpIssue(
      type: number, name: name, severity: issue.stated("severity"),
      confidence: issue.stated("confidence"), origin: issue.stated("origin"), path: issue.stated("path"), caption: nil,
      method: nil, classifications: type.stated("vulnerability_classifications_html"))
    report.observations.append(read.observation(scan, at: report.position(pointer, index)))
    report.hasScanProof = true
  }
}
