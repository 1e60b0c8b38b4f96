import Documents
import Model

// KICS: https://docs.kics.io/latest/results/#json. A query with results lists each place where it found something.

extension Format {
  static let kics = Format(
    name: "kics", title: "KICS (JSON)", signature: "`queries` with `kics_version` or `severity_counters`",
    kinds: [.iac, .secret],
    severities: [
      "critical": .critical, "high": .high, "medium": .medium, "low": .low, "info": Severity.none,
      "trace": Severity.none,
    ],
    provides: [.severity, .cwe, .path, .lines, .resource, .fingerprint, .scanTime, .toolVersion],
    otherLists: ["bill_of_materials"],
    recognises: { $0.has("queries") && ($0.has("kics_version") || $0.has("severity_counters")) }, read: readKICS)
}

private func readKICS(_ root: JSONValue, into report: inout ReportBuilder) throws(Diagnostic) {
  report.tool = "KICS"
  report.toolVersion = root.stated("kics_version")
  report.time = Timestamp(loosely: root["end"])
  report.kinds.insert(.iac)
  let wasRead = (root.integer("files_scanned") ?? 0) > 0 && root.integer("files_parsed") != 0
  report.hasScanProof = wasRead && root.integer("queries_total") != 0
  report.counted += root.integer("total_counter") ?? 0
  try noteRoots(root, in: &report)
  noteFailures(root, in: &report)
  let scan = report.scan()
  for (number, query) in try root.list("queries").enumerated() {
    let query = try Query(query, scan: scan)
    for (index, file) in try query.value.list("files").enumerated() {
      report.observations.append(try query.observation(file, at: report.position("/queries/\(number)/files", index)))
      report.hasScanProof = true
    }
  }
}

/// Adds the roots of the scan. Paths of files are relative to KICS's working directory, which is `/app/bin` in its
/// container image: `/src/main.tf` is `../../src/main.tf`.
private func noteRoots(_ root: JSONValue, in report: inout ReportBuilder) throws(Diagnostic) {
  for path in try root.texts("paths") where path.hasPrefix("/") { report.roots += [path, "../..\(path)"] }
}

private func noteFailures(_ root: JSONValue, in report: inout ReportBuilder) {
  if let files = root.integer("files_failed_to_scan"), files > 0 {
    report.fail("KICS could not scan \(files) of the files")
  }
  if let queries = root.integer("queries_failed_to_execute"), queries > 0 {
    report.fail("KICS could not run \(queries) of its queries")
  }
}

/// One element of `queries`.
private struct Query {
  let value: JSONValue
  let scan: Scan
  let id: String
  let title: String
  let cwes: [Int]

  init(_ value: JSONValue, scan: Scan) throws(Diagnostic) {
    (self.value, self.scan) = (value, scan)
    id = try value.required("query_id")
    title = value.stated("query_name") ?? id
    cwes = try Weakness.numbers(in: value["cwe"])
  }

  /// The observation of a file. The searched, expected and actual values are not reported, since they may be the
  /// secret.
  func observation(_ file: JSONValue, at position: SourcePosition) throws(Diagnostic) -> Observation {
    let (type, name) = (named(file.stated("resource_type")), named(file.stated("resource_name")))
    let resource = name.map { name in type.map { "\($0).\(name)" } ?? name }
    var observation = Observation(
      scan: scan, kind: title.hasPrefix("Passwords And Secrets") ? .secret : .iac, ruleId: id, title: title,
      location: Location(
        path: try file.required("file_name"), startLine: file.line("line"), resource: resource), at: position)
    observation.nativeSeverity = value.stated("severity")
    observation.cwes = cwes
    observation.fingerprints = file.stated("similarity_id").map { ["kics": $0] } ?? [:]
    return observation
  }
}

/// The name; nil for `n/a`, which KICS writes if there is no resource.
private func named(_ text: String?) -> String? { text == "n/a" ? nil : text }
