import Interning

extension Scan {
  /// Whether the report was written by the tool with this name. SARIF names a tool in free text:
  /// `Semgrep OSS` matches `semgrep`.
  package func isBy(_ name: String) -> Bool { isTool(tool, name) || format == name }

  /// One name for a tool in all formats that it reports in: `Semgrep OSS` in SARIF and `semgrep` in JSON are one tool.
  package var toolKey: String {
    var words = lowercasedASCII(tool).split(whereSeparator: { $0 == " " || $0 == "-" || $0 == "_" })
    while words.count > 1, let last = words.last, editions.contains(String(last)) { words.removeLast() }
    let key = words.joined(separator: "-")
    return otherNames[key] ?? key
  }
}

/// Whether a tool's own name, which is free text, matches the name that policies use for the scanner: `Semgrep OSS` and
/// `semgrep`, `SnykCode` and `snyk`.
package func isTool(_ own: String, _ name: String) -> Bool {
  let words = own.lowercased().split(separator: " ").joined(separator: "-")
  func matches(_ words: String) -> Bool { words == name || words.hasPrefix(name + "-") }
  return matches(words) || otherNames[words].map(matches) ?? false
}

/// Words that name an edition or a program of a tool.
private let editions: Set<String> = ["oss", "pro", "ce", "ee", "community", "enterprise", "edition", "cli", "action"]

/// The names that tools have in SARIF and elsewhere, where these differ from the names of their own formats.
private let otherNames = [
  "snykcode": "snyk-code", "snyk-open-source": "snyk", "snyk-container": "snyk", "snyk-iac": "snyk",
  "nodejsscan": "njsscan", "defsec": "tfsec", "detectsecrets": "detect-secrets",
  "osvscanner": "osv-scanner", "truffle-hog": "trufflehog", "git-leaks": "gitleaks", "owasp-zap": "zap",
  "zed-attack-proxy": "zap", "owasp-dependency-check": "dependency-check", "find-security-bugs": "spotbugs",
]
