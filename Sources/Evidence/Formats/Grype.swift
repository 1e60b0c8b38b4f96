import Documents
import Model

// Grype's own JSON: https://github.com/anchore/grype, grype/presenter/models.

extension Format {
  static let grype = Format(
    name: "grype", title: "Grype (JSON)", mark: "`matches` with `descriptor` or `source`",
    kinds: [.sca, .container],
    severities: [
      "critical": .critical, "high": .high, "medium": .medium, "low": .low, "negligible": .low, "unknown": nil,
    ],
    carries: [
      .severity, .cvss, .epss, .knownExploited, .cwe, .ids, .package, .fixedVersions, .path, .image, .state, .scanTime,
      .toolVersion,
    ],
    recognises: { $0.has("matches") && ($0.has("descriptor") || $0.has("source")) }, read: readGrype)
}

private func readGrype(_ root: JSONValue, into report: inout Report) throws(Diagnostic) {
  let descriptor = root["descriptor"]
  report.tool = "Grype"
  report.toolVersion = descriptor?.stated("version")
  report.time = descriptor?.text("timestamp").flatMap { Timestamp($0) }
  // Packages are not listed, but without having catalogued the source Grype writes no report.
  report.provesScan = root["source"] != nil
  if let fault = databaseFault(descriptor) { report.fail("Grype's vulnerability database is not usable: \(fault)") }
  let source = Source(root["source"], in: report)
  report.kinds.insert(source.kind)
  for (index, match) in try root.list("matches").enumerated() {
    report.observations.append(try source.observation(match, at: report.place("/matches", index)))
    report.provesScan = true
  }
  for (index, match) in try root.list("ignoredMatches").enumerated() {
    var observation = try source.observation(match, at: report.place("/ignoredMatches", index))
    observation.state = .suppressed
    observation.stateReason = try reason(toIgnore: match)
    report.observations.append(observation)
  }
}

/// `db.error`, since database schema 6 `db.status.error`.
private func databaseFault(_ descriptor: JSONValue?) -> String? {
  let database = descriptor?["db"]
  return database?.stated("error") ?? database?["status"]?.stated("error")
}

/// What was scanned: an image, a folder, a file.
private struct Source {
  let scan: Interned<Scan>
  let packages = StatedPackages()
  let kind: Observation.Kind
  let image: InternedOptional<String>

  init(_ value: JSONValue?, in report: Report) {
    let isImage = value?["type"]?.equals("image") ?? false
    let target = value?["target"]
    let name = target.flatMap { $0.text ?? $0.stated("userInput") ?? $0.stated("imageID") }
    (scan, kind) = (Interned(report.scan(target: name)), isImage ? .container : .sca)
    image = InternedOptional(isImage ? name : nil)
  }

  func observation(_ match: JSONValue, at place: Place) throws(Diagnostic) -> Observation {
    guard let vulnerability = try match.object("vulnerability"), let artifact = try match.object("artifact") else {
      throw match.mismatch("an object with `vulnerability` and `artifact`")
    }
    let (id, name) = (try vulnerability.required(interned: "id"), try artifact.required(interned: "name"))
    var observation = Observation(
      scan: scan, kind: kind, ruleId: id, title: Text(id, in: name), location: try location(of: artifact), at: place
    )
    observation.$nativeSeverity = InternedOptional(vulnerability.stated(interned: "severity"))
    observation.$component = InternedOptional(
      packages.package(
        purl: artifact.stated(interned: "purl"), ecosystem: artifact.stated(interned: "type"), name: name,
        version: artifact.stated(interned: "version")))
    observation.fixedVersions = try fixedVersions(vulnerability["fix"])
    try observation.learn(from: vulnerability, and: match.list("relatedVulnerabilities"))
    return observation
  }

  private func location(of artifact: JSONValue) throws(Diagnostic) -> Location {
    // Grype's root is the image or the folder: `/app/yarn.lock` lies in it.
    let first = try artifact.list("locations").first
    var location = Location(path: InternedOptional(first?.stated(interned: "path")?.withoutLeadingSlash))
    (location.$image, location.$layer) = (image, InternedOptional(first?.stated(interned: "layerID")))
    return location
  }
}

extension Observation {
  /// Takes names, weaknesses, ratings and exploitation from a record and from the records it is related to: behind a GHSA
  /// stands the CVE, which is what most statements and catalogues speak of.
  fileprivate mutating func learn(from record: JSONValue, and related: JSONList) throws(Diagnostic) {
    var names: [String] = []
    names.reserveCapacity(2)
    names.append(ruleId)
    for other in related { if let name = other.text("id") { names.append(name) } }
    ids = names.distinct
    for weakness in try record.list("cwes") { cwes.add(weakness: weaknessNumber(weakness)) }
    epss = try record.list("epss").compactMap { $0.number("epss") }.max()
    // Grype leaves the list out where the catalogue does not name the vulnerability, and where it has no catalogue.
    isKnownExploited = try record.list("knownExploited").isEmpty ? nil : true
    cvss = try ratings(in: record)
    for other in related {
      for score in try ratings(in: other) where !cvss.contains(score) { cvss.append(score) }
      for weakness in try other.list("cwes") { cwes.add(weakness: weaknessNumber(weakness)) }
    }
  }
}

/// `{"cve": "CVE-2021-44228", "cwe": "CWE-502"}`, one for each CVE of a record.
private func weaknessNumber(_ weakness: JSONValue) -> Int? { weakness.text("cwe").flatMap { Weakness.number($0) } }

private func ratings(in record: JSONValue) throws(Diagnostic) -> [Score] {
  try record.list("cvss").compactMap { rating in
    let (vector, score) = (rating.stated("vector"), rating["metrics"]?.number("baseScore"))
    guard vector != nil || score != nil else { return nil }
    let version = rating.stated("version") ?? vector.map(Score.version) ?? ""
    return Score(
      version: version, vector: vector, score: score, source: rating.stated("source") ?? record.stated("namespace"))
  }
}

/// Nil where the state is unknown; empty where the source says that there is no fix or will be none.
private func fixedVersions(_ fix: JSONValue?) throws(Diagnostic) -> [String]? {
  guard let fix else { return nil }
  let versions = try fix.texts("versions").distinct
  guard versions.isEmpty else { return versions }
  switch fix.text("state") {
  case "not-fixed", "wont-fix": return []
  default: return nil
  }
}

/// What the rules say that took a match out of the list: a reason, a VEX statement, or the rule itself.
private func reason(toIgnore match: JSONValue) throws(Diagnostic) -> String {
  let rules = try match.list("appliedIgnoreRules").map { rule in
    let vex = [rule.stated("vex-status"), rule.stated("vex-justification")].compactMap { $0 }.joined(separator: ": ")
    let said = [rule.stated("reason"), vex].compactMap { $0 }.filter { !$0.isEmpty }
    if !said.isEmpty { return said.joined(separator: "; ") }
    return rule.stated("fix-state").map { "ignored while its fix is \($0)" } ?? "ignored by a rule without a reason"
  }
  return rules.isEmpty ? "ignored by Grype" : rules.distinct.joined(separator: "; ")
}
