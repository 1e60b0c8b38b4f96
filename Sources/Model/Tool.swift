import Interning

extension Scan {
  /// Whether the report was written by the tool with this name. SARIF names a tool in free text:
  /// `Semgrep OSS` matches `semgrep`.
  package func isBy(_ name: String) -> Bool { isReport(inFormat: format, by: tool, of: name) }

  /// One name for a tool in all formats that it reports in: `Semgrep OSS` in SARIF and `semgrep` in JSON are one tool.
  package var toolKey: String {
    var words = lowercasedASCII(tool).split(whereSeparator: { $0 == " " || $0 == "-" || $0 == "_" })
    while words.count > 1, let last = words.last, editions.contains(String(last)) { words.removeLast() }
    let key = words.joined(separator: "-")
    return otherNames[key] ?? key
  }
}

/// Whether a report is by the scanner that policies call `name`. A name alone means the scanner in any format; `sarif:NAME` means
/// the tool of that name in reports of that format.
///
/// - Parameter own: The tool's own name in the report; nil when it states none.
package func isReport(inFormat format: String, by own: String?, of name: String) -> Bool {
  if let (wanted, tool) = formatAndTool(of: name) { return format == wanted && own.map { isTool($0, tool) } ?? false }
  return format == name || own.map { isTool($0, name) } ?? false
}

/// The parts of a name like `sarif:my-scanner`; nil for a name without format.
package func formatAndTool(of name: String) -> (format: String, tool: String)? {
  guard let colon = name.utf8.firstIndex(of: UInt8(ascii: ":")) else { return nil }
  return (String(name[..<colon]), String(name[name.utf8.index(after: colon)...]))
}

/// A tool's own name as policies write it: in lower case, with `-` between words.
package func toolWord(of own: String) -> String { own.lowercased().split(separator: " ").joined(separator: "-") }

/// Whether a tool's own name, which is free text, matches the name that policies use for the scanner: `Semgrep OSS` and
/// `semgrep`, `SnykCode` and `snyk`.
package func isTool(_ own: String, _ name: String) -> Bool {
  let words = toolWord(of: own)
  func matches(_ words: String) -> Bool { words == name || words.hasPrefix(name + "-") }
  return matches(words) || otherNames[words].map(matches) ?? false
}

/// All names by which policies may call a tool, given the tool's own name, the longest first: `isTool(own, name)` for each.
package func toolNames(of own: String) -> [String] {
  let words = toolWord(of: own)
  func beginnings(_ words: String) -> [String] {
    [words] + words.indices.filter { words[$0] == "-" }.map { String(words[..<$0]) }
  }
  let names = beginnings(words) + (otherNames[words].map(beginnings) ?? [])
  return names.sorted { $0.utf8.count > $1.utf8.count }
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
