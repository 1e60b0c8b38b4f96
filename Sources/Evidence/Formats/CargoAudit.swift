import Documents
import Model

// cargo-audit: `cargo audit --json`, https://docs.rs/rustsec/latest/rustsec/report/struct.Report.html.

extension Format {
  static let cargoAudit = Format(
    name: "cargo-audit", title: "cargo audit (JSON)", signature: "`lockfile` and `vulnerabilities` with a `list`",
    kinds: [.sca, .quality], severities: [:],
    provides: [.cvss, .ids, .package, .fixedVersions, .path, .state],
    recognises: { $0.has("lockfile") && $0["vulnerabilities"]?["list"]?.kind == .array }, read: readCargoAudit)
}

private func readCargoAudit(_ root: JSONValue, into report: inout ReportBuilder) throws(Diagnostic) {
  report.tool = "cargo-audit"
  report.kinds.insert(.sca)
  if let count = root["lockfile"]?.integer("dependency-count"), count > 0 { report.hasScanProof = true }
  let scan = report.scan()
  if let found = try root.object("vulnerabilities") {
    report.counted += found.integer("count") ?? (found.flag("found") == true ? 1 : 0)
    for (index, entry) in try found.list("list").enumerated() {
      let position = report.position("/vulnerabilities/list", index)
      report.observations.append(try vulnerability(entry, scan: scan, at: position))
    }
  }
  guard let warnings = root["warnings"] else { return }
  // One list before 0.12, then one list for each kind.
  if warnings.kind == .array { return try readWarnings(warnings, at: "/warnings", scan: scan, into: &report) }
  for (kind, list) in try warnings.members() where list.kind != .null {
    try readWarnings(list, at: "/warnings/\(pointerToken(kind))", kind: kind, scan: scan, into: &report)
  }
}

private func vulnerability(_ entry: JSONValue, scan: Scan, at position: SourcePosition) throws(Diagnostic)
  -> Observation
{
  guard let advisory = try entry.object("advisory") else { throw entry.mismatch("an object with `advisory`") }
  let id = try advisory.required("id")
  var observation = try observation(entry, rule: id, advisory: advisory, kind: .sca, scan: scan, at: position)
  observation.ids = ([id] + (try advisory.texts("aliases"))).distinct
  if let vector = advisory.stated("cvss") {
    observation.cvss = [CVSSRating(version: CVSSRating.version(of: vector), vector: vector, source: "rustsec")]
  }
  if let day = advisory.stated("withdrawn") {
    (observation.state, observation.stateReason) = (.suppressed, "withdrawn \(day)")
  }
  return observation
}

/// Reads warnings that are not vulnerabilities: crates that are `unmaintained`, `unsound` or `yanked`, or have a
/// `notice`.
private func readWarnings(
  _ list: JSONValue, at pointer: String, kind: String? = nil, scan: Scan, into report: inout ReportBuilder
) throws(Diagnostic) {
  for (index, warning) in try list.elements().enumerated() {
    let advisory = try warning.object("advisory")
    let kind = warning.stated("kind") ?? kind ?? "warning"
    report.observations.append(
      try observation(
        warning, rule: advisory?.stated("id") ?? kind, advisory: advisory, kind: .quality, scan: scan,
        at: report.position(pointer, index)))
  }
}

private func observation(
  _ entry: JSONValue, rule: String, advisory: JSONValue?, kind: Observation.Kind, scan: Scan,
  at position: SourcePosition
) throws(Diagnostic) -> Observation {
  let package = try entry.object("package")
  let name = if let package { try package.required("name") } else { try (advisory ?? entry).required("package") }
  var observation = Observation(
    scan: scan, kind: kind, ruleId: rule, title: advisory?.stated("title") ?? "\(name) is \(rule)",
    location: Location(path: "Cargo.lock"), at: position)
  observation.component = Component(stated: nil, ecosystem: "cargo", name: name, version: package?.stated("version"))
  observation.published = advisory?.text("date").flatMap { Timestamp(loosely: $0) }
  if let versions = try entry.object("versions"), versions.has("patched") {
    observation.fixedVersions = try versions.texts("patched").distinct
  }
  return observation
}
