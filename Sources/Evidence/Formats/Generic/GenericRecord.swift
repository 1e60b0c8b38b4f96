import Model

/// One finding with properties by name: members of an object, or columns of a row.
struct GenericRecord {
  /// A property as a string; nil if it is missing or empty.
  let text: (String) -> String?
  /// A property with any number of values.
  let list: (String) throws(Diagnostic) -> [String]

  private func first(_ names: String...) -> String? { names.lazy.compactMap { text($0) }.first }
  private func isTrue(_ names: String...) -> Bool {
    names.contains { text($0).map { $0.lowercased() == "true" } ?? false }
  }
  private func values(_ names: String...) throws(Diagnostic) -> [String] {
    var all: [String] = []
    for name in names { all += try list(name) }
    return all.distinct
  }

  func observation(_ scan: Scan, _ defaultKind: Observation.Kind, at position: SourcePosition) throws(Diagnostic)
    -> Observation
  {
    guard let title = text("title") else {
      throw Diagnostic(.reportInvalid, "expected a finding with a `title`", at: position)
    }
    var observation = Observation(
      scan: scan, kind: kind(defaultKind), ruleId: text("vuln_id_from_tool") ?? title, title: title,
      location: try location(), at: position)
    observation.nativeSeverity = text("severity")
    observation.ids = try values("cve", "vulnerability_ids", "vulnerability id")
    for weakness in try values("cwe", "cweid", "cwes", "cweids") {
      observation.cwes.add(weakness: Weakness.number(weakness, isBare: true))
    }
    observation.cvss = [score("cvssv3", "cvssv3_score"), score("cvssv4", "cvssv4_score")].compactMap { $0 }
    observation.epss = number("epss_score")
    observation.isKnownExploited = isTrue("known_exploited") ? true : nil
    observation.component = text("component_name").map { Component(name: $0, version: text("component_version")) }
    observation.fixedVersions = first("fix_version").map { [$0] } ?? (text("fix_available") == "false" ? [] : nil)
    observation.fingerprints = text("unique_id_from_tool").map { ["unique_id_from_tool": $0] } ?? [:]
    observation.firstSeen = text("date").flatMap { Timestamp($0) ?? Day($0)?.start }
    applyState(into: &observation)
    return observation
  }

  private func kind(_ defaultKind: Observation.Kind) -> Observation.Kind {
    if text("component_name") != nil { return .sca }
    if isTrue("static_finding") { return .sast }
    return isTrue("dynamic_finding") ? .dast : defaultKind
  }

  private func location() throws(Diagnostic) -> Location {
    let line = text("line").flatMap { Int($0) }
    let address = try values("endpoints").first ?? first("endpoint", "url")
    return Location(
      path: text("file_path"), startLine: line, endLine: line, url: address, parameter: text("param"))
  }

  private func number(_ name: String) -> Double? {
    text(name).flatMap { Double($0) }.flatMap { $0.isFinite ? $0 : nil }
  }

  /// The CVSS rating from a vector and a score; nil if neither is valid. Such fields may hold other words (`N/A`).
  private func score(_ vector: String, _ score: String) -> CVSSRating? {
    let (stated, number) = (text(vector).flatMap { $0.hasPrefix("CVSS:") ? $0 : nil }, number(score))
    guard stated != nil || number != nil else { return nil }
    return CVSSRating(
      version: stated.map(CVSSRating.version) ?? (vector == "cvssv4" ? "4.0" : "3.1"), vector: stated, score: number)
  }

  /// Sets the state from the flags of the finding; if several are set, the first of this list counts.
  private func applyState(into observation: inout Observation) {
    let flags: [(Bool, Observation.State, String)] = [
      (isTrue("false_p", "falsepositive"), .falsePositive, "false positive"),
      (isTrue("is_mitigated", "ismitigated"), .fixed, "mitigated"),
      (isTrue("risk_accepted"), .accepted, "risk accepted"),
      (isTrue("out_of_scope"), .suppressed, "out of scope"), (isTrue("duplicate"), .suppressed, "duplicate"),
      (text("active")?.lowercased() == "false", .suppressed, "not active"),
    ]
    guard let (_, state, reason) = flags.first(where: { $0.0 }) else { return }
    (observation.state, observation.stateReason) = (state, reason)
  }
}
