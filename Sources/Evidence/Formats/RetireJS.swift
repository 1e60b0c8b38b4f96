import Documents
import Model

// Retire.js: `retire --outputformat json` and `jsonsimple`, which is the list `data` alone,
// https://github.com/RetireJS/retire.js. It lists only files with a known library.

extension Format {
  static let retireJS = Format(
    name: "retire-js", title: "Retire.js (JSON)",
    signature: "`data` with objects that have `file` and `results` with a `component`, or those alone in an array",
    kinds: [.sca],
    severities: [
      "critical": .critical, "high": .high, "medium": .medium, "low": .low, "none": Severity.none,
    ],
    provides: [.severity, .cwe, .ids, .package, .fixedVersions, .path, .toolVersion], recognises: isRetire,
    read: readRetire)
}

private func isRetire(_ root: JSONValue) -> Bool {
  guard let list = root.isArray ? root : root["data"], list.isArray else { return false }
  guard let first = list.firstElement else { return root.has("messages") && root.has("errors") && root.has("start") }
  return first.has("file") && first["results"]?.firstElement?.has("component") ?? false
}

private func readRetire(_ root: JSONValue, into report: inout ReportBuilder) throws(Diagnostic) {
  report.tool = "Retire.js"
  report.kinds.insert(.sca)
  if !root.isArray {
    report.toolVersion = root.stated("version")
    for (index, error) in try root.list("errors").enumerated() {
      report.fail(
        "Retire.js reports: \(firstLine(of: error.text ?? "an error"))", at: report.position("/errors", index))
    }
  }
  let (scan, pointer) = (report.scan(), root.isArray ? "" : "/data")
  for (index, finding) in try (root.isArray ? root.elements() : root.list("data")).enumerated() {
    let file = try finding.required("file")
    for (number, library) in try finding.list("results").enumerated() {
      report.hasScanProof = true
      let list = report.list("\(pointer)/\(index)/results/\(number)/vulnerabilities")
      for (count, vulnerability) in try library.list("vulnerabilities").enumerated() {
        report.observations.append(
          try observation(vulnerability, of: library, in: file, scan: scan, at: report.position(list, count)))
      }
    }
  }
}

private func observation(
  _ vulnerability: JSONValue, of library: JSONValue, in file: String, scan: Scan, at position: SourcePosition
) throws(Diagnostic) -> Observation {
  let component = try library.required("component")
  let identifiers = try vulnerability.object("identifiers")
  let ids = (try identifiers?.texts("CVE") ?? []) + [identifiers?.stated("githubID")].compactMap { $0 }
  let name = ids.first ?? identifiers?.stated("issue") ?? identifiers?.stated("bug") ?? "unnamed"
  var observation = Observation(
    scan: scan, kind: .sca, ruleId: name, title: identifiers?.stated("summary") ?? "\(name) in \(component)",
    location: Location(path: file), at: position)
  observation.ids = ids.distinct
  observation.nativeSeverity = vulnerability.stated("severity")
  observation.cwes = try Weakness.numbers(in: vulnerability["cwe"])
  observation.component = Component(
    stated: nil, ecosystem: "npm", name: library.stated("npmname") ?? component, version: library.stated("version"))
  observation.fixedVersions = vulnerability.stated("below").map { [$0] }
  return observation
}
