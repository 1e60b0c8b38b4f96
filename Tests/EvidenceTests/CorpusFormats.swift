import Documents
import Foundation
import System
import TestSupport

/// The reports of the corpus, each with what its manifest says of it.
func corpusReports() throws -> [(entry: JSONValue, input: Input)] {
  let manifest = try Corpus.find("manifest.json")
  let root = manifest.deletingLastPathComponent()
  let document = try JSONDocument(Input(name: "manifest.json", bytes: Array(try Data(contentsOf: manifest))))
  return try document.root.list("entries").compactMap { entry in
    guard let file = entry.text("file") else { return nil }
    return (entry, Input(name: file, bytes: Array(try Data(contentsOf: root.appending(path: file)))))
  }
}

/// Our name for what the manifest calls a format, by the longest beginning that is known; `vex` for statements, which are no
/// report. Nil where we have no reader.
func corpusReader(of format: String) -> String? {
  corpusReaders.filter { format.hasPrefix($0.key) }.max { $0.key.count < $1.key.count }?.value
}

private let corpusReaders = [
  "anchore": "anchore",
  "aws-asff": "asff",
  "aws-inspector2": "aws-inspector",
  "aws-securityhub": "asff",
  "bandit": "bandit",
  "brakeman": "brakeman",
  "bugcrowd": "bugcrowd",
  "bundler-audit": "bundler-audit",
  "burp": "burp",
  "cargo-audit": "cargo-audit",
  "checkmarx-one": "checkmarx-one",
  "checkmarx-sast": "checkmarx",
  "checkov": "checkov",
  "clair": "clair",
  "cobalt": "cobalt",
  "contrast": "contrast",
  "csaf-vex": "vex",
  "cyclonedx": "cyclonedx",
  "cyclonedx-vex": "vex",
  "dependency-check": "dependency-check",
  "dependency-track": "dependency-track",
  "detect-secrets": "detect-secrets",
  "fortify": "fortify",
  "generic-findings": "generic",
  "ggshield": "ggshield",
  "github-code-scanning": "github-code-scanning",
  "github-graphql-vulnerability": "github-dependabot",
  "github-rest-dependabot": "github-dependabot",
  "github-secret-scanning": "github-secret-scanning",
  "github-webhook-code-scanning": "github-code-scanning",
  "gitlab": "gitlab",
  "gitleaks": "gitleaks",
  "gosec": "gosec",
  "govulncheck": "govulncheck",
  "grype": "grype",
  "hackerone": "hackerone",
  "hadolint": "hadolint",
  "jfrog-xray": "jfrog-xray",
  "kics": "kics",
  "kube-bench": "kube-bench",
  "kubescape": "kubescape",
  "mend": "mend",
  "nikto": "nikto",
  "npm-audit": "npm-audit",
  "nuclei": "nuclei",
  "openvex": "vex",
  "osv-scanner": "osv-scanner",
  "pip-audit": "pip-audit",
  "pnpm-audit": "pnpm-audit",
  "prisma-twistcli": "prisma-cloud",
  "prowler": "prowler",
  "sarif": "sarif",
  "semgrep": "semgrep",
  "snyk-code-sarif": "sarif",
  "snyk-rest-issues": "snyk",
  "snyk-test": "snyk",
  "sonarqube": "sonarqube",
  "sonatype-iq": "sonatype-iq",
  "spdx": "spdx",
  "terrascan": "terrascan",
  "tfsec": "tfsec",
  "trivy": "trivy",
  "trivy-operator": "trivy-operator",
  "trufflehog": "trufflehog",
  "trufflehog3": "trufflehog3",
  "veracode": "veracode",
  "veracode-sourceclear": "veracode-sca",
  "yarn-audit": "yarn-audit",
  "zap": "zap",
]

/// Whether a report of the one may just as well be said to be of the other.
func isTwin(_ one: String, of other: String) -> Bool {
  // npm 6 and pnpm write one shape, and only hints tell them apart.
  one.hasSuffix("npm-audit") && other.hasSuffix("npm-audit")
    // Checkmarx One also writes GitLab's format, and a bill of materials may be there for its statements alone.
    || one == "gitlab" && other == "checkmarx-one" || one == "cyclonedx" && other == "vex"
}
