import Documents
import Model

extension Format {
  /// Flawfinder: `flawfinder --csv`, https://dwheeler.com/flawfinder/. Its risk levels go from 0 to 5.
  static let flawfinder = Format(
    name: "flawfinder", title: "Flawfinder (CSV)", kinds: [.sast],
    severities: ["5": .high, "4": .high, "3": .medium, "2": .low, "1": .low, "0": Severity.none],
    provides: [.severity, .cwe, .path, .lines, .fingerprint, .toolVersion],
    variants: [
      .table(
        "the columns `File`, `DefaultLevel`, `Level`, `Category` and `CWEs`",
        recognises: { $0.has("file", "defaultlevel", "level", "category", "cwes") }, read: readFlawfinder)
    ])
}

private func readFlawfinder(_ table: CSVTable, into report: inout ReportBuilder) throws(Diagnostic) {
  report.tool = "Flawfinder"
  report.toolVersion = table.rows.first?["toolversion"]
  report.kinds.insert(.sast)
  let scan = report.scan()
  for row in table.rows {
    let name = try row.required("name")
    var observation = Observation(
      scan: scan, kind: .sast, ruleId: row["ruleid"] ?? name, title: row["warning"].map { "\(name): \($0)" } ?? name,
      location: Location(
        path: try row.required("file"), startLine: row["line"].flatMap { Int($0) },
        startColumn: row["column"].flatMap { Int($0) }),
      at: row.position)
    observation.nativeSeverity = try row.required("level")
    for weakness in row["cwes"]?.split(whereSeparator: { ",/! ".contains($0) }) ?? [] {
      observation.cwes.add(weakness: Weakness.number(String(weakness)))
    }
    // The name is that of its SARIF.
    observation.fingerprints = row["fingerprint"].map { ["contextHash/v1": $0] } ?? [:]
    report.observations.append(observation)
  }
}
