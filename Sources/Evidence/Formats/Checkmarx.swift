extension Format {
  /// Checkmarx SAST: https://docs.checkmarx.com. The JSON report also holds the results of other engines.
  static let checkmarx = Format(
    name: "checkmarx", title: "Checkmarx SAST (XML, JSON)", kinds: [.sast, .sca, .iac],
    severities: checkmarxSeverities,
    provides: [
      .severity, .cwe, .ids, .package, .path, .lines, .fingerprint, .firstSeen, .state, .scanTime, .toolVersion,
    ],
    variants: [
      .xml("`CxXMLResults`", recognises: { $0.name == "CxXMLResults" }, read: readCheckmarxXML),
      .json(
        "`reportHeader` with `scanResults` for `sast`, `sca` or `kics`", recognises: isCheckmarxReport,
        read: readCheckmarxReport),
    ])
}
