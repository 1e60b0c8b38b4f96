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
  /// Whether the tool writes a suppression for every result, which then says nothing: Grype before 0.40, as Anchore's
  /// product.
  let suppressesAll: Bool
  /// Whether the tool writes the name of an image in place of a file: Trivy for packages of the system, Sysdig for all.
  let writesImageAsFile: (system: Bool, all: Bool)
  /// Whether the place of a result is always an image: Dockle.
  let writesImagesOnly: Bool
  /// Whether the name of a rule begins with the name by which the tool's other formats know it: `SQL/SQL Injection` for
  /// Brakeman's `BRAKE0000`.
  let namesRulesByCheck: Bool
  private let isGovulncheck: Bool

  init(name: String) {
    let plain = name.lowercased()
    let bytes = Array(plain.utf8)
    kind = Self.shortNames[plain] ?? Self.kinds.first { occurs($0.word, in: bytes) }?.kind
    isGovulncheck = plain == "govulncheck"
    writesImageAsFile = (system: occurs("trivy", in: bytes), all: occurs("sysdig", in: bytes))
    (writesImagesOnly, namesRulesByCheck) = (plain == "dockle", plain == "brakeman")
    suppressesAll = occurs("anchore container vulnerability report", in: bytes)
    hasMeaningfulLevel = !Self.toolsWithoutLevels.contains { occurs($0, in: bytes) }
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

  /// The kind of a result: what its rule says, else its tool, else its place. The id of a known vulnerability alone does
  /// not decide: tools that probe a service or analyse code name their rules by CVEs as well.
  ///
  /// - Parameters:
  ///   - id: the rule's id.
  ///   - stated: the kind that the rule states by its name or its tags.
  ///   - names: the identifiers of vulnerabilities of the result.
  func kind(
    ofRule id: InternedString, _ stated: Observation.Kind?, names: Interned<[String]>, at location: Location
  ) -> Observation.Kind {
    if let kind = stated ?? SARIFTool.kind(ofRule: id) ?? kind { return kind }
    if !location.$url.isNil { return .dast }
    return names != .none() && location.mayDeclarePackages ? .sca : .sast
  }

  /// The kind of a rule by its name, which for Trivy is a class; nil if unknown.
  /// KICS has one query for secrets, with a rule for each type of them.
  static func kind(ofRuleNamed name: String?) -> Observation.Kind? {
    name.flatMap { $0.hasPrefix("Passwords And Secrets") ? .secret : ruleNames[$0] }
  }

  /// The kind of a rule by one of its tags.
  static func kind(ofTag tag: String) -> Observation.Kind? { tags[tag] ?? tags[tag.lowercased()] }

  /// Whether a tag says that a rule is about a known vulnerability, as those of Trivy, Sysdig and cargo-audit do. Tools
  /// that analyse code give the tag another meaning.
  static func isVulnerability(tag: String) -> Bool { tag == "vulnerability" }

  /// The kind of a rule by its id, for tools that report several kinds; nil if unknown.
  ///
  /// Some of Checkov's reports name no tool, but its rules have a known prefix.
  static func kind(ofRule id: InternedString) -> Observation.Kind? {
    // ESLint's plugin for secrets.
    if id.utf8.begins(with: "no-secrets/") { return .secret }
    guard id.utf8.begins(with: "CKV") else { return nil }
    let id = id.wrappedValue
    if id.hasPrefix("CKV_SECRET_") { return .secret }
    return id.hasPrefix("CKV_") || id.hasPrefix("CKV2_") ? .iac : nil
  }

  /// Without a platform API key, Checkov writes `error` for each result, and no severity in its JSON. OSV-Scanner,
  /// Dependency-Check, Clair and Sysdig write one level for all results, and Gitleaks writes none, so that the default
  /// would stand for a rating that nobody made.
  private static let toolsWithoutLevels = [
    "checkov", "gitleaks", "osv-scanner", "dependency-check", "clair", "sysdig", "cargo-audit",
  ]

  /// Names that are too short to be looked for in others.
  private static let shortNames: [String: Observation.Kind] = ["zap": .dast, "2ms": .secret]

  /// Words in tool names, with the kind of the tool's results; the first match counts.
  private static let kinds: [(word: String, kind: Observation.Kind)] = [
    ("gitleaks", .secret), ("betterleaks", .secret), ("trufflehog", .secret), ("ggshield", .secret),
    ("gitguardian", .secret), ("whispers", .secret), ("kingfisher", .secret), ("noseyparker", .secret),
    ("nosey parker", .secret), ("titus", .secret), ("talisman", .secret), ("credscan", .secret),
    ("credential scanner", .secret), ("credentialscanner", .secret), ("credential digger", .secret),
    ("shhgit", .secret), ("rusty-hog", .secret), ("rusty hog", .secret), ("secret", .secret),
    ("checkov", .iac), ("kics", .iac), ("tfsec", .iac), ("terrascan", .iac), ("kubescape", .iac), ("kube-", .iac),
    ("kubesec", .iac), ("hadolint", .iac), ("cfn-lint", .iac), ("zizmor", .iac), ("actionlint", .iac), ("tflint", .iac),
    ("dockle", .iac), ("iac", .iac), ("cfn_nag", .iac), ("cfn-nag", .iac), ("cdk-nag", .iac), ("kubelinter", .iac),
    ("regula", .iac), ("prowler", .iac), ("poutine", .iac), ("ansible-lint", .iac),
    ("snyk iac", .iac), ("infrastructure as code", .iac), ("terraform scanner", .iac),
    ("snyk container", .container), ("docker scout", .container), ("sysdig", .container),
    ("clair", .container), ("anchore container", .container),
    ("snyk open source", .sca), ("grype", .sca), ("osv-scanner", .sca), ("govulncheck", .sca), ("pip-audit", .sca),
    ("cargo-audit", .sca), ("cargo-deny", .sca), ("dependency-check", .sca), ("npm audit", .sca),
    ("black duck", .sca), ("xray", .sca),
    ("owasp zap", .dast), ("zed attack proxy", .dast), ("zaproxy", .dast), ("burp", .dast), ("nuclei", .dast),
    ("nikto", .dast), ("stackhawk", .dast), ("wapiti", .dast),
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
    "misconfiguration": .iac, "secret": .secret, "secrets": .secret, "license": .license,
  ]
}

/// Whether a word occurs in a text. `contains` of the standard library prepares a search first, which for words takes a
/// hundred times as long: some 10,000 are looked for when a policy is read.
private func occurs(_ word: String, in text: [UInt8]) -> Bool {
  let word = word.utf8
  guard let first = word.first, text.count >= word.count else { return word.isEmpty }
  return (0...(text.count - word.count)).contains { text[$0] == first && text[$0...].starts(with: word) }
}

extension Location {
  /// Whether the location is no line of code: no file, a file that declares packages, or a file as a whole, for which
  /// many tools write line 1.
  fileprivate var mayDeclarePackages: Bool {
    guard let path, let line = startLine, line > 1 else { return true }
    return ecosystem(ofFile: path) != nil
  }
}
