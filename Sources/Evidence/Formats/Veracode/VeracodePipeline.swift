import Documents
import Model

/// Reads the results of a pipeline scan: https://docs.veracode.com/r/t_run_pipeline_scan.
func readVeracodePipeline(_ root: JSONValue, into report: inout ReportBuilder) throws(Diagnostic) {
  report.tool = "Veracode"
  report.toolVersion = root.stated("pipeline_scan")
  report.kinds.insert(.sast)
  let status = root.stated("scan_status")
  if status == "SUCCESS" {
    if try !root.list("modules").isEmpty || root.integer("modules_count") ?? 0 > 0 { report.hasScanProof = true }
  } else if let status {
    report.fail("the scan ended with the status \(status): \(firstLine(of: root.stated("message") ?? "no message"))")
  }
  let scan = report.scan()
  for (index, finding) in try root.list("findings").enumerated() {
    report.observations.append(try observation(finding, scan, at: report.position("/findings", index)))
    report.hasScanProof = true
  }
}

private func observation(_ finding: JSONValue, _ scan: Scan, at position: SourcePosition) throws(Diagnostic)
  -> Observation
{
  let cwe = try finding.required("cwe_id")
  let file = finding["files"]?["source_file"]
  let path = file?.stated("file")?.withoutLeadingSlash
  var observation = Observation(
    scan: scan, kind: .sast, ruleId: "CWE-\(cwe)", title: finding.stated("issue_type") ?? "CWE-\(cwe)",
    location: Location(path: path, startLine: file?.line("line")), at: position)
  try observation.setFlow(
    finding["stack_dumps"]?.locations { frame in
      frame.stated("SourceFile").map {
        Location(path: $0.withoutLeadingSlash, startLine: frame.line("SourceLine"))
      }
    } ?? [])
  observation.nativeSeverity = finding.scalar("severity")
  observation.cwes.add(weakness: Weakness.number(cwe, isBare: true))
  observation.fingerprints = flawHash(finding["flaw_match"]).map { ["veracodeFlawMatch": $0] } ?? [:]
  return observation
}

/// A fingerprint from the hashes of the flaw, its cause and its procedure, since issue numbers change with each scan.
/// Nil if one is missing.
private func flawHash(_ match: JSONValue?) -> String? {
  let parts = [
    "procedure_hash", "prototype_hash", "flaw_hash", "flaw_hash_ordinal", "cause_hash", "cause_hash_ordinal",
  ]
  .compactMap { (key: StaticString) in match?.scalar(key) }
  return parts.count == 6 ? parts.joined(separator: ":") : nil
}
