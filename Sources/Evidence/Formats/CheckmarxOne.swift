extension Format {
  /// Checkmarx One: https://docs.checkmarx.com. The results of a scan from the API or `cx results show`, and the JSON
  /// report.
  static let checkmarxOne = Format(
    name: "checkmarx-one", title: "Checkmarx One (JSON)", kinds: [.sast, .sca, .container, .iac, .secret],
    severities: checkmarxSeverities,
    provides: [
      .severity, .cvss, .cwe, .ids, .package, .fixedVersions, .path, .lines, .fingerprint, .firstSeen, .state,
      .reachability, .scanTime,
    ],
    variants: [
      .json(
        "`results` with `similarityId` and `data`; when clean, `results` with `totalCount` and `scanID`",
        recognises: { root in
          guard root.has("results") else { return false }
          if let first = root["results"]?.firstElement { return first.has("similarityId") && first.has("data") }
          return root.has("totalCount") && root.has("scanID")
        },
        read: readCheckmarxOneResults),
      .json(
        "`reportHeader` with `scanResults` and `iacScanResults` or `scaScanResults`",
        recognises: { root in
          root.has("reportHeader") && root.has("scanResults")
            && (root.has("iacScanResults") || root.has("scaScanResults"))
        },
        read: readCheckmarxOneReport),
    ])
}
