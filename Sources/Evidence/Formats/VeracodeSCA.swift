import Documents
import Model

extension Format {
  /// Veracode SCA, formerly SourceClear: the CSV of issues from its agent
  /// (https://docs.veracode.com/r/Manage_SCA_agent_scan_results), and the issues of its API.
  static let veracodeSCA = Format(
    name: "veracode-sca", title: "Veracode SCA agent (JSON, CSV)", kinds: [.sca, .license, .quality],
    severities: [
      "critical": .critical, "high": .high, "medium": .medium, "low": .low, "none": Severity.none, "unknown": nil,
    ],
    provides: [
      .severity, .cvss, .cwe, .ids, .package, .fixedVersions, .fingerprint, .firstSeen, .state, .reachability,
    ],
    variants: [
      .json(
        "`issues` in `_embedded`, each with `issue_type` and `library`",
        recognises: { root in
          guard let first = root["_embedded"]?["issues"]?.firstElement else { return false }
          return first.has("issue_type") && first.has("library")
        },
        read: readIssues),
      .table(
        "the columns `Issue ID`, `Issue type`, `Library` and `Version in use`",
        recognises: { $0.has("issue id", "issue type", "library", "version in use") }, read: readTable),
    ])
}

/// The kind of an issue: a vulnerable, a badly licensed, or an outdated library. Nil if unknown.
private func kind(of issue: String) -> Observation.Kind? {
  switch issue.lowercased() {
  case "vulnerability": .sca
  case "license": .license
  case "library", "outdated library": .quality
  default: nil
  }
}

/// The CVE identifier; the CSV and the API state only its year and number.
private func cve(_ text: String?) -> String? {
  text.flatMap { vulnerability($0.uppercased()) ?? vulnerability("CVE-\($0)") }
}

// MARK: - JSON

private func readIssues(_ root: JSONValue, into report: inout ReportBuilder) throws(Diagnostic) {
  report.tool = "Veracode SCA"
  guard let embedded = try root.object("_embedded") else { return }
  var (count, scans) = (0, ScanPool())
  for (index, issue) in try embedded.list("issues").enumerated() {
    let scan = scans.scan(in: report, target: issue.stated("project_name"))
    report.observations.append(try observation(issue, scan, at: report.position("/_embedded/issues", index)))
    report.hasScanProof = true
    count += 1
  }
  if let total = root["page"]?.integer("total_elements"), total > count {
    report.fail("the report has only \(count) of \(total) issues")
  }
}

private func observation(_ issue: JSONValue, _ scan: Scan, at position: SourcePosition) throws(Diagnostic)
  -> Observation
{
  let type = try issue.required("issue_type")
  guard let kind = kind(of: type), let library = try issue.object("library") else {
    throw issue.mismatch("an issue of the type `vulnerability`, `license` or `library` with a `library`")
  }
  let (vulnerability, package) = (try issue.object("vulnerability"), component(library))
  let id = cve(vulnerability?.stated("cve")) ?? vulnerability?.stated("id").map { "SRCCLR-SID-\($0)" }
  let title = vulnerability?.stated("title") ?? "\(type) issue"
  var observation = Observation(
    scan: scan, kind: kind, ruleId: id ?? type, title: "\(title) in \(package.name)", at: position)
  observation.nativeSeverity = issue.scalar("severity")
  observation.component = package
  observation.ids = kind == .sca ? [id].compactMap { $0 } : []
  observation.cwes = try Weakness.numbers(in: vulnerability?["cwe_id"])
  observation.cvss = scores(vulnerability)
  observation.fingerprints = ["veracodeIssue": try issue.required("id")]
  observation.firstSeen = issue.stated("created_date").flatMap { Timestamp(loosely: $0) }
  // A call of the vulnerable method was found. If none was found, that proves nothing.
  if issue.flag("vulnerable_method") == true {
    observation.reachability = .reachable
    observation.reachabilityEvidence = ReachabilityEvidence(level: "called", tool: scan.tool)
  }
  observation.setState(isIgnored: issue.flag("ignored") == true, status: issue.stated("issue_status"))
  return observation
}

private func component(_ library: JSONValue) -> Component {
  let (name, version) = (library.stated("name"), library.stated("version"))
  return veracodeComponent(id: library.stated("id"), name: name, version: version) ?? Component(name: "a library")
}

/// The CVSS ratings; vectors have no version prefix, and are empty if there is none.
private func scores(_ vulnerability: JSONValue?) -> [CVSSRating] {
  let versions: [(String, StaticString, StaticString)] = [
    ("3", "cvss3_vector", "cvss3_score"), ("2.0", "cvss2_vector", "cvss2_score"),
  ]
  return versions.compactMap { version, vector, score in
    guard let score = vulnerability?.number(score), score > 0 else { return nil }
    return CVSSRating(version: version, vector: vulnerability?.stated(vector), score: score)
  }
}

// MARK: - CSV

private func readTable(_ table: CSVTable, into report: inout ReportBuilder) throws(Diagnostic) {
  report.tool = "Veracode SCA"
  var scans = ScanPool()
  for row in table.rows {
    let type = try row.required("issue type")
    guard let kind = kind(of: type) else {
      throw Diagnostic(.reportInvalid, "unknown issue type \(shownWord(type))", at: row.position)
    }
    report.observations.append(try observation(row, kind, scans.scan(in: report, target: row["project"])))
    report.hasScanProof = true
  }
}

private func observation(_ row: CSVTable.Row, _ kind: Observation.Kind, _ scan: Scan) throws(Diagnostic) -> Observation
{
  let (version, library) = (row["version in use"], try row.required("library"))
  let package =
    if let manager = row["package manager"], let first = row["coordinate 1"] {
      veracodeComponent(manager: manager, first: first, second: row["coordinate 2"], version: version)
    } else {
      Component(name: library, version: version)
    }
  let id = cve(row["cve"]) ?? row["vulnerability id"].map { "SRCCLR-SID-\($0)" }
  let title = if let title = row["title"] { title } else { try row.required("issue type") }
  var observation = Observation(
    scan: scan, kind: kind, ruleId: id ?? row["license"] ?? title, title: "\(title) in \(package.name)",
    at: row.position)
  observation.nativeSeverity = row["severity"]
  observation.component = package
  observation.ids = kind == .sca ? [id].compactMap { $0 } : []
  if let score = row["cvss score"].flatMap({ Double($0) }), score > 0 {
    observation.cvss = [CVSSRating(version: "", score: score)]
  }
  observation.fixedVersions = row["updated version"].map { [$0] }
  observation.fingerprints = ["veracodeIssue": try row.required("issue id")]
  observation.setState(isIgnored: row["ignored"]?.lowercased() == "true", status: row["status"])
  return observation
}

extension Observation {
  fileprivate mutating func setState(isIgnored: Bool, status: String?) {
    if isIgnored {
      (state, stateReason) = (.suppressed, "ignored in Veracode")
    } else if let status, ["fixed", "resolved"].contains(status.lowercased()) {
      (state, stateReason) = (.fixed, status.lowercased())
    }
  }
}
