import Documents
import Model

/// One kind of scanner report: how to know it and how to read it. Each is one file in `Formats/` and one line in `Format.all`.
package struct Format: Sendable {
  /// What `--format` takes: the tool's own lower-case name.
  package let name: String
  /// What it is, for people.
  package let title: String
  /// What its observations can be.
  package let kinds: Set<Observation.Kind>
  /// The scanner's severity words, lower-cased, in our bands; a word that means "not rated" maps to nil.
  package let severities: [String: Severity?]
  /// What its observations can say.
  package let provides: Set<Capability>
  /// The ways in which it is written, most often one.
  package let variants: [Variant]

  package init(
    name: String, title: String, kinds: Set<Observation.Kind>, severities: [String: Severity?],
    provides: Set<Capability> = [], variants: [Variant]
  ) {
    (self.name, self.title, self.kinds) = (name, title, kinds)
    (self.severities, self.provides, self.variants) = (severities, provides, variants)
  }

  /// A format that is written in one way, as JSON.
  package init(
    name: String, title: String, signature: String, kinds: Set<Observation.Kind>, severities: [String: Severity?],
    provides: Set<Capability> = [], recognises: @escaping @Sendable (JSONValue) -> Bool,
    read: @escaping @Sendable (JSONValue, inout ReportBuilder) throws(Diagnostic) -> Void
  ) {
    self.init(
      name: name, title: title, kinds: kinds, severities: severities, provides: provides,
      variants: [.json(signature, recognises: recognises, read: read)])
  }

  /// How it is recognised, in words.
  package var signature: String { variants.map(\.signature).joined(separator: "; or ") }
}

extension Format {
  /// Every format, by name. A reader that is not listed here does not exist; a test compares this list with the folder.
  package static let all: [Format] = [
    anchore,
    asff,
    awsInspector,
    bandit,
    brakeman,
    bugcrowd,
    bundlerAudit,
    burp,
    cargoAudit,
    checkmarx,
    checkmarxOne,
    checkov,
    clair,
    cobalt,
    contrast,
    cyclonedx,
    dependencyCheck,
    dependencyTrack,
    detectSecrets,
    fortify,
    generic,
    ggshield,
    githubCodeScanning,
    githubDependabot,
    githubSecretScanning,
    gitlab,
    gitleaks,
    gosec,
    govulncheck,
    grype,
    hackerOne,
    hadolint,
    jfrogXray,
    kics,
    kubeBench,
    kubescape,
    mend,
    nikto,
    npmAudit,
    nuclei,
    osvScanner,
    pipAudit,
    pnpmAudit,
    prismaCloud,
    prowler,
    sarif,
    semgrep,
    snyk,
    sonarQube,
    sonatypeIQ,
    spdx,
    terrascan,
    tfsec,
    trivy,
    trivyOperator,
    truffleHog,
    truffleHog3,
    veracode,
    veracodeSCA,
    yarnAudit,
    zap,
  ]
}
