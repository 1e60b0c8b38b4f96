import Documents
import Model

extension Format {
  /// mobsfscan: `mobsfscan --json`, https://github.com/MobSF/mobsfscan.
  static let mobsfscan = Format(
    name: "mobsfscan", title: "mobsfscan (JSON)", signature: "`mobsfscan_version` with `results`", kinds: [.sast],
    severities: analyserSeverities, provides: [.severity, .cwe, .path, .lines, .toolVersion],
    recognises: { $0.has("mobsfscan_version") && $0.has("results") },
    read: { root, report throws(Diagnostic) in
      try LibsastReport(tool: "mobsfscan", sections: ["results"]).read(
        root, version: "mobsfscan_version", into: &report)
    })
}
