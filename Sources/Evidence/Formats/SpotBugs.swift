import Documents
import Model

// SpotBugs, FindBugs and Find Security Bugs: `spotbugs -xml`, by the schema bugcollection.xsd
// (https://github.com/spotbugs/spotbugs/blob/master/spotbugs/etc/bugcollection.xsd).

extension Format {
  static let spotBugs = Format(
    name: "spotbugs", title: "SpotBugs, Find Security Bugs (XML)", kinds: [.sast],
    // The priority: 1 is high. 4 is experimental, 5 is ignored.
    severities: ["1": .high, "2": .medium, "3": .low, "4": .low, "5": Severity.none],
    provides: [.severity, .cwe, .path, .lines, .fingerprint, .state, .scanTime, .toolVersion],
    variants: [.xml("`BugCollection`", recognises: { $0.name == "BugCollection" }, read: readSpotBugs)])
}

private func readSpotBugs(_ root: XMLElement, into report: inout ReportBuilder) throws(Diagnostic) {
  report.tool = "SpotBugs"
  report.toolVersion = root.attribute("version")
  // Milliseconds since 1970.
  report.time = root.attribute("analysisTimestamp").flatMap { Timestamp(loosely: $0) }
  report.kinds.insert(.sast)
  let scan = report.scan()
  for bug in root.children("BugInstance") {
    report.add(try observation(bug, scan: scan), alsoAt: otherInstances(of: bug))
  }
  if let classes = root.child("FindBugsSummary")?.attribute("total_classes").flatMap({ Int($0) }), classes > 0 {
    report.hasScanProof = true
  }
  report.counted += root.child("FindBugsSummary")?.attribute("total_bugs").flatMap { Int($0) } ?? 0
  guard let errors = root.child("Errors") else { return }
  let count = errors.attribute("errors").flatMap { Int($0) }
  if count != 0 {
    let reported = count.map { "\($0) errors" } ?? "errors without their number"
    report.fail("SpotBugs reports \(reported), so it did not analyse all classes", at: errors.position)
  }
  if let count = errors.attribute("missingClasses").flatMap({ Int($0) }), count > 0 {
    report.warnings.append(
      Diagnostic(
        .evidencePartial, "SpotBugs lacked \(count) classes that the analysed ones refer to", severity: .warning,
        at: errors.position, help: "pass them with -auxclasspath"))
  }
}

private func observation(_ bug: XMLElement, scan: Scan) throws(Diagnostic) -> Observation {
  let type = try bug.required(attribute: "type")
  var observation = Observation(
    scan: scan, kind: .sast, ruleId: type, title: bug.text("LongMessage") ?? bug.text("ShortMessage") ?? type,
    location: location(of: bug), at: bug.position)
  observation.nativeSeverity = try bug.required(attribute: "priority")
  observation.cwes.add(weakness: bug.attribute("cweid").flatMap { Weakness.number($0, isBare: true) })
  observation.fingerprints = bug.attribute("instanceHash").map { ["spotbugs": $0] } ?? [:]
  if bug.attribute("notAProblem") == "true" {
    (observation.state, observation.stateReason) = (.falsePositive, "not a problem")
  }
  return observation
}

/// The bug's own source line, else that of its method, field or class.
private func location(of bug: XMLElement) -> Location {
  let parts = bug.children()
  let line =
    parts.first { $0.name == "SourceLine" }
    ?? ["Method", "Field", "Class"].lazy.compactMap { name in
      parts.first { $0.name == name }?.children().first { $0.name == "SourceLine" }
    }.first
  return location(ofLine: line)
}

/// The lines at which the bug stands another time.
private func otherInstances(of bug: XMLElement) -> [Location] {
  bug.children().filter {
    $0.name == "SourceLine" && $0.attribute("role") == "SOURCE_LINE_ANOTHER_INSTANCE"
  }.map(location(ofLine:))
}

private func location(ofLine line: XMLElement?) -> Location {
  Location(
    path: line?.attribute("sourcepath") ?? line?.attribute("sourcefile"),
    startLine: line?.attribute("start").flatMap { Int($0) }, endLine: line?.attribute("end").flatMap { Int($0) })
}
