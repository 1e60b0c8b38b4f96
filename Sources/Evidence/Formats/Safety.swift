import Documents
import Model

// Safety: `safety check --output json` of versions 2 and 3, and `safety scan --output json` of version 3 (schema 3.0),
// https://docs.safetycli.com.

extension Format {
  static let safety = Format(
    name: "safety", title: "Safety, check and scan (JSON)",
    signature: "`report_meta` with `scanned_packages` and `vulnerabilities`; or `scan_results` with `meta`",
    kinds: [.sca],
    severities: [
      "critical": .critical, "high": .high, "medium": .medium, "low": .low, "none": Severity.none, "unknown": nil,
    ],
    provides: [.severity, .cvss, .ids, .package, .fixedVersions, .path, .state, .commit, .toolVersion],
    recognises: { root in
      root.has("report_meta") && root.has("scanned_packages") && root.has("vulnerabilities")
        || root["scan_results"]?.kind == .object && root["meta"]?.has("scan_type") ?? false
    },
    read: { root, report throws(Diagnostic) in
      report.tool = "Safety"
      report.kinds.insert(.sca)
      if root.has("scan_results") { try readScan(root, into: &report) } else { try readCheck(root, into: &report) }
    })
}

private func readCheck(_ root: JSONValue, into report: inout ReportBuilder) throws(Diagnostic) {
  let meta = try root.object("report_meta")
  report.toolVersion = meta?.stated("safety_version")
  if let git = meta?["git"], git.flag("dirty") == false { report.commit = git.stated("commit") }
  report.hasScanProof = try root.object("scanned_packages")?.members().contains { _ in true } ?? false
  let scan = report.scan()
  let file = try requirements(of: meta)
  for member in ["vulnerabilities", "ignored_vulnerabilities"] as [StaticString] {
    let list = try root.list(member)
    for (index, vulnerability) in list.enumerated() {
      let position = report.position("/\(member)", index)
      report.observations.append(try checked(vulnerability, in: file, scan: scan, at: position))
    }
  }
  let (counted, listed) = (
    meta?.integer("vulnerabilities_found") ?? 0, try root.list("vulnerabilities").count { _ in true }
  )
  if counted > listed { report.fail("Safety counts \(counted) vulnerabilities but lists \(listed)") }
}

/// The requirements file that was scanned, if it is a single one.
private func requirements(of meta: JSONValue?) throws(Diagnostic) -> String? {
  guard let target = meta?.stated("scan_target"), target.hasPrefix("file") else { return nil }
  let files = try meta?.texts("scanned") ?? []
  return files.count == 1 ? files[0] : nil
}

private func checked(
  _ vulnerability: JSONValue, in file: String?, scan: Scan, at position: SourcePosition
) throws(Diagnostic) -> Observation {
  let (id, name) = (try vulnerability.required("vulnerability_id"), try vulnerability.required("package_name"))
  let alias = vulnerability.stated("CVE")
  var observation = observation(
    id, alias, of: name, version: vulnerability.stated("analyzed_version"), in: file, scan: scan, at: position)
  let rating = vulnerability["severity"]?["cvssv3"]
  observation.nativeSeverity = rating?.stated("base_severity")
  if let vector = rating?.stated("vector_string") {
    observation.cvss = [
      CVSSRating(version: CVSSRating.version(of: vector), vector: vector, score: rating?.number("base_score"))
    ]
  }
  // Without a licence Safety writes an empty list for what it does not tell.
  let fixed = try vulnerability.texts("fixed_versions")
  observation.fixedVersions = fixed.isEmpty ? nil : fixed
  if vulnerability.flag("ignored") == true {
    (observation.state, observation.stateReason) = (.suppressed, vulnerability.stated("ignored_reason") ?? "ignored")
  }
  return observation
}

/// Reads the files of all projects, or of the environment. A vulnerability is named by Safety's own number only.
private func readScan(_ root: JSONValue, into report: inout ReportBuilder) throws(Diagnostic) {
  report.toolVersion = root["meta"]?["telemetry"]?.stated("safety_version")
  guard let results = try root.object("scan_results") else { return }
  var scans = ScanPool()
  for (index, file) in try results.list("files").enumerated() {
    let scan = scans.scan(in: report)
    try read(file, scan: scan, at: "/scan_results/files/\(index)", into: &report)
  }
  for (index, project) in try results.list("projects").enumerated() {
    report.recordScannedFolder(project.stated("location"))
    if let root = project.stated("location"), root.hasPrefix("/") { report.roots.append(root) }
    let git = project["git"]
    let scan = scans.scan(in: report, commit: git?.flag("dirty") == false ? git?.stated("commit") : nil)
    for (number, file) in try project.list("files").enumerated() {
      try read(file, scan: scan, at: "/scan_results/projects/\(index)/files/\(number)", into: &report)
    }
  }
  report.adoptCommitOfOpenResults()
}

private func read(
  _ file: JSONValue, scan: Scan, at pointer: String, into report: inout ReportBuilder
) throws(Diagnostic) {
  let path = try file.required("location")
  report.hasScanProof = true
  guard let results = try file.object("results") else { throw file.mismatch("a file with `results`") }
  for (index, package) in try results.list("dependencies").enumerated() {
    let name = try package.required("name")
    for (number, specification) in try package.list("specifications").enumerated() {
      let list = report.list("\(pointer)/results/dependencies/\(index)/specifications/\(number)/vulnerabilities")
      let version = specification.text("raw").flatMap(pinnedVersion)
      guard let found = try specification.object("vulnerabilities") else { continue }
      for (count, vulnerability) in try found.list("known_vulnerabilities").enumerated() {
        let id = try vulnerability.required("id")
        var observation = observation(
          id, nil, of: name, version: version, in: path, scan: scan, at: report.position(list, count))
        if let ignored = vulnerability["ignored"] {
          let reason = ignored.stated("reason") ?? ignored.stated("code")
          (observation.state, observation.stateReason) = (.suppressed, reason ?? "ignored")
        }
        report.observations.append(observation)
      }
    }
  }
}

private func observation(
  _ id: String, _ alias: String?, of name: String, version: String?, in file: String?, scan: Scan,
  at position: SourcePosition
) -> Observation {
  var observation = Observation(
    scan: scan, kind: .sca, ruleId: id, title: "\(alias ?? id) in \(name)", location: Location(path: file),
    at: position)
  observation.ids = [alias].compactMap { $0 }
  observation.component = Component(stated: nil, ecosystem: "pypi", name: name, version: version)
  return observation
}

/// The version in a requirement such as `django==2.2.0`; nil unless it names a single one.
private func pinnedVersion(_ requirement: String) -> String? {
  let parts = requirement.split(separator: "=", omittingEmptySubsequences: true)
  guard parts.count == 2, requirement.contains("=="), !requirement.contains(","), !requirement.contains("*") else {
    return nil
  }
  return String(parts[1].prefix { $0 != " " && $0 != ";" })
}
