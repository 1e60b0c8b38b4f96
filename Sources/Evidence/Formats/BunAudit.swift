import Documents
import Model

// The answer of the npm registry's bulk endpoint, as `bun audit --json` and yarn 4.0.0 pass it on: a map from packages to
// advisories (https://bun.com/docs/install/audit). The lock file and the installed versions are not stated.

extension Format {
  static let bunAudit = Format(
    name: "bun-audit", title: "bun audit, yarn npm audit of yarn 4.0.0: advisories by package (JSON)",
    signature: "lists of advisories by package, each with `vulnerable_versions`, `severity` and `title`",
    kinds: [.sca, .quality], severities: npmSeverities,
    provides: [.severity, .cvss, .cwe, .ids, .package, .fixedVersions], ifEmpty: [.sca], recognises: isAdvisoryMap,
    read: readAdvisoryMap
  )
}

private func isAdvisoryMap(_ root: JSONValue) -> Bool {
  guard root.kind == .object, let first = firstAdvisory(root) else { return false }
  return first.has("vulnerable_versions") && first.has("severity") && first.has("title")
}

/// The first advisory of the first package that has some; nil if a member is no list. A package whose advisories are all
/// ignored keeps an empty list.
private func firstAdvisory(_ root: JSONValue) -> JSONValue? {
  do throws(Diagnostic) {
    for (_, list) in try root.members() {
      guard list.kind == .array else { return nil }
      if let first = list.firstElement { return first }
    }
  } catch { return nil }
  return nil
}

private func readAdvisoryMap(_ root: JSONValue, into report: inout ReportBuilder) throws(Diagnostic) {
  report.tool = "npm registry"
  report.kinds.insert(.sca)
  let scan = report.scan()
  for (package, list) in try root.members() {
    let pointer = report.list("/\(pointerToken(package))")
    for (index, advisory) in try list.elements().enumerated() {
      report.observations.append(
        try observation(advisory, on: package, scan: scan, at: report.position(pointer, index)))
    }
  }
}

private func observation(
  _ advisory: JSONValue, on package: String, scan: Scan, at position: SourcePosition
) throws(Diagnostic) -> Observation {
  // yarn adds deprecated packages, which the registry does not list.
  let number = advisory.stated("id")
  let isDeprecation = number?.hasSuffix("(deprecation)") ?? false
  let alias = githubAdvisory(in: advisory.text("url"))
  guard let id = isDeprecation ? "deprecation" : alias ?? number else {
    throw advisory.mismatch("an advisory with `id` or `url`")
  }
  var observation = Observation(
    scan: scan, kind: isDeprecation ? .quality : .sca, ruleId: id,
    title: advisory.stated("title") ?? "\(id) in \(package)", at: position)
  observation.nativeSeverity = advisory.stated("severity")
  observation.component = Component(stated: nil, ecosystem: "npm", name: package, version: nil)
  guard !isDeprecation else { return observation }
  observation.ids = ([alias].compactMap { $0 } + (try advisory.texts("cves"))).distinct
  observation.cwes = try Weakness.numbers(in: advisory["cwe"])
  observation.cvss = registryScores(of: advisory["cvss"])
  observation.fixedVersions = versionsAbove(advisory.text("vulnerable_versions"))
  return observation
}
