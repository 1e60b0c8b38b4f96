import Documents
import Interning
import Model

// dotnet list package: `dotnet list package --vulnerable --include-transitive --format json`
// (https://learn.microsoft.com/dotnet/core/tools/dotnet-list-package; NuGet.Client, ListPackageJsonRenderer).

extension Format {
  static let dotnetListPackage = Format(
    name: "dotnet-list-package", title: "dotnet list package --vulnerable (JSON)",
    signature: "`parameters` with `projects`, each with a path", kinds: [.sca],
    severities: ["critical": .critical, "high": .high, "moderate": .medium, "low": .low],
    provides: [.severity, .ids, .package, .path], recognises: isDotnetList, read: readDotnetList)
}

private func isDotnetList(_ root: JSONValue) -> Bool {
  guard root["parameters"]?.kind == .string, let projects = root["projects"], projects.kind == .array else {
    return false
  }
  return projects.firstElement.map { $0.has("path") } ?? root.has("version")
}

private func readDotnetList(_ root: JSONValue, into report: inout ReportBuilder) throws(Diagnostic) {
  report.tool = "dotnet"
  report.kinds.insert(.sca)
  if let version = root.stated("version"), version != "1" {
    throw Diagnostic(
      .formatVersion, "version \(version) of dotnet's list of packages is not supported",
      at: SourcePosition(file: report.input.name, pointer: "\(report.pointer)/version"), help: "pass --output-version 1"
    )
  }
  let scan = report.scan()
  var hasLookedUp = root.text("parameters")?.split(separator: " ").contains("--vulnerable") ?? false
  for (index, project) in try root.list("projects").enumerated() {
    var reader = DotnetProject(
      path: try project.required("path"), scan: scan, file: report.input.name,
      pointer: "\(report.pointer)/projects/\(index)")
    try reader.read(project)
    report.observations += reader.observations
    hasLookedUp = hasLookedUp || reader.hasVulnerabilities
    report.examined.append(reader.path)
  }
  if !hasLookedUp {
    report.fail("dotnet was run without --vulnerable, so it looked for no vulnerabilities")
  } else if let sources = root["sources"], try sources.elements().isEmpty {
    report.fail("dotnet had no package source to ask for vulnerabilities")
  }
  try noteProblems(of: root, in: &report)
}

/// An error means that a project was not examined, mostly because its packages were not restored. Others are passed on.
private func noteProblems(of root: JSONValue, in report: inout ReportBuilder) throws(Diagnostic) {
  for (index, problem) in try root.list("problems").enumerated() {
    let text =
      "dotnet reports a problem\(problem.stated("project").map { " of \($0)" } ?? ""): "
      + firstLine(of: problem.stated("text") ?? "no text given")
    let position = report.position("/problems", index)
    if problem["level"]?.equals("warning") ?? false {
      report.warnings.append(Diagnostic(.evidencePartial, text, severity: .warning, at: position))
    } else {
      report.fail(text, at: position)
    }
  }
  let words = root.text("parameters")?.split(separator: " ") ?? []
  if !words.contains("--include-transitive") {
    report.warnings.append(
      Diagnostic(
        .evidencePartial, "dotnet looked only at the packages that the projects name themselves", severity: .warning,
        at: SourcePosition(file: report.input.name), help: "run it with --include-transitive"))
  }
}

/// One project; its packages are listed for each target framework.
private struct DotnetProject {
  let path: String
  private let scan: Scan
  private let (file, pointer): (String, String)
  private var known: Set<InternedString> = []
  private(set) var observations: [Observation] = []
  /// Whether a package has a list of vulnerabilities, which dotnet writes only when it was asked for them.
  private(set) var hasVulnerabilities = false

  init(path: String, scan: Scan, file: String, pointer: String) {
    (self.path, self.scan, self.file, self.pointer) = (path, scan, file, pointer)
  }

  mutating func read(_ project: JSONValue) throws(Diagnostic) {
    for (index, framework) in try project.list("frameworks").enumerated() {
      let place = "\(pointer)/frameworks/\(index)"
      for list in ["topLevelPackages", "transitivePackages"] as [StaticString] {
        for (number, package) in try framework.list(list).enumerated() {
          try read(package: package, at: "\(place)/\(list)/\(number)")
        }
      }
    }
  }

  private mutating func read(package: JSONValue, at place: String) throws(Diagnostic) {
    hasVulnerabilities = hasVulnerabilities || package.has("vulnerabilities")
    for (index, vulnerability) in try package.list("vulnerabilities").enumerated() {
      let name = try package.required("id")
      let url = try vulnerability.required("advisoryurl")
      // A package of several frameworks is one.
      let version = package.stated("resolvedVersion")
      guard known.insert(InternedString("\(name)\0\(version ?? "")\0\(url)")).inserted else { continue }
      let id = githubAdvisory(in: url)
      var observation = Observation(
        scan: scan, kind: .sca, ruleId: id ?? url, title: "\(id ?? "a vulnerability") in \(name)",
        location: Location(path: path),
        at: SourcePosition(file: file, pointer: "\(place)/vulnerabilities/\(index)"))
      observation.ids = [id ?? url]
      observation.nativeSeverity = vulnerability.stated("severity")
      observation.component = Component(stated: nil, ecosystem: "nuget", name: name, version: version)
      observations.append(observation)
    }
  }
}
