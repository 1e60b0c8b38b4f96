import Model

// Pages about vulnerabilities, weaknesses and rules in public databases. Addresses in reports are not used: who writes a report
// could lead readers of a comment anywhere.

/// The page of a vulnerability in the database that gave it its id; nil for an id of no known database.
func advisoryURL(_ id: String) -> String? {
  guard id.utf8.count <= 80, id.utf8.allSatisfy({ isIDByte($0) }) else { return nil }
  return databases.first { id.hasPrefix($0.prefix) }.map { $0.url + id + $0.end }
}

/// The page of a scanner's rule in the scanner's documentation; nil where none is known.
func ruleURL(_ id: String, of tool: String) -> String? {
  guard id.utf8.count <= 80, id.utf8.allSatisfy({ isIDByte($0) }) else { return nil }
  let (name, number) = (id.prefix { $0.isLetter }, id.drop { $0.isLetter })
  let isNumbered = !number.isEmpty && number.utf8.allSatisfy { (48...57).contains($0) }
  if tool.lowercased() == "hadolint", isNumbered, name == "DL" {
    return "https://github.com/hadolint/hadolint/wiki/\(id)"
  }
  if isNumbered, name == "SC", ["hadolint", "shellcheck"].contains(tool.lowercased()) {
    return "https://www.shellcheck.net/wiki/\(id)"
  }
  if id.hasPrefix("AVD-") { return "https://avd.aquasec.com/misconfig/\(id.lowercased())" }
  return nil
}

/// The page of a weakness (https://cwe.mitre.org).
func weaknessURL(_ number: Int) -> String { "https://cwe.mitre.org/data/definitions/\(number).html" }

extension Finding {
  /// A page about the problem: the vulnerability, else the rule, else the weakness; nil where none is known.
  var helpURL: String? {
    problemURL(kind, ids: ids, ruleId: ruleId, rules: observations.map { ($0.ruleId, $0.scan.tool) }, cwe: cwes.first)
  }
}

/// A page about a problem: the vulnerability, else a rule of one of the tools, else the weakness; nil where none is known.
func problemURL(
  _ kind: Observation.Kind, ids: [String], ruleId: String, rules: [(id: String, tool: String)], cwe: Int?
) -> String? {
  if kind.isDependency, let url = advisoryURL(primaryName(of: ids) ?? ruleId) { return url }
  let pages = rules.lazy.compactMap { ruleURL($0.id, of: $0.tool) }
  return pages.first ?? ids.lazy.compactMap(advisoryURL).first ?? cwe.map(weaknessURL)
}

private let databases: [(prefix: String, url: String, end: String)] = [
  ("CVE-", "https://nvd.nist.gov/vuln/detail/", ""), ("GHSA-", "https://github.com/advisories/", ""),
  ("GO-", "https://pkg.go.dev/vuln/", ""), ("MAL-", "https://osv.dev/vulnerability/", ""),
  ("OSV-", "https://osv.dev/vulnerability/", ""), ("PYSEC-", "https://osv.dev/vulnerability/", ""),
  ("RUSTSEC-", "https://rustsec.org/advisories/", ".html"), ("SNYK-", "https://security.snyk.io/vuln/", ""),
]

private func isIDByte(_ byte: UInt8) -> Bool {
  switch byte {
  case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
    UInt8(ascii: "0")...UInt8(ascii: "9"):
    true
  default: "-._".utf8.contains(byte)
  }
}
