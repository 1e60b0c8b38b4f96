import Model

/// One finding by the names of its facts: the members of an object, or the columns of a row, which are spelled otherwise.
struct GenericRecord {
  /// A fact as a text; nil where it is missing or empty.
  let text: (String) -> String?
  /// A fact of which there may be several.
  let list: (String) throws(Diagnostic) -> [String]

  private func first(_ names: String...) -> String? { names.lazy.compactMap { text($0) }.first }
  private func holds(_ names: String...) -> Bool {
    names.contains { text($0).map { $0.lowercased() == "true" } ?? false }
  }
  private func lists(_ names: String...) throws(Diagnostic) -> [String] {
    var all: [String] = []
    for name in names { all += try list(name) }
    return all.distinct
  }

  func observation(_ scan: Scan, _ usual: Observation.Kind, at position: SourcePosition) throws(Diagnostic) -> Observation {
    guard let title = text("title") else {
      throw Diagnostic(.reportInvalid, "expected a finding with a `title`", at: position)
    }
    var observation = Observation(
      scan: scan, kind: kind(usual), ruleId: text("vuln_id_from_tool") ?? title, title: title,
      location: try location(), at: position)
    observation.nativeSeverity = text("severity")
    observation.ids = try lists("cve", "vulnerability_ids", "vulnerability id")
    for weakness in try lists("cwe", "cweid", "cwes", "cweids") {
      observation.cwes.add(weakness: Weakness.number(weakness, isBare: true))
    }
    observation.cvss = [score("cvssv3", "cvssv3_score"), score("cvssv4", "cvssv4_score")].compactMap { $0 }
    observation.epss = number("epss_score")
    observation.isKnownExploited = holds("known_exploited") ? true : nil
    observation.component = text("component_name").map { Component(name: $0, version: text("component_version")) }
    observation.fixedVersions = first("fix_version").map { [$0] } ?? (text("fix_available") == "false" ? [] : nil)
    observation.fingerprints = text("unique_id_from_tool").map { ["unique_id_from_tool": $0] } ?? [:]
    observation.firstSeen = text("date").flatMap { Timestamp($0) ?? Day($0)?.start }
    applyState(into: &observation)
    return observation
  }

  private func kind(_ usual: Observation.Kind) -> Observation.Kind {
    if text("component_name") != nil { return .sca }
    if holds("static_finding") { return .sast }
    return holds("dynamic_finding") ? .dast : usual
  }

  private func location() throws(Diagnostic) -> Location {
    let line = text("line").flatMap { Int($0) }
    let address = try lists("endpoints").first ?? first("endpoint", "url")
    return Location(
      path: text("file_path"), startLine: line, endLine: line, url: address, parameter: text("param"))
  }

  private func number(_ name: String) -> Double? {
    text(name).flatMap { Double($0) }.flatMap { $0.isFinite ? $0 : nil }
  }

  /// A field that is to hold a number or a vector may hold other words (`N/A`).
  private func score(_ vector: String, _ score: String) -> CVSSRating? {
    let (stated, number) = (text(vector).flatMap { $0.hasPrefix("CVSS:") ? $0 : nil }, number(score))
    guard stated != nil || number != nil else { return nil }
    return CVSSRating(
      version: stated.map(CVSSRating.version) ?? (vector == "cvssv4" ? "4.0" : "3.1"), vector: stated, score: number)
  }

  /// The gravest of the marks that a finding may bear at once.
  private func applyState(into observation: inout Observation) {
    let marks: [(Bool, Observation.State, String)] = [
      (holds("false_p", "falsepositive"), .falsePositive, "false positive"),
      (holds("is_mitigated", "ismitigated"), .fixed, "mitigated"),
      (holds("risk_accepted"), .accepted, "risk accepted"),
      (holds("out_of_scope"), .suppressed, "out of scope"), (holds("duplicate"), .suppressed, "duplicate"),
      (text("active")?.lowercased() == "false", .suppressed, "not active"),
    ]
    guard let (_, state, reason) = marks.first(where: { $0.0 }) else { return }
    (observation.state, observation.stateReason) = (state, reason)
  }
}
