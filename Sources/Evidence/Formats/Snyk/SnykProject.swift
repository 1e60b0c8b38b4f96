import Documents
import Model

/// The report of one project: a manifest, an image or a configuration file.
struct SnykProject {
  let value: JSONValue
  let scan: Scan
  let image: String?
  let path: String?

  init(_ value: JSONValue, in report: ReportBuilder) {
    let isImage = value.has("docker") || imageManagers.contains(value.text("packageManager") ?? "")
    image = isImage ? value.stated("path") ?? value.stated("projectName") : nil
    path = value.stated("displayTargetFile") ?? value.stated("targetFile")
    scan = report.scan(target: image ?? value.stated("projectName") ?? value.stated("path"))
    self.value = value
  }

  /// Creates the report of an application that was found in the image of another project.
  private init(_ value: JSONValue, in other: SnykProject) {
    (self.value, scan, image) = (value, other.scan, value.stated("path") ?? other.image)
    path = (value.stated("displayTargetFile") ?? value.stated("targetFile"))?.withoutLeadingSlash
  }

  var kind: Observation.Kind { image == nil ? .sca : .container }

  func read(at pointer: String, into report: inout ReportBuilder) throws(Diagnostic) {
    if let failure {
      let name = value.stated("displayTargetFile") ?? value.stated("path") ?? "a project"
      return report.fail("Snyk could not test \(name): \(failure)", at: report.position(pointer))
    }
    if image == nil { report.recordScannedFolder(value.stated("path")) }
    let known = report.observations.count
    if value.has("infrastructureAsCodeIssues") {
      try readConfiguration(at: pointer, into: &report)
      return noteMissing(since: known, at: pointer, in: &report)
    }
    guard value.has("vulnerabilities") else { throw value.mismatch("a project with `vulnerabilities`") }
    report.kinds.insert(kind)
    // Snyk also succeeds for a project in which it found no dependency.
    if (value.integer("dependencyCount") ?? value.integer("numDependencies")).map({ $0 > 0 }) ?? false {
      report.hasScanProof = true
    }
    try readIssues(value.list("vulnerabilities"), at: "\(pointer)/vulnerabilities", into: &report)
    for (list, reason) in filters {
      let issues = try value["filtered"]?.list(list)
      try readIssues(issues, at: "\(pointer)/filtered/\(list)", filtered: reason, into: &report)
    }
    for (index, application) in try value.list("applications").enumerated() {
      try SnykProject(application, in: self).read(at: "\(pointer)/applications/\(index)", into: &report)
    }
    noteMissing(since: known, at: pointer, in: &report)
  }

  /// Marks the report as incomplete if Snyk found something (`ok` is false) and nothing is listed.
  private func noteMissing(since known: Int, at pointer: String, in report: inout ReportBuilder) {
    guard value.flag("ok") == false, report.observations.count == known else { return }
    report.fail(
      "Snyk found something in \(scan.target ?? "a project"), but lists nothing", at: report.position(pointer))
  }

  /// The error of a failed test: `{"ok": false, "error": "…"}`. Nil otherwise; `ok` alone is also false if something
  /// was found.
  private var failure: String? {
    guard value.flag("ok") != true, let error = value["error"] else { return nil }
    return error.scalar ?? error.stated("message") ?? "no reason given"
  }
}

extension ReportBuilder {
  fileprivate func position(_ pointer: String) -> SourcePosition { SourcePosition(file: input.name, pointer: pointer) }
}

/// Package managers of operating systems; a project with one of them is an image.
private let imageManagers: Set = ["apk", "deb", "linux", "rpm"]

private let filters: [(StaticString, String)] = [("ignore", "ignored in Snyk"), ("patch", "patched by Snyk")]

extension SnykProject {
  private func readConfiguration(at pointer: String, into report: inout ReportBuilder) throws(Diagnostic) {
    report.kinds.insert(.iac)
    // Each result is about one file.
    if let path { report.examined.append(path) }
    for (index, issue) in try value.list("infrastructureAsCodeIssues").enumerated() {
      let id = try issue.required("id")
      let resource = try issue.texts("path").joined(separator: ".")
      let line = issue.line("lineNumber").flatMap { $0 > 0 ? $0 : nil }
      let location = Location(path: path, startLine: line, endLine: line, resource: resource.isEmpty ? nil : resource)
      var observation = Observation(
        scan: scan, kind: .iac, ruleId: id, title: issue.stated("title") ?? id, location: location,
        at: report.position("\(pointer)/infrastructureAsCodeIssues", index))
      observation.nativeSeverity = issue.stated("severity")
      if issue.flag("isIgnored") == true {
        (observation.state, observation.stateReason) = (.suppressed, "ignored in Snyk")
      }
      report.observations.append(observation)
    }
  }
}
