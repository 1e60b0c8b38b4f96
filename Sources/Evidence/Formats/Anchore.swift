import Documents
import Model

extension Format {
  /// Anchore Engine and Anchore Enterprise: the API's list of vulnerabilities (`anchore-cli --json image vuln`), the
  /// console's report, and policy evaluations (https://docs.anchore.com/current/docs/).
  static let anchore = Format(
    name: "anchore", title: "Anchore Engine and Enterprise (JSON)",
    signature: "`vulnerabilities` with `imageDigest`; `securityEvaluation`; or an evaluation under an image's digest",
    kinds: [.container, .iac],
    severities: [
      "critical": .critical, "high": .high, "medium": .medium, "low": .low, "negligible": .low, "unknown": nil,
      // The actions of a policy for a check that is not about a vulnerability.
      "stop": .high, "warn": .medium, "go": Severity.none,
    ],
    provides: [
      .severity, .cvss, .ids, .package, .fixedVersions, .path, .image, .firstSeen, .state, .fingerprint, .scanTime,
    ],
    recognises: { isVulnerabilities($0) || $0.has("securityEvaluation") || evaluations($0) != nil },
    read: readAnchore)
}

private func isVulnerabilities(_ root: JSONValue) -> Bool {
  (root.has("imageDigest") || root.has("image_digest")) && root.has("vulnerabilities")
}

/// The evaluations by image: `{"sha256:…": {"registry.example/shop:1": [evaluation]}}`. Nil for any other content.
private func evaluations(_ root: JSONValue) -> JSONValue? {
  guard root.kind == .object else { return nil }
  do throws(Diagnostic) {
    for (key, value) in try root.members() { return key.hasPrefix("sha256:") && value.kind == .object ? value : nil }
  } catch { return nil }
  return nil
}

private func readAnchore(_ root: JSONValue, into report: inout ReportBuilder) throws(Diagnostic) {
  report.tool = "Anchore"
  if root.has("securityEvaluation") { return try readConsole(root, into: &report) }
  guard isVulnerabilities(root) else { return try readEvaluations(root, into: &report) }
  report.kinds.insert(.container)
  // The digest names the image; no part of it is listed.
  let image = root.stated("imageDigest") ?? root.stated("image_digest")
  let scan = report.scan(target: image)
  for (index, entry) in try root.list("vulnerabilities").enumerated() {
    let position = report.position("/vulnerabilities", index)
    report.observations.append(try AnchoreVulnerability(entry).observation(scan: scan, image: image, at: position))
  }
}

private func readConsole(_ root: JSONValue, into report: inout ReportBuilder) throws(Diagnostic) {
  let metadata = try root.object("metadata")
  let repository = [metadata?.stated("registry"), metadata?.stated("repository")].compactMap { $0 }
  let tag = metadata?.stated("tag").map { ":\($0)" } ?? ""
  let image = repository.isEmpty ? metadata?.stated("imageDigest") : repository.joined(separator: "/") + tag
  report.time = metadata?.text("timestamp").flatMap { Timestamp($0) }
  report.kinds.insert(.container)
  let scan = report.scan(target: image)
  for (index, entry) in try root.list("securityEvaluation").enumerated() {
    let position = report.position("/securityEvaluation", index)
    report.observations.append(
      try AnchoreVulnerability(console: entry).observation(scan: scan, image: image, at: position))
  }
}

private func readEvaluations(_ root: JSONValue, into report: inout ReportBuilder) throws(Diagnostic) {
  for (digest, images) in try root.members() {
    for (image, list) in try images.members() {
      for (index, evaluation) in try list.elements().enumerated() {
        let pointer = "/\(escaped(digest))/\(escaped(image))/\(index)"
        try AnchoreEvaluation(evaluation, of: image, in: &report).read(at: pointer, into: &report)
      }
    }
  }
}

/// The key as a reference token of a JSON pointer (RFC 6901 §3).
private func escaped(_ key: String) -> String {
  var text = ""
  for scalar in key.unicodeScalars {
    switch scalar {
    case "~": text += "~0"
    case "/": text += "~1"
    default: text.unicodeScalars.append(scalar)
    }
  }
  return text
}
