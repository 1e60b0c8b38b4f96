import Documents
import Model

// The XML of Checkstyle, https://checkstyle.org/config.html#Checker, which many linters write as well; only the `source`
// of a result tells by which.

extension Format {
  static let checkstyle = Format(
    name: "checkstyle", title: "Checkstyle, and other linters in its format (XML)",
    kinds: [.quality, .sast, .secret, .iac],
    severities: lintSeverities.merging(["ignore": Severity.none]) { one, _ in one },
    provides: [.severity, .path, .lines],
    variants: [.xml("`checkstyle`", recognises: { $0.name == "checkstyle" }, read: readCheckstyle)])
}

private func readCheckstyle(_ root: XMLElement, into report: inout ReportBuilder) throws(Diagnostic) {
  report.tool = "Checkstyle"
  report.kinds.insert(.quality)
  let own = report.scan()
  var scans: [String: Scan] = [:]
  for file in root.children() {
    guard file.name == "file" else { throw root.mismatch("only <file>, not <\(file.name)>,") }
    // A damaged tag of a result would become text.
    guard file.text == nil else { throw file.mismatch("only elements, and no text,") }
    let path = try file.required(attribute: "name")
    // Checkstyle also lists the files without results.
    report.hasScanProof = true
    for element in file.children() {
      switch element.name {
      case "error":
        let source = Source(element.attribute("source") ?? "unnamed")
        let scan = source.tool.map { scans[$0] ?? report.scan(by: $0) } ?? own
        if let tool = source.tool { scans[tool] = scan }
        let observation = try observation(element, of: source.rule, in: path, scan: scan)
        report.observations.append(observation)
        if isFailure(observation) {
          report.noteUnread(path, "\(path) could not be checked: \(observation.title)", at: element.position)
        }
      // Checkstyle stopped in this file.
      case "exception":
        report.noteUnread(path, "\(path) could not be checked: Checkstyle stopped", at: element.position)
      default: throw file.mismatch("only <error> and <exception>, not <\(element.name)>,")
      }
    }
  }
  // A linter that writes this format writes only results of its own.
  if let tool = scans.first?.value.tool, report.observations.allSatisfy({ $0.scan.tool == tool }) { report.tool = tool }
}

extension ReportBuilder {
  fileprivate func scan(by tool: String) -> Scan { Scan(format: format, tool: tool, report: input.name) }
}

/// The `source` of a result: the linter, if the name of its rules tells it, and the rule as the linter's other formats name
/// it.
private struct Source {
  var tool: String?
  let rule: String

  init(_ text: String) {
    if let (prefix, tool) = prefixes.first(where: { text.hasPrefix($0.prefix) }) {
      (self.tool, rule) = (tool, String(text.dropFirst(prefix.count)))
    } else {
      rule = text
      let isOfHadolint = text.hasPrefix("DL") && text.utf8.count == 6 && text.dropFirst(2).allSatisfy(\.isNumber)
      tool = isOfHadolint ? "hadolint" : nil
    }
  }
}

/// What linters write in front of the names of their rules: ShellCheck (src/ShellCheck/Formatter/CheckStyle.hs) and ESLint
/// (eslint-formatter-checkstyle).
private let prefixes: [(prefix: String, tool: String)] = [("ShellCheck.", "ShellCheck"), ("eslint.rules.", "ESLint")]

private func observation(
  _ error: XMLElement, of rule: String, in path: String, scan: Scan
) throws(Diagnostic) -> Observation {
  let kind = scan.tool == "hadolint" ? Observation.Kind.iac : .init(ofLintRule: rule)
  var observation = Observation(
    scan: scan, kind: kind, ruleId: rule,
    title: firstLine(of: try error.required(attribute: "message")),
    location: Location(
      path: path, startLine: error.attribute("line").flatMap { Int($0) },
      startColumn: error.attribute("column").flatMap { Int($0) }),
    at: error.position)
  observation.nativeSeverity = error.attribute("severity")
  return observation
}

/// Whether the result means that the file was not checked: a rule of ShellCheck or hadolint, or ESLint's message, which has no
/// rule and reads `Parsing error: …`. Either word is enough, so that a damaged byte does not hide it.
private func isFailure(_ observation: Observation) -> Bool {
  stopsShellCheck(observation.ruleId) || observation.ruleId == "DL1000"
    || observation.ruleId == "unnamed"
      && (observation.title.hasPrefix("Parsing ") || observation.title.prefix(20).contains("error: "))
}
