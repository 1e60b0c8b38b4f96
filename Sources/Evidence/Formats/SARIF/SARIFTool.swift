import Documents
import Interning
import Model

/// What is known of the tools that write SARIF, which the format cannot say: what they look for, and whether their level is one.
struct SARIFTool {
  /// What it looks for, when it looks for one sort of thing.
  let kind: Observation.Kind?
  /// False where the level says nothing: the tool writes the same one for every result.
  let rates: Bool
  private let isGovulncheck: Bool

  init(name: String) {
    let plain = name.lowercased()
    kind = Self.kinds.first { plain.contains($0.word) }?.kind
    isGovulncheck = plain == "govulncheck"
    rates = !Self.unrated.contains { plain.contains($0) }
  }

  /// What a result says of whether the code can run, with its level of evidence; nil when it says nothing.
  func reachability(of result: JSONValue, _ properties: JSONValue?) -> (word: Reachability, level: String)? {
    // Semgrep's supply chain. Its "unreachable" also covers dependencies of dependencies, where nobody looked.
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

  /// The kind of a rule by its name: Trivy's classes.
  static func kind(ofRuleNamed name: String?) -> Observation.Kind? { name.flatMap { ruleNames[$0] } }

  /// The kind of a rule by one of its tags.
  static func kind(ofTag tag: String) -> Observation.Kind? { tags[tag] }

  /// The kind of a rule by its id, where one tool looks for several sorts of things.
  ///
  /// Some of Checkov's reports name no tool; its rules are known by their ids.
  static func kind(ofRule id: InternedString) -> Observation.Kind? {
    guard id.utf8.begins(with: "CKV") else { return nil }
    let id = id.wrappedValue
    if id.hasPrefix("CKV_SECRET_") { return .secret }
    return id.hasPrefix("CKV_") || id.hasPrefix("CKV2_") ? .iac : nil
  }

  /// Without a platform key Checkov writes `error` for each result, and no severity in its own format.
  private static let unrated = ["checkov"]

  /// The first word that the tool's name holds decides.
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
