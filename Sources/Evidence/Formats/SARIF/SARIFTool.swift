import Documents
import Interning
import Model

/// What is known about tools that write SARIF beyond the format: the kind of their results, and whether their level has
/// a meaning.
struct SARIFTool {
  /// The kind of its results; nil if it reports several kinds.
  let kind: Observation.Kind?
  /// Whether the level distinguishes results; false for a tool that writes the same level for all.
  let hasMeaningfulLevel: Bool
  private let isGovulncheck: Bool

  init(name: String) {
    let plain = name.lowercased()
    kind = Self.kinds.first { plain.contains($0.word) }?.kind
    isGovulncheck = plain == "govulncheck"
    hasMeaningfulLevel = !Self.toolsWithoutLevels.contains { plain.contains($0) }
  }

  /// Whether the vulnerable code can be reached, and the level of evidence; nil if the result does not state it.
  func reachability(of result: JSONValue, _ properties: JSONValue?) -> (word: Reachability, level: String)? {
    // Semgrep Supply Chain. Its "unreachable" includes transitive dependencies, which it does not analyse.
    if let exposure = properties?["exposure"] { return exposure.equals("reachable") ? (.reachable, "called") : nil }
    // The levels of govulncheck are its three depths of analysis: called, imported, required.
    guard isGovulncheck, let level = result.text("level") else { return nil }
    switch level {
    case "error": return (.reachable, "called")
    case "warning": return (.present, "imported")
    case "note": return (.present, "required")
    default: return nil
    }
  }

  /// The kind of a rule by its name, which for Trivy is a class; nil if unknown.
  static func kind(ofRuleNamed name: String?) -> Observation.Kind? { name.flatMap { ruleNames[$0] } }

  /// The kind of a rule by one of its tags.
  static func kind(ofTag tag: String) -> Observation.Kind? { tags[tag] }

  /// The kind of a rule by its id, for tools that report several kinds; nil if unknown.
  ///
  /// Some of Checkov's reports name no tool, but its rules have a known prefix.
  static func kind(ofRule id: InternedString) -> Observation.Kind? {
    guard id.utf8.begins(with: "CKV") else { return nil }
    let id = id.wrappedValue
    if id.hasPrefix("CKV_SECRET_") { return .secret }
    return id.hasPrefix("CKV_") || id.hasPrefix("CKV2_") ? .iac : nil
  }

  /// Without a platform API key, Checkov writes `error` for each result, and no severity in its JSON.
  private static let toolsWithoutLevels = ["checkov"]

  /// Words in tool names, with the kind of the tool's results; the first match counts.
  private static let kinds: [(word: String, kind: Observation.Kind)] = [
    ("gitleaks", .secret), ("trufflehog", .secret), ("detect-secrets", .secret), ("ggshield", .secret),
    ("whispers", .secret), ("secret", .secret),
    ("checkov", .iac), ("kics", .iac), ("tfsec", .iac), ("terrascan", .iac), ("kubescape", .iac), ("kube-", .iac),
    ("kubesec", .iac), ("hadolint", .iac), ("cfn-lint", .iac), ("zizmor", .iac), ("actionlint", .iac), ("iac", .iac),
    ("snyk container", .container), ("dockle", .container), ("docker scout", .container),
    ("snyk open source", .sca), ("grype", .sca), ("osv-scanner", .sca), ("govulncheck", .sca), ("pip-audit", .sca),
    ("cargo-audit", .sca), ("dependency-check", .sca), ("npm audit", .sca), ("black duck", .sca),
    ("zap", .dast), ("burp", .dast), ("nuclei", .dast), ("nikto", .dast),
    ("codeql", .sast), ("lgtm", .sast), ("semgrep", .sast), ("opengrep", .sast), ("bandit", .sast), ("gosec", .sast),
    ("snykcode", .sast), ("flawfinder", .sast), ("brakeman", .sast), ("sobelow", .sast), ("fortify", .sast),
    ("security code scan", .sast), ("find security bugs", .sast), ("spotbugs", .sast), ("njsscan", .sast),
    ("devskim", .sast), ("horusec", .sast), ("checkmarx", .sast), ("veracode", .sast), ("sonar", .sast),
    ("shellcheck", .quality), ("inspectcode", .quality), ("credo", .quality),
  ]

  private static let ruleNames: [String: Observation.Kind] = [
    "OsPackageVulnerability": .container, "LanguageSpecificPackageVulnerability": .sca, "Misconfiguration": .iac,
    "Secret": .secret, "License": .license,
  ]

  private static let tags: [String: Observation.Kind] = [
    "vulnerability": .sca, "misconfiguration": .iac, "secret": .secret, "license": .license,
  ]
}
