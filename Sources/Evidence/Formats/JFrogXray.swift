import Documents
import Model

// JFrog Xray: https://jfrog.com/help/r/xray-rest-apis. The rows of a report, the summary of artifacts, the violations
// of a watch, and the result of an on-demand scan (`jf scan`, `jf audit` with `--format=json`).

extension Format {
  static let jfrogXray = Format(
    name: "jfrog-xray", title: "JFrog Xray (JSON)",
    signature: "`rows` with `total_rows`; `artifacts` with `issues`; `data` with `total_count`; "
      + "`scan_id` or `component_id` with its findings",
    kinds: [.sca, .container, .license, .quality],
    severities: [
      "critical": .critical, "high": .high, "medium": .medium, "low": .low, "information": Severity.none,
      "informational": Severity.none, "none": Severity.none, "unknown": nil,
    ],
    provides: [.severity, .cvss, .cwe, .ids, .package, .fixedVersions, .image, .resource, .reachability, .scanTime],
    recognises: isXray, read: readXray)
}

private func isXray(_ root: JSONValue) -> Bool {
  guard let first = root.firstRecord else { return false }
  if first.has("total_rows") { return first.has("rows") }
  if first.has("total_count") {
    let row = first["data"]?.firstElement
    return first["data"]?.kind == .array && (row?.has("source_comp_id") ?? row?.has("component_versions") ?? true)
  }
  if let artifact = first["artifacts"]?.firstElement {
    return artifact.has("general") && (artifact.has("issues") || artifact.has("licenses"))
  }
  guard first.has("scan_id") || first.has("component_id") else { return false }
  return first.has("vulnerabilities") || first.has("violations") || first.has("licenses") || first.has("package_type")
}

private func readXray(_ root: JSONValue, into report: inout ReportBuilder) throws(Diagnostic) {
  report.tool = "JFrog Xray"
  var (count, total) = (0, 0)
  for (index, part) in try root.records.enumerated() {
    let pointer = root.kind == .array ? "/\(index)" : ""
    count += try part.list("rows").count + part.list("data").count
    if part.has("rows") || part.has("data") { report.kinds.insert(.sca) }
    total = max(total, part.integer("total_rows") ?? part.integer("total_count") ?? 0)
    try readRows(of: part, at: pointer, into: &report)
    try readArtifacts(of: part, at: pointer, into: &report)
    try readScan(part, at: pointer, into: &report)
  }
  if count < total { report.fail("the report has \(count) of Xray's \(total) rows") }
}

/// Reads the rows of a report and the violations of a watch.
private func readRows(of part: JSONValue, at pointer: String, into report: inout ReportBuilder) throws(Diagnostic) {
  // The oldest scan decides: it may have missed something.
  let times = try part.list("rows").compactMap { $0.stated("artifact_scan_time").flatMap { Timestamp($0) } }
  report.time = [report.time, times.min()].compactMap { $0 }.min()
  let scan = report.scan()
  for (index, row) in try part.list("rows").enumerated() {
    let issue = XrayIssue(row, component: row.stated("vulnerable_component"), artifact: row.stated("impacted_artifact"))
    report.observations.append(try issue.observation(scan: scan, at: report.position(pointer + "/rows", index)))
  }
  for (index, row) in try part.list("data").enumerated() {
    let issue = XrayIssue(
      row, details: row["component_versions"]?["more_details"], fixes: row["component_versions"],
      component: row.stated("source_comp_id") ?? row.stated("component"), artifact: row.stated("impacted_artifact"))
    report.observations.append(try issue.observation(scan: scan, at: report.position(pointer + "/data", index)))
  }
}

/// Reads the summary of artifacts, which states the problems of each artifact and their paths in it.
private func readArtifacts(of part: JSONValue, at pointer: String, into report: inout ReportBuilder) throws(Diagnostic)
{
  for error in try part.list("errors") {
    report.fail("Xray did not scan \(error.stated("identifier") ?? "an artifact"): \(error.stated("error") ?? "")")
  }
  for (index, artifact) in try part.list("artifacts").enumerated() {
    report.hasScanProof = true
    let general = artifact["general"]
    let (name, isImage) = (general?.stated("component_id"), general?["pkg_type"]?.equals("Docker") ?? false)
    report.kinds.insert(isImage ? .container : .sca)
    let scan = report.scan(target: name)
    for (number, value) in try artifact.list("issues").enumerated() {
      let path = try value.texts("impact_path").first
      let issue = XrayIssue(
        value, component: path.flatMap { $0.split(separator: "/").last.map(String.init) },
        artifact: isImage ? name.map { "docker://" + $0 } : name, path: path)
      let position = report.position("\(pointer)/artifacts/\(index)/issues", number)
      report.observations.append(try issue.observation(scan: scan, at: position))
    }
  }
}

/// Reads an on-demand scan: each problem with the components that have it.
private func readScan(_ part: JSONValue, at pointer: String, into report: inout ReportBuilder) throws(Diagnostic) {
  guard part.has("scan_id") || part.has("component_id") else { return }
  report.kinds.insert(.sca)
  if part["status"]?.equals("failed") ?? false { report.fail("Xray's scan failed") }
  let hasEnded = part["status"]?.equals("completed") ?? false
  if hasEnded, part.stated("component_id") != nil { report.hasScanProof = true }
  let scan = report.scan(target: part.stated("component_id"))
  for list in ["vulnerabilities", "violations"] as [StaticString] {
    for (index, value) in try part.list(list).enumerated() {
      let prefix = "\(pointer)/\(list)/\(index)/components"
      guard let components = try value.object("components") else { throw value.mismatch("an object with `components`") }
      for (id, component) in try components.members() {
        let path = try component.list("impact_paths").first?.elements().reversed().first?.stated("full_path")
        let issue = XrayIssue(value, fixes: component, component: id, artifact: part.stated("component_id"), path: path)
        let position = SourcePosition(
          file: report.input.name, pointer: "\(report.pointer)\(prefix)/\(pointerToken(id))")
        report.observations.append(try issue.observation(scan: scan, at: position))
      }
    }
  }
}
