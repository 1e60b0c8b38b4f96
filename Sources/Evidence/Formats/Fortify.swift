import Model

extension Format {
  /// Fortify: the XML report of Audit Workbench and the server, the `audit.fvdl` of an FPR
  /// (https://www.microfocus.com/documentation/fortify), and WebInspect's export of a scan.
  static let fortify = Format(
    name: "fortify", title: "Fortify (report, FVDL, WebInspect; XML)", kinds: [.sast, .dast],
    severities: [
      "critical": .critical, "high": .high, "medium": .medium, "low": .low,
      // WebInspect's numbers
      "4": .critical, "3": .high, "2": .medium, "1": .low, "0": Severity.none,
    ],
    provides: [.severity, .cwe, .path, .lines, .url, .fingerprint, .state, .scanTime, .toolVersion],
    variants: [
      .xml(
        "`ReportDefinition` with `ReportSection`",
        recognises: { $0.name == "ReportDefinition" && $0.child("ReportSection") != nil }, read: readFortifyReport),
      .xml("`FVDL`", recognises: { $0.name == "FVDL" }, read: readFVDL),
      .xml(
        "`Scan` with `PolicyName` and `Issues`",
        recognises: { $0.name == "Scan" && $0.child("PolicyName") != nil && $0.child("Issues") != nil },
        read: readWebInspect),
    ])
}
