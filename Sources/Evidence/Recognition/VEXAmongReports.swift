import Model

extension Content {
  /// The VEX standard that this is written in, where no report can be: statements on findings are no findings.
  var vexStandard: String? {
    guard case .json(let root) = self, let first = root.firstRecord else { return nil }
    let context = first.text("@context") ?? first.text("predicateType")
    if context?.hasPrefix("https://openvex.dev/ns") ?? false { return "OpenVEX" }
    return first["document"]?.has("csaf_version") ?? false ? "CSAF" : nil
  }
}

extension Diagnostic {
  /// A document of statements was given where a scanner's report belongs.
  static func vexAmongReports(_ standard: String, at place: SourcePosition) -> Diagnostic {
    Diagnostic(
      .reportIsVEX, "this is a VEX document (\(standard)), and no report of a scan", at: place,
      because: ["it says which findings matter; it looked for none"], help: "pass it with --vex")
  }

  /// A bill of materials was given where a scanner's report belongs.
  static func onlyComposition(_ standard: String, at place: SourcePosition) -> Diagnostic {
    Diagnostic(
      .reportEmpty, "this \(standard) document lists components and no vulnerabilities", severity: .warning, at: place,
      because: ["a list of components does not say that anybody looked for vulnerabilities in them"],
      help: "scan it, for example with grype or osv-scanner, and give that report")
  }
}
