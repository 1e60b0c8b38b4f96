import Documents
import Model

/// A report format: how reports of a scanner are recognised and read.
///
/// Each format is one file in `Formats/` and one line in `Format.all`.
package struct Format: Sendable {
  /// The name on the command line and in manifests: the tool's own name in lower case.
  package let name: String
  /// The name for people, with the encodings that are read: `Trivy (JSON)`.
  package let title: String
  /// The kinds of observation that reports of this format can hold.
  package let kinds: Set<Observation.Kind>
  /// The kinds that the tool always looks for: what a side-car attests for an output that is empty, `[]` or `{}`. None
  /// for a tool whose output is never empty, or whose set-up decides what it looks for.
  package let kindsOfEmptyOutput: Set<Observation.Kind>
  /// The scanner's severity words in lower case, each with its severity; nil for a word that means "not rated".
  package let severities: [String: Severity?]
  /// Whether its reader weighs scores against words itself, so that a word for "not rated" stands although there are scores.
  let weighsScores: Bool
  /// The properties that its observations can state.
  package let provides: Set<Capability>
  /// The names of lists and maps that look like findings and hold none, such as checks that passed.
  package let otherLists: Set<String>
  /// The encodings and layouts of the format, most often one.
  package let variants: [Variant]

  package init(
    name: String, title: String, kinds: Set<Observation.Kind>, severities: [String: Severity?],
    weighsScores: Bool = false, provides: Set<Capability> = [], otherLists: Set<String> = [],
    ifEmpty: Set<Observation.Kind>? = nil, variants: [Variant]
  ) {
    self.weighsScores = weighsScores
    (self.name, self.title, self.kinds, self.otherLists) = (name, title, kinds, otherLists)
    kindsOfEmptyOutput = ifEmpty ?? (kinds.count == 1 ? kinds : [])
    (self.severities, self.provides, self.variants) = (severities, provides, variants)
  }

  /// Creates a format with a single variant in JSON.
  package init(
    name: String, title: String, signature: String, kinds: Set<Observation.Kind>, severities: [String: Severity?],
    provides: Set<Capability> = [], otherLists: Set<String> = [], ifEmpty: Set<Observation.Kind>? = nil,
    recognises: @escaping @Sendable (JSONValue) -> Bool,
    read: @escaping @Sendable (JSONValue, inout ReportBuilder) throws(Diagnostic) -> Void
  ) {
    self.init(
      name: name, title: title, kinds: kinds, severities: severities, provides: provides, otherLists: otherLists,
      ifEmpty: ifEmpty,
      variants: [.json(signature, recognises: recognises, read: read)])
  }

  /// How reports of this format are recognised, as a sentence for people.
  package var signature: String { variants.map(\.signature).joined(separator: "; or ") }
}

extension Format {
  /// All formats, sorted by name. A test compares the list with the files in `Formats/`.
  package static let all: [Format] = [
    actionlint,
    anchore,
    asff,
    awsECR,
    awsInspector,
    bandit,
    brakeman,
    bugcrowd,
    bunAudit,
    bundlerAudit,
    burp,
    cargoAudit,
    cargoDeny,
    cfnLint,
    checkmarx,
    checkmarxOne,
    checkov,
    checkstyle,
    clair,
    cobalt,
    composerAudit,
    contrast,
    cppcheck,
    cyclonedx,
    dependencyCheck,
    dependencyTrack,
    detectSecrets,
    dockle,
    dotnetListPackage,
    eslint,
    flawfinder,
    fortify,
    generic,
    ggshield,
    githubCodeScanning,
    githubDependabot,
    githubSecretScanning,
    gitlab,
    gitlabCodeQuality,
    gitleaks,
    gosec,
    govulncheck,
    grype,
    hackerOne,
    hadolint,
    jfrogXray,
    kics,
    kingfisher,
    kubeBench,
    kubeScore,
    kubescape,
    mend,
    mobsfscan,
    nikto,
    njsscan,
    npmAudit,
    nuclei,
    osvScanner,
    oxlint,
    pipAudit,
    pnpmAudit,
    prismaCloud,
    prowler,
    retireJS,
    ruff,
    safety,
    sarif,
    semgrep,
    shellCheck,
    snyk,
    sonarQube,
    sonatypeIQ,
    spdx,
    spotBugs,
    terrascan,
    tflint,
    tfsec,
    trivy,
    trivyOperator,
    truffleHog,
    truffleHog3,
    veracode,
    veracodeSCA,
    yarnAudit,
    zap,
    zizmor,
  ]
}
