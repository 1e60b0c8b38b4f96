import Documents
import Model

// Cppcheck: `cppcheck --xml`, https://cppcheck.sourceforge.io/manual.html#xml-output. It lists no files that it read.

extension Format {
  static let cppcheck = Format(
    name: "cppcheck", title: "Cppcheck (XML)", kinds: [.sast, .quality],
    severities: [
      "error": .high, "warning": .medium, "portability": .low, "performance": .low, "style": .low,
      "information": Severity.none, "debug": Severity.none, "none": nil,
    ],
    provides: [.severity, .cwe, .path, .lines, .toolVersion],
    variants: [
      .xml(
        "`results` with `cppcheck` and `errors`",
        recognises: { root in root.name == "results" && root.children().contains { $0.name == "cppcheck" } },
        read: readCppcheck)
    ])
}

private func readCppcheck(_ root: XMLElement, into report: inout ReportBuilder) throws(Diagnostic) {
  report.tool = "Cppcheck"
  report.toolVersion = root.child("cppcheck")?.attribute("version")
  report.kinds.insert(.sast)
  guard let errors = root.child("errors") else { throw root.mismatch("<errors>") }
  let scan = report.scan()
  for error in errors.children("error") {
    let observation = try observation(error, scan: scan)
    report.observations.append(observation)
    if failures.contains(observation.ruleId) {
      let file = error.child("location")?.attribute("file") ?? error.attribute("file0")
      report.noteUnread(
        file, "Cppcheck could not check \(file ?? "a file"): \(observation.title)", at: error.position)
    }
  }
}

private func observation(_ error: XMLElement, scan: Scan) throws(Diagnostic) -> Observation {
  let (rule, severity) = (try error.required(attribute: "id"), try error.required(attribute: "severity"))
  let places = error.children("location").map { place in
    Location(
      path: place.attribute("file"), startLine: place.attribute("line").flatMap { Int($0) },
      startColumn: place.attribute("column").flatMap { Int($0) })
  }
  // The others are about style, speed or the set-up of the tool.
  let isDefect = severity == "error" || severity == "warning"
  var observation = Observation(
    scan: scan, kind: isDefect ? .sast : .quality, ruleId: rule, title: error.attribute("msg") ?? rule,
    location: places.first ?? Location(path: error.attribute("file0")), at: error.position)
  observation.flow = Array(places.dropFirst())
  observation.nativeSeverity = severity
  observation.cwes.add(weakness: error.attribute("cwe").flatMap { Weakness.number($0, isBare: true) })
  return observation
}

/// Rules that mean that a file was not analysed, or not in full.
private let failures: Set = [
  "cppcheckError", "cppcheckLimit", "instantiationError", "internalAstError", "internalError",
  "preprocessorErrorDirective", "syntaxError", "unknownMacro",
]
