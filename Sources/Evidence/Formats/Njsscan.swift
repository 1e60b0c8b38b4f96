import Documents
import Model

extension Format {
  /// njsscan: `njsscan --json`, https://github.com/ajinabraham/njsscan.
  static let njsscan = Format(
    name: "njsscan", title: "njsscan (JSON)", signature: "`njsscan_version` with `nodejs` or `templates`",
    kinds: [.sast], severities: analyserSeverities, provides: [.severity, .cwe, .path, .lines, .toolVersion],
    recognises: { $0.has("njsscan_version") && ($0.has("nodejs") || $0.has("templates")) },
    read: { root, report throws(Diagnostic) in
      try LibsastReport(tool: "njsscan", sections: ["nodejs", "templates"])
        .read(root, version: "njsscan_version", into: &report)
    })
}
