import Model

extension Content {
  /// The VEX standard that the document is written in; nil for any other content.
  ///
  /// VEX documents state which findings matter and are not reports. CycloneDX and SPDX can be both, so their readers
  /// decide.
  var vexStandard: String? {
    guard case .json(let root) = self, let first = root.firstRecord else { return nil }
    let context = first.text("@context") ?? first.text("predicateType")
    if context?.hasPrefix("https://openvex.dev/ns") ?? false { return "OpenVEX" }
    return first["document"]?.has("csaf_version") ?? false ? "CSAF" : nil
  }
}

extension Diagnostic {
  /// The error for a VEX document among the reports.
  static func vexAmongReports(_ standard: String, at position: SourcePosition) -> Diagnostic {
    Diagnostic(
      .reportIsVEX, "this is a VEX document (\(standard)), not a report of a scan", at: position,
      because: ["it states which findings matter; it is not the result of a scan"],
      help:
        "commit it to .gatehouse/vex/ of the base branch, or pass it with --vex and pin it in the policy (`vex: documents`)"
    )
  }

  /// The warning for a bill of materials without vulnerabilities among the reports.
  static func componentsOnly(_ standard: String, at position: SourcePosition) -> Diagnostic {
    Diagnostic(
      .reportEmpty, "this \(standard) document lists components but no vulnerabilities", severity: .warning,
      at: position,
      because: ["a list of components does not prove that they were checked for vulnerabilities"],
      help: "scan it, for example with grype or osv-scanner, and pass that report")
  }
}
