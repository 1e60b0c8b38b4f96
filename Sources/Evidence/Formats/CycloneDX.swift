import Documents
import Model

extension Format {
  /// CycloneDX: https://cyclonedx.org/specification/overview. Before 1.4, XML has its vulnerabilities inside
  /// components, by an extension: https://cyclonedx.org/ext/vulnerability.
  static let cyclonedx = Format(
    name: "cyclonedx", title: "CycloneDX (JSON and XML)", kinds: [.sca, .container],
    severities: [
      "critical": .critical, "high": .high, "medium": .medium, "low": .low, "negligible": .low, "info": Severity.none,
      "none": Severity.none, "unknown": nil,
    ],
    weighsScores: true,
    provides: [
      .severity, .cvss, .epss, .knownExploited, .cwe, .ids, .package, .path, .lines, .image, .resource, .state,
      .scanTime, .toolVersion,
    ],
    variants: [
      .json("`bomFormat` with the value CycloneDX", recognises: { $0["bomFormat"]?.equals("CycloneDX") ?? false }) {
        root, report throws(Diagnostic) in try report.take(BillOfMaterials(root, in: report), at: root.position)
      },
      .xml("`bom` in the CycloneDX namespace", recognises: isCycloneDX) { root, report throws(Diagnostic) in
        try report.take(BillOfMaterials(root), at: root.position)
      },
    ])
}

private func isCycloneDX(_ root: XMLElement) -> Bool {
  root.name == "bom" && root.namespace?.hasPrefix("http://cyclonedx.org/schema/bom") ?? false
}

extension ReportBuilder {
  fileprivate mutating func take(_ bill: BillOfMaterials, at position: SourcePosition) throws(Diagnostic) {
    guard !bill.isVEX else { throw .vexAmongReports("CycloneDX", at: position) }
    let oldest = [time, bill.time].compactMap { $0 }.min()
    (tool, toolVersion, time) = (bill.tool, bill.toolVersion, bill.time)
    let scan = scan(target: bill.subject?.component.name)
    time = oldest
    for vulnerability in bill.vulnerabilities {
      for target in vulnerability.targets {
        let observation = bill.observation(of: vulnerability, in: target, scan: scan)
        add(observation, alsoAt: bill.furtherPlaces(of: target))
      }
    }
    hasScanProof = hasScanProof || !bill.vulnerabilities.isEmpty || bill.isFromMatcher
    guard hasScanProof else { return warnings.append(.componentsOnly("CycloneDX", at: position)) }
    kinds.insert(bill.subject?.location.image == nil ? .sca : .container)
  }
}

extension BillOfMaterials {
  /// Whether the document is a VEX document and not a report: it lists no components, and each vulnerability has an
  /// analysis (https://cyclonedx.org/capabilities/vex).
  fileprivate var isVEX: Bool {
    !listsComponents && !vulnerabilities.isEmpty && vulnerabilities.allSatisfy { $0.analysis != nil }
  }

  /// Whether the document comes from a tool that only matches components with vulnerabilities, so that an empty list is
  /// a clean result of the components that it lists. Other tools, such as Trivy, also write an empty list if they only
  /// list components.
  fileprivate var isFromMatcher: Bool { listsVulnerabilities && listsComponents && tool == "grype" }
}
