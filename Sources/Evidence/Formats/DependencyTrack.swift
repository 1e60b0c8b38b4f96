import Documents
import Model

extension Format {
  /// Dependency-Track: the Finding Packaging Format and the API's findings,
  /// https://docs.dependencytrack.org/integrations/file-formats/
  static let dependencyTrack = Format(
    name: "dependency-track", title: "Dependency-Track findings (FPF, API)",
    signature: "`meta` with `application` Dependency-Track, and `project`; or an array of findings with `matrix`",
    kinds: [.sca],
    severities: [
      "critical": .critical, "high": .high, "medium": .medium, "low": .low, "info": Severity.none, "unassigned": nil,
    ],
    provides: [
      .severity, .cvss, .epss, .cwe, .ids, .package, .fingerprint, .firstSeen, .state, .scanTime, .toolVersion,
    ],
    recognises: isDependencyTrack, read: readDependencyTrack)
}

private func isDependencyTrack(_ root: JSONValue) -> Bool {
  if root.kind == .object { return root["meta"]?["application"]?.equals("Dependency-Track") ?? false }
  guard let first = root.firstElement else { return false }
  return first.has("matrix") && first.has("component") && first.has("vulnerability")
}

private func readDependencyTrack(_ root: JSONValue, into report: inout ReportBuilder) throws(Diagnostic) {
  report.tool = "Dependency-Track"
  report.kinds.insert(.sca)
  let (meta, project) = (root["meta"], root["project"])
  report.toolVersion = meta?.stated("version")
  report.time = meta?.text("timestamp").flatMap { Timestamp($0) }
  let name = [project?.stated("name"), project?.stated("version")].compactMap { $0 }.joined(separator: " ")
  let scan = report.scan(target: name.isEmpty ? nil : name)
  let isList = root.kind == .array
  // A project without findings looks the same as one without components, so an empty list proves nothing.
  for (index, finding) in try (isList ? root.elements() : root.list("findings")).enumerated() {
    report.observations.append(
      try observation(finding, of: scan, at: report.position(isList ? "" : "/findings", index)))
    report.hasScanProof = true
  }
}

private func observation(_ finding: JSONValue, of scan: Scan, at position: SourcePosition) throws(Diagnostic)
  -> Observation
{
  guard let vulnerability = try finding.object("vulnerability") else {
    throw finding.mismatch("an object with `vulnerability`")
  }
  guard let part = try finding.object("component") else { throw finding.mismatch("an object with `component`") }
  let id = try vulnerability.required("vulnId")
  let name = [part.stated("group"), try part.required("name")].compactMap { $0 }.joined(separator: "/")
  let component = Component(
    stated: part.stated("purl"), ecosystem: nil, name: name, version: part.stated("version"))
  var observation = Observation(
    scan: scan, kind: .sca, ruleId: id, title: vulnerability.stated("title") ?? "\(id) in \(name)", at: position)
  observation.nativeSeverity = vulnerability.stated("severity")
  observation.ids = try names(of: vulnerability, first: id)
  observation.cwes = try weaknesses(of: vulnerability)
  observation.cvss = scores(of: vulnerability)
  observation.epss = vulnerability.number("epssScore")
  observation.component = component
  observation.published = vulnerability.stated("published").flatMap { Timestamp(loosely: $0) }
  observation.fingerprints = finding.stated("matrix").map { ["dependency-track": $0] } ?? [:]
  observation.firstSeen = finding["attribution"].flatMap(attributed)
  if let analysis = finding["analysis"] { observation.applyState(of: analysis) }
  return observation
}

/// The identifiers of a vulnerability. An alias is an object with one identifier for each database: `{"cveId": "…",
/// "ghsaId": "…"}`.
private func names(of vulnerability: JSONValue, first id: String) throws(Diagnostic) -> [String] {
  var names = [id]
  for alias in try vulnerability.list("aliases") {
    for (key, name) in try alias.members() where key.hasSuffix("Id") { names += [name.scalar].compactMap { $0 } }
  }
  return names.distinct
}

private func weaknesses(of vulnerability: JSONValue) throws(Diagnostic) -> [Int] {
  var numbers: [Int] = []
  for weakness in try vulnerability.list("cwes") { numbers.add(weakness: weakness.integer("cweId")) }
  numbers.add(weakness: vulnerability.integer("cweId"))
  return numbers
}

private func scores(of vulnerability: JSONValue) -> [CVSSRating] {
  let ratings: [(version: String, vector: StaticString, score: StaticString)] = [
    ("2.0", "cvssV2Vector", "cvssV2BaseScore"), ("3.0", "cvssV3Vector", "cvssV3BaseScore"),
    ("4.0", "cvssV4Vector", "cvssV4Score"),
  ]
  return ratings.compactMap { version, vector, score in
    let (vector, score) = (vulnerability.stated(vector), vulnerability.number(score))
    guard vector != nil || score != nil else { return nil }
    // A CVSS 2 vector may be in parentheses and does not name its version.
    let named = vector.map { $0.hasPrefix("CVSS:") ? CVSSRating.version(of: $0) : version } ?? version
    return CVSSRating(version: named, vector: vector, score: score, source: vulnerability.text("source")?.lowercased())
  }
}

/// When the vulnerability was attributed to the component. Exports write a local time without a zone, which is ignored.
private func attributed(_ attribution: JSONValue) -> Timestamp? {
  if let milliseconds = attribution["attributedOn"]?.integer { return Timestamp(seconds: Int64(milliseconds / 1000)) }
  return attribution.text("attributedOn").flatMap { Timestamp($0) }
}

extension Observation {
  /// Sets the state from the analysis; a suppressed finding may have no analysis state.
  fileprivate mutating func applyState(of analysis: JSONValue) {
    let word = analysis.stated("state")
    switch word {
    case "FALSE_POSITIVE": state = .falsePositive
    case "NOT_AFFECTED": state = .suppressed
    case "RESOLVED": state = .fixed
    default: if analysis.flag("isSuppressed") == true { state = .suppressed }
    }
    guard state != .open else { return }
    let parts = [word == "NOT_SET" ? nil : word, analysis.stated("justification"), analysis.stated("detail")]
    let reason = parts.compactMap { $0 }.joined(separator: ": ")
    stateReason = reason.isEmpty ? "suppressed in Dependency-Track" : reason
  }
}
