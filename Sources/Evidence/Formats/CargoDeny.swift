import Documents
import Model

// cargo deny: `cargo deny --format json check`, one record per line, https://embarkstudios.github.io/cargo-deny/cli/. The
// last record is the summary, with the number of errors of each check.

extension Format {
  static let cargoDeny = Format(
    name: "cargo-deny", title: "cargo deny (JSON)",
    signature: "lines with a `type` of diagnostic, log or summary and `fields`", kinds: [.sca, .license, .quality],
    severities: lintSeverities, provides: [.severity, .cvss, .ids, .package, .fixedVersions, .path, .state],
    recognises: isCargoDeny, read: readCargoDeny)
}

private func isCargoDeny(_ root: JSONValue) -> Bool {
  guard let first = root.firstRecord, first["fields"]?.kind == .object, let type = first.text("type") else {
    return false
  }
  return ["diagnostic", "log", "summary"].contains(type)
}

private func readCargoDeny(_ root: JSONValue, into report: inout ReportBuilder) throws(Diagnostic) {
  report.tool = "cargo-deny"
  let scan = report.scan()
  var (errors, counted) = (0, Int?.none)
  for (index, record) in try root.records.enumerated() {
    let position = report.position(ofRecord: index, in: root)
    guard let fields = try record.object("fields") else { throw record.mismatch("a record with `fields`") }
    switch try record.required("type") {
    case "diagnostic":
      if fields["severity"]?.equals("error") ?? false { errors += 1 }
      try report.add(fields, scan: scan, at: position)
    case "log":
      guard fields["level"]?.equals("ERROR") ?? false else { continue }
      report.fail("cargo-deny stopped: \(firstLine(of: fields.stated("message") ?? "no reason given"))", at: position)
    case "summary": counted = try report.noteSummary(fields)
    default: throw record.mismatch("a record of the type diagnostic, log or summary")
    }
  }
  guard let counted else { return report.fail("the summary, which cargo-deny writes last, is missing") }
  if counted != errors { report.fail("cargo-deny counts \(counted) errors, but the report lists \(errors)") }
}

extension ReportBuilder {
  /// Adds the kinds of the checks that ran, and returns the number of errors that they count.
  fileprivate mutating func noteSummary(_ checks: JSONValue) throws(Diagnostic) -> Int {
    var count = 0
    for (check, numbers) in try checks.members() {
      kinds.insert(check == "advisories" ? .sca : check == "licenses" ? .license : .quality)
      count += numbers.integer("errors") ?? 0
      hasScanProof = true
    }
    return count
  }

  /// Adds a diagnostic for each crate that it is about. Without a crate it is about the configuration.
  fileprivate mutating func add(_ fields: JSONValue, scan: Scan, at position: SourcePosition) throws(Diagnostic) {
    let code = fields.stated("code") ?? "unnamed"
    let advisory = try fields.object("advisory")
    let crates = try fields.list("graphs").compactMap { $0["Krate"] }
    if crates.isEmpty {
      guard fields["severity"]?.equals("error") ?? false else { return }
      return fail("cargo-deny reports: \(firstLine(of: fields.stated("message") ?? code))", at: position)
    }
    for crate in crates {
      var observation = Observation(
        scan: scan, kind: kind(of: code), ruleId: advisory?.stated("id") ?? code,
        title: firstLine(of: try fields.required("message")), location: Location(path: "Cargo.lock"), at: position)
      observation.component = Component(
        stated: nil, ecosystem: "cargo", name: try crate.required("name"), version: crate.stated("version"))
      if let advisory { try observation.apply(advisory, notes: fields.texts("notes")) }
      // The severity of an advisory's diagnostic tells what the configuration makes of it, not how bad it is.
      if observation.kind != .sca {
        observation.nativeSeverity = fields.stated("severity")
      } else if ["note", "help"].contains(fields.text("severity")) {
        (observation.state, observation.stateReason) = (.suppressed, "allowed in deny.toml")
      }
      observations.append(observation)
    }
  }
}

extension Observation {
  fileprivate mutating func apply(_ advisory: JSONValue, notes: [String]) throws(Diagnostic) {
    ids = ([advisory.stated("id")].compactMap { $0 } + (try advisory.texts("aliases"))).distinct
    if let vector = advisory.stated("cvss") {
      cvss = [CVSSRating(version: CVSSRating.version(of: vector), vector: vector)]
    }
    guard let solution = notes.first(where: { $0.hasPrefix("Solution: ") }) else { return }
    let upgrade = "Solution: Upgrade to "
    if solution.hasPrefix(upgrade) {
      let requirement = solution.dropFirst(upgrade.count)
      let range = requirement.firstRange(of: " (try").map { requirement[..<$0.lowerBound] } ?? requirement
      // `>=1.2.3 OR >=1.1.9, <1.2.0`
      fixedVersions = range.split(separator: " ").split(separator: "OR").map { $0.joined(separator: " ") }
    } else if solution.hasPrefix("Solution: No safe upgrade") {
      fixedVersions = []
    }
  }
}

/// Codes of the licence check; those of the checks of bans and sources are about the choice of dependencies.
private let licenseCodes: Set = [
  "rejected", "unlicensed", "no-license-field", "parse-error", "missing-clarification-file",
]

private func kind(of code: String) -> Observation.Kind {
  code == "vulnerability" ? .sca : licenseCodes.contains(code) ? .license : .quality
}
