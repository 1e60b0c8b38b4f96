import Documents
import Model

// bundler-audit: https://github.com/rubysec/bundler-audit. It writes text and, since 0.7, JSON.

extension Format {
  static let bundlerAudit = Format(
    name: "bundler-audit", title: "bundler-audit (JSON and text)", kinds: [.sca],
    severities: [
      "critical": .critical, "high": .high, "medium": .medium, "low": .low, "none": Severity.none, "unknown": nil,
    ],
    provides: [.severity, .cvss, .ids, .package, .fixedVersions, .path, .resource, .scanTime, .toolVersion],
    variants: [
      .json("`version`, `created_at` and `results` with a `type`", recognises: isBundlerAudit, read: readBundlerAudit),
      .text(
        "text that begins like the output of bundler-audit", recognises: isBundlerAuditText, read: readBundlerAuditText),
    ])
}

private func isBundlerAudit(_ root: JSONValue) -> Bool {
  guard root.has("version"), root.has("created_at"), root["results"]?.kind == .array else { return false }
  guard let first = root["results"]?.firstElement else { return true }
  return first.has("advisory") && first.has("gem") || first.has("type") && first.has("source")
}

private func readBundlerAudit(_ root: JSONValue, into report: inout ReportBuilder) throws(Diagnostic) {
  report.tool = "bundler-audit"
  report.toolVersion = root.stated("version")
  report.time = root.stated("created_at").flatMap { Timestamp(loosely: $0) }
  report.kinds.insert(.sca)
  // A clean report states neither the lock file nor the number of its gems.
  let scan = report.scan()
  for (index, result) in try root.list("results").enumerated() {
    let position = report.position("/results", index)
    guard result.has("advisory") else {
      report.observations.append(insecureSource(try result.required("source"), scan: scan, at: position))
      continue
    }
    guard let gem = try result.object("gem"), let advisory = try result.object("advisory") else {
      throw result.mismatch("an object with `gem` and `advisory`")
    }
    report.observations.append(try observation(advisory, of: gem, scan: scan, at: position))
  }
}

private func observation(
  _ advisory: JSONValue, of gem: JSONValue, scan: Scan, at position: SourcePosition
) throws(Diagnostic) -> Observation {
  let (id, name) = (try advisory.required("id"), try gem.required("name"))
  var observation = Observation(
    scan: scan, kind: .sca, ruleId: id, title: advisory.stated("title") ?? "\(id) in \(name)",
    location: Location(path: gemLock), at: position)
  observation.nativeSeverity = advisory.stated("criticality")
  let others = [("CVE-", "cve"), ("GHSA-", "ghsa"), ("OSVDB-", "osvdb")] as [(String, StaticString)]
  observation.ids = ([id] + others.compactMap { prefix, key in advisory.stated(key).map { prefix + $0 } }).distinct
  observation.cvss = [("3.0", advisory.number("cvss_v3")), ("2.0", advisory.number("cvss_v2"))].compactMap {
    version, score in score.map { CVSSRating(version: version, score: $0) }
  }
  observation.component = Component(stated: nil, ecosystem: "gem", name: name, version: gem.stated("version"))
  observation.published = advisory.text("date").flatMap { Timestamp(loosely: $0) }
  observation.fixedVersions = advisory.has("patched_versions") ? try advisory.texts("patched_versions").distinct : nil
  return observation
}

let gemLock = "Gemfile.lock"

/// The observation for gems that are fetched over an unauthenticated connection.
///
/// - Parameter address: the source's URL; a user name and password in it are removed.
func insecureSource(_ address: String, scan: Scan, at position: SourcePosition) -> Observation {
  var parts = address.split(separator: "/", maxSplits: 3, omittingEmptySubsequences: false)
  if parts.count > 2, let at = parts[2].lastIndex(of: "@") { parts[2] = parts[2][parts[2].index(after: at)...] }
  let source = parts.joined(separator: "/")
  return Observation(
    scan: scan, kind: .sca, ruleId: "insecure-source", title: "Gems come from the insecure source \(source)",
    location: Location(path: gemLock, resource: source), at: position)
}
