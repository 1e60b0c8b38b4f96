import Documents
import Model

extension Format {
  /// Sonatype Lifecycle: the raw report and the policy report of its API,
  /// https://help.sonatype.com/en/report-related-rest-apis.html.
  static let sonatypeIQ = Format(
    name: "sonatype-iq", title: "Sonatype IQ Server, raw report and policy report (JSON)",
    signature: "`components` with `matchSummary`, or whose first element has `matchState`",
    kinds: [.sca, .license, .quality],
    // Severities are numbers from 0 to 10.
    severities: ["none": Severity.none],
    provides: [.severity, .cvss, .cwe, .ids, .package, .path, .fingerprint, .state, .scanTime, .commit],
    recognises: { root in
      root["components"] != nil && root.has("matchSummary")
        || root["components"]?.firstElement?.has("matchState") ?? false
    },
    read: readSonatype)
}

private func readSonatype(_ root: JSONValue, into report: inout ReportBuilder) throws(Diagnostic) {
  report.tool = "Sonatype IQ"
  report.commit = root.stated("commitHash")
  report.time = root.integer("reportTime").map { Timestamp(seconds: Int64($0 / 1000)) }
  report.kinds.insert(.sca)
  let target = root["application"].flatMap { $0.stated("publicId") ?? $0.stated("name") }
  let scan = report.scan(target: target)
  noteUnknown(root["matchSummary"], in: &report)
  for (index, value) in try root.list("components").enumerated() {
    report.hasScanProof = true
    let component = try SonatypeComponent(value, scan: scan)
    try component.read(at: "/components/\(index)", into: &report)
  }
}

/// Warns about components that were not identified, for which no vulnerability can be found.
private func noteUnknown(_ summary: JSONValue?, in report: inout ReportBuilder) {
  guard let all = summary?.integer("totalComponentCount"), let known = summary?.integer("knownComponentCount"),
    known < all
  else { return }
  report.warnings.append(
    Diagnostic(
      .evidencePartial, "Sonatype IQ did not identify \(all - known) of \(all) components", severity: .warning,
      at: SourcePosition(file: report.input.name)))
}
