import Documents
import Model

// Checkov: https://www.checkov.io/2.Basics/Reviewing%20Scan%20Results.html. The root is one object for one framework,
// an array for several.

extension Format {
  static let checkov = Format(
    name: "checkov", title: "Checkov (JSON)",
    signature:
      "`check_type` with `results`, or an array of those; when clean, `checkov_version` with `passed` and `failed`",
    kinds: [.iac, .sca, .container, .secret, .license],
    severities: [
      "critical": .critical, "high": .high, "medium": .medium, "moderate": .medium, "low": .low, "info": Severity.none,
      "none": Severity.none, "off": Severity.none,
    ],
    provides: [.severity, .cvss, .ids, .package, .fixedVersions, .path, .lines, .resource, .state, .toolVersion],
    otherLists: ["passed_checks"],
    recognises: isCheckov, read: readCheckov)
}

private func isCheckov(_ root: JSONValue) -> Bool {
  if root.has("checkov_version") { return root.has("passed") && root.has("failed") }
  let first = root.kind == .array ? root.firstElement : root
  return first.map { $0.has("check_type") && $0.has("results") } ?? false
}

private func readCheckov(_ root: JSONValue, into report: inout ReportBuilder) throws(Diagnostic) {
  report.tool = "Checkov"
  if root.has("checkov_version") { return readSummary(root, into: &report) }
  guard root.kind == .array else { return try readFramework(root, at: "", into: &report) }
  for (index, framework) in try root.elements().enumerated() {
    try readFramework(framework, at: "/\(index)", into: &report)
  }
}

/// Reads the counts of a run. Checkov also succeeds if it found no file to check, which does not prove a scan.
private func readSummary(_ summary: JSONValue, into report: inout ReportBuilder) {
  report.toolVersion = summary.stated("checkov_version") ?? report.toolVersion
  let counts = ["passed", "failed", "skipped", "resource_count"].compactMap { summary[$0]?.integer }
  if counts.contains(where: { $0 > 0 }) { report.hasScanProof = true }
  report.counted += summary.integer("failed") ?? 0
}

private func readFramework(_ framework: JSONValue, at pointer: String, into report: inout ReportBuilder)
  throws(Diagnostic)
{
  let summary = try framework.object("summary")
  if let summary { readSummary(summary, into: &report) }
  guard let results = try framework.object("results") else { throw framework.mismatch("an object with `results`") }
  let type = framework.stated("check_type") ?? ""
  report.kinds.insert(defaultKind(of: type))
  let scan = report.scan()
  for list in ["failed_checks", "skipped_checks"] as [StaticString] {
    for (index, check) in try results.list(list).enumerated() {
      let position = report.position("\(pointer)/results/\(list)", index)
      report.observations.append(try Check(check, framework: type, scan: scan).observation(at: position))
      report.hasScanProof = true
    }
  }
  try noteParsingErrors(results, summary, at: pointer, in: &report)
}

private func noteParsingErrors(
  _ results: JSONValue, _ summary: JSONValue?, at pointer: String, in report: inout ReportBuilder
) throws(Diagnostic) {
  for (index, file) in try results.texts("parsing_errors").enumerated() {
    report.noteUnread(
      file, "Checkov could not read \(file)", at: report.position("\(pointer)/results/parsing_errors", index))
  }
  // `--compact` and filters omit the list, but not the count.
  if let count = summary?.integer("parsing_errors"), count > 0, !results.has("parsing_errors") {
    report.fail("Checkov could not read \(count) of the files")
  }
}

private func defaultKind(of type: String) -> Observation.Kind {
  switch type {
  case "secrets": .secret
  case "sca_package", "sca_package_scan": .sca
  case "sca_image": .container
  default: .iac
  }
}

/// One entry of `failed_checks` or `skipped_checks`.
private struct Check {
  let value: JSONValue
  let scan: Scan
  let id: String
  let kind: Observation.Kind

  init(_ value: JSONValue, framework: String, scan: Scan) throws(Diagnostic) {
    (self.value, self.scan) = (value, scan)
    id = try value.required("check_id")
    let frameworkKind = defaultKind(of: framework)
    // An SCA run reports vulnerabilities and licences side by side.
    if id.hasPrefix("BC_LIC") {
      kind = .license
    } else if value["vulnerability_details"] != nil {
      kind = frameworkKind == .container ? .container : .sca
    } else {
      kind = id.hasPrefix("CKV_SECRET") ? .secret : frameworkKind
    }
  }

  func observation(at position: SourcePosition) throws(Diagnostic) -> Observation {
    let details = try value.object("vulnerability_details")
    let (rule, package) = (details?.stated("id") ?? id, details?.stated("package_name"))
    // For packages the name of the check is only "SCA package scan".
    let title = package.map { "\(rule) in \($0)" } ?? value.stated("check_name") ?? rule
    var observation = Observation(
      scan: scan, kind: kind, ruleId: rule, title: title, location: try location, at: position)
    observation.nativeSeverity = value.stated("severity")
    if kind == .secret { observation.secretDigest = value.stated("resource").map { digestOfSecret(sha1: $0) } }
    if let details { try observation.take(details, isVulnerability: kind != .license) }
    let result = value["check_result"]
    if result?["result"]?.equals("SKIPPED") ?? false {
      observation.state = .suppressed
      observation.stateReason = result?.stated("suppress_comment") ?? "skipped without a reason"
    }
    return observation
  }

  private var location: Location {
    get throws(Diagnostic) {
      // The resource of a secret is a hash of its value, from which a short value can be guessed, so it is not reported.
      var location = Location(path: path, resource: kind == .secret ? nil : value.stated("resource"))
      let lines = Array(try value.list("file_line_range")).compactMap(\.integer)
      if lines.count == 2, lines[1] > 0 {
        (location.startLine, location.endLine) = (Swift.max(1, lines[0]), Swift.max(lines[0], lines[1]))
      }
      return location
    }
  }

  /// The path of the file. `file_path` is relative to the scanned folder, `repo_file_path` to the working directory of
  /// Checkov.
  ///
  /// `repo_file_path` is used if it ends with `file_path` and the absolute path ends with it. This is not so for
  /// frameworks that repeat the folder's name, nor for a Terraform plan, where it names the plan.
  private var path: String? {
    guard let file = value.stated("file_path")?.withoutLeadingSlash else { return nil }
    guard let inRepository = value.stated("repo_file_path")?.withoutLeadingSlash, ends(inRepository, with: file) else {
      return file
    }
    guard let absolute = value.stated("file_abs_path") else { return inRepository }
    return ends(absolute, with: inRepository) ? inRepository : file
  }
}

/// Whether a path equals another path or ends with it after a slash.
private func ends(_ path: String, with tail: String) -> Bool { path == tail || path.hasSuffix("/" + tail) }

extension Observation {
  /// Adds the package and the vulnerability that Checkov's SCA reports.
  fileprivate mutating func take(_ details: JSONValue, isVulnerability: Bool) throws(Diagnostic) {
    if let name = details.stated("package_name") {
      // The type of the package is stated only for runs with a platform API key.
      component = Component(
        stated: nil, ecosystem: details.stated("package_type"), name: name, version: details.stated("package_version"))
    }
    guard isVulnerability else { return }
    ids = [ruleId]
    nativeSeverity = nativeSeverity ?? details.stated("severity")
    if let vector = details.stated("vector") {
      cvss = [CVSSRating(version: CVSSRating.version(of: vector), vector: vector, score: details.number("cvss"))]
    }
    if let fixed = details.stated("lowest_fixed_version") {
      fixedVersions = fixed == "N/A" ? [] : [fixed]
    }
  }
}
