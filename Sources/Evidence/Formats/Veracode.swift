import Model

extension Format {
  /// Veracode: the detailed report (https://docs.veracode.com/r/c_about_XML_report), the Findings API
  /// (https://docs.veracode.com/r/c_findings_v2_examples) and the results of pipeline scans.
  static let veracode = Format(
    name: "veracode", title: "Veracode (XML, JSON)", kinds: [.sast, .dast, .sca, .pentest],
    severities: ["5": .critical, "4": .high, "3": .medium, "2": .low, "1": .low, "0": Severity.none],
    provides: [
      .severity, .cvss, .epss, .cwe, .ids, .package, .path, .lines, .url, .resource, .fingerprint, .firstSeen, .state,
      .scanTime, .toolVersion,
    ],
    variants: [
      .xml("`detailedreport`", recognises: { $0.name == "detailedreport" }, read: readVeracodeReport),
      .json(
        "`findings` with `finding_details`, alone or in `_embedded`",
        recognises: { root in
          guard let findings = root["findings"] ?? root["_embedded"]?["findings"] else { return false }
          if let first = findings.firstElement { return first.has("finding_details") && first.has("scan_type") }
          return root.has("page") && root.has("_links") && findings.kind == .array
        },
        read: readVeracodeFindings),
      .json(
        "`pipeline_scan` with `scan_status` and `findings`",
        recognises: { $0.has("findings") && ($0.has("pipeline_scan") || $0.has("scan_status") && $0.has("dev_stage")) },
        read: readVeracodePipeline),
    ])
}
