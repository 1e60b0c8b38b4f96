import Documents
import Model

// The XML of Checkstyle, https://checkstyle.org/config.html#Checker, which many linters write as well; only the `source`
// of a result tells by which.

extension Format {
  static let checkstyle = Format(
    name: "checkstyle", title: "Checkstyle, and other linters in its format (XML)", kinds: [.quality, .sast, .secret],
    severities: lintSeverities.merging(["ignore": Severity.none]) { one, _ in one },
    provides: [.severity, .path, .lines],
    variants: [.xml("`checkstyle`", recognises: { $0.name == "checkstyle" }, read: readCheckstyle)])
}

private func readCheckstyle(_ root: XMLElement, into report: inout ReportBuilder) throws(Diagnostic) {
  report.tool = "Checkstyle"
  report.kinds.insert(.quality)
  let scan = report.scan()
  for file in root.children() {
    guard file.name == "file" else { throw root.mismatch("only <file>, not <\(file.name)>,") }
    let path = try file.required(attribute: "name")
    // Checkstyle also lists the files without results.
    report.hasScanProof = true
    for element in file.children() {
      switch element.name {
      case "error":
        let observation = try observation(element, in: path, scan: scan)
        report.observations.append(observation)
        if isFailure(observation) {
          report.fail("\(path) could not be checked: \(observation.title)", at: element.position)
        }
      // Checkstyle stopped in this file.
      case "exception": report.fail("\(path) could not be checked: Checkstyle stopped", at: element.position)
      default: throw file.mismatch("only <error> and <exception>, not <\(element.name)>,")
      }
    }
  }
}

private func observation(_ error: XMLElement, in path: String, scan: Scan) throws(Diagnostic) -> Observation {
  let rule = error.attribute("source") ?? "unnamed"
  var observation = Observation(
    scan: scan, kind: .init(ofLintRule: rule), ruleId: rule,
    title: firstLine(of: try error.required(attribute: "message")),
    location: Location(
      path: path, startLine: error.attribute("line").flatMap { Int($0) },
      startColumn: error.attribute("column").flatMap { Int($0) }),
    at: error.position)
  observation.nativeSeverity = error.attribute("severity")
  return observation
}

/// Whether the result means that the file was not checked: a rule of ShellCheck or hadolint, or ESLint's message.
private func isFailure(_ observation: Observation) -> Bool {
  stopsShellCheck(observation.ruleId) || observation.ruleId == "DL1000"
    || observation.ruleId == "unnamed" && observation.title.hasPrefix("Parsing error")
}
