import Model

// OWASP Dependency-Check: https://dependency-check.github.io/DependencyCheck/general/. Its JSON and XML reports have
// the same content.

extension Format {
  static let dependencyCheck = Format(
    name: "dependency-check", title: "OWASP Dependency-Check (JSON and XML)", kinds: [.sca],
    severities: [
      "critical": .critical, "high": .high, "medium": .medium, "moderate": .medium, "low": .low, "info": Severity.none,
      "informational": Severity.none, "none": Severity.none, "unknown": nil,
    ],
    provides: [
      .severity, .cvss, .knownExploited, .cwe, .ids, .package, .path, .state, .scanTime, .toolVersion,
    ],
    variants: [
      .json(
        "`reportSchema` with `scanInfo`", recognises: { $0.has("reportSchema") && $0.has("scanInfo") },
        read: readDependencyCheck),
      .xml(
        "`analysis` in the dependency-check namespace",
        recognises: { $0.name == "analysis" && $0.namespace?.contains("dependency-check") ?? false },
        read: readDependencyCheck),
    ])
}

private func readDependencyCheck(
  _ root: some DependencyCheckRecord, into report: inout ReportBuilder
) throws(Diagnostic) {
  report.tool = "Dependency-Check"
  report.toolVersion = root.part("scanInfo")?.word("engineVersion")
  report.time = root.part("projectInfo")?.word("reportDate").flatMap { Timestamp(loosely: $0) }
  report.kinds.insert(.sca)
  for entry in try root.part("scanInfo")?.parts("analysisExceptions", in: "analysisExceptions", "exception") ?? [] {
    let exception = entry.part("exception") ?? entry
    report.fail("Dependency-Check did not finish its analysis: \(exception.word("message") ?? "no reason given")")
  }
  let scan = report.scan()
  for (index, value) in try root.parts("dependencies", in: "dependencies", "dependency").enumerated() {
    if value.word("fileName") != nil || value.word("filePath") != nil { report.hasScanProof = true }
    try DependencyCheckEntry(value, scan: scan).read(at: "/dependencies/\(index)", into: &report)
  }
}
