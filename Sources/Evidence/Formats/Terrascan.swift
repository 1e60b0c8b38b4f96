import Documents
import Model

// Terrascan: https://runterrascan.io/docs/usage/command_line_mode/. With `--find-vuln` it also lists vulnerabilities of
// the images in use.

extension Format {
  static let terrascan = Format(
    name: "terrascan", title: "Terrascan (JSON)", signature: "an object `results` with `violations` or `scan_summary`",
    kinds: [.iac, .container],
    severities: ["critical": .critical, "high": .high, "medium": .medium, "low": .low, "unknown": nil],
    provides: [.severity, .cvss, .ids, .package, .path, .lines, .image, .resource, .state, .scanTime],
    recognises: isTerrascan, read: readTerrascan)
}

private func isTerrascan(_ root: JSONValue) -> Bool {
  guard let results = root["results"], results.kind == .object else { return false }
  return results.has("violations") || results.has("scan_summary")
}

private func readTerrascan(_ root: JSONValue, into report: inout ReportBuilder) throws(Diagnostic) {
  guard let results = try root.object("results") else { throw root.mismatch("an object with `results`") }
  let summary = try results.object("scan_summary")
  let target = summary?.stated("file/folder")
  report.tool = "Terrascan"
  report.time = Timestamp(loosely: summary?["scanned_at"])
  report.kinds.insert(.iac)
  report.hasScanProof = (summary?.integer("policies_validated") ?? 0) > 0
  report.counted += summary?.integer("violated_policies") ?? 0
  report.recordScannedFolder(target)
  if let target, target.hasPrefix("/") { report.roots.append(target) }
  try noteErrors(results, in: &report)
  let scan = report.scan(target: target)
  for (index, violation) in try results.list("violations").enumerated() {
    report.observations.append(
      try observation(violation, scan: scan, at: report.position("/results/violations", index)))
  }
  for (index, violation) in try results.list("skipped_violations").enumerated() {
    var skipped = try observation(violation, scan: scan, at: report.position("/results/skipped_violations", index))
    skipped.state = .suppressed
    skipped.stateReason = violation.stated("skip_comment") ?? "skipped without a reason"
    report.observations.append(skipped)
  }
  for (index, entry) in try results.list("vulnerabilities").enumerated() {
    report.observations.append(
      try vulnerability(entry, scan: scan, at: report.position("/results/vulnerabilities", index)))
  }
}

/// Records errors of the scan, except for those that only state that a kind of code is not present.
private func noteErrors(_ results: JSONValue, in report: inout ReportBuilder) throws(Diagnostic) {
  for (index, error) in try results.list("scan_errors").enumerated() {
    let text = error.stated("errMsg") ?? "no reason given"
    guard !noneOfTheKind.contains(where: text.contains) else { continue }
    let kind = error.stated("iac_type").map { " as \($0)" } ?? ""
    report.fail(
      "Terrascan could not read \(error.stated("directory") ?? "a folder")\(kind): \(text)",
      at: report.position("/results/scan_errors", index))
  }
}

private let noneOfTheKind = [
  "file not found in the directory", "no helm charts found in directory", "has no terraform config files",
]

private func observation(_ violation: JSONValue, scan: Scan, at position: SourcePosition) throws(Diagnostic)
  -> Observation
{
  let rule = try violation.required("rule_id")
  var observation = Observation(
    scan: scan, kind: .iac, ruleId: rule,
    title: violation.stated("description") ?? violation.stated("rule_name") ?? rule,
    location: Location(
      path: violation.stated("file"), startLine: violation.line("line"), resource: resource(of: violation)),
    at: position)
  observation.nativeSeverity = violation.stated("severity")
  return observation
}

/// The observation of a vulnerability. The file in the report uses the image and does not contain the package, so it is
/// not the location.
private func vulnerability(_ entry: JSONValue, scan: Scan, at position: SourcePosition) throws(Diagnostic)
  -> Observation
{
  let (id, package) = (try entry.required("vulnerability_id"), entry.stated("package"))
  var observation = Observation(
    scan: scan, kind: .container, ruleId: id, title: package.map { "\(id) in \($0)" } ?? id,
    location: Location(resource: resource(of: entry), image: entry.stated("image")), at: position)
  observation.ids = [id]
  observation.nativeSeverity = entry.stated("severity")
  observation.component = package.map {
    Component(stated: nil, ecosystem: nil, name: $0, version: entry.stated("installed_version"))
  }
  let rating = entry["cvss_score"]
  if let vector = rating?.stated("v3_vector") {
    observation.cvss.append(
      CVSSRating(version: CVSSRating.version(of: vector), vector: vector, score: rating?.number("v3_score")))
  }
  if let vector = rating?.stated("v2_vector") {
    observation.cvss.append(CVSSRating(version: "2.0", vector: vector, score: rating?.number("v2_score")))
  }
  return observation
}

private func resource(of entry: JSONValue) -> String? {
  guard let name = entry.stated("resource_name") else { return nil }
  return entry.stated("resource_type").map { "\($0).\(name)" } ?? name
}
