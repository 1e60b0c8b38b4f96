import Documents
import Model

/// Reads `audit.fvdl`, the results of the analyzer: vulnerabilities, then the trace nodes they share and the rules they
/// refer to.
func readFVDL(_ root: XMLElement, into report: inout ReportBuilder) throws(Diagnostic) {
  report.tool = "Fortify"
  let (build, engine, created) = (root.child("Build"), root.child("EngineData"), root.child("CreatedTS"))
  report.toolVersion = engine?.text("EngineVersion")
  report.kinds.insert(.sast)
  if let date = created?.attribute("date"), let time = created?.attribute("time") {
    report.time = Timestamp(loosely: "\(date) \(time)")
  }
  if let base = build?.text("SourceBasePath") {
    report.recordScannedFolder(base)
    report.roots.append(base)
  }
  if let files = build?.integer("NumberFiles"), files > 0 { report.hasScanProof = true }
  for error in engine?.child("Errors")?.children("Error") ?? [] {
    let text = "Fortify: \(firstLine(of: error.text ?? "an error without a message"))"
    report.warnings.append(Diagnostic(.evidencePartial, text, severity: .warning, at: error.position))
  }
  let reader = FVDLReader(root, scan: report.scan(target: build?.text("BuildID")))
  for list in root.children("Vulnerabilities") {
    for vulnerability in list.children("Vulnerability") {
      report.observations.append(try reader.observation(vulnerability))
      report.hasScanProof = true
    }
  }
}

private struct FVDLReader {
  private let scan: Scan
  private var nodes: [String: XMLElement] = [:]
  /// The metadata groups of rules, by rule id.
  private var rules: [String: [String: String]] = [:]

  init(_ root: XMLElement, scan: Scan) {
    self.scan = scan
    for node in root.child("UnifiedNodePool")?.children("Node") ?? [] {
      if let id = node.attribute("id") { nodes[id] = node }
    }
    for rule in root.child("EngineData")?.child("RuleInfo")?.children("Rule") ?? [] {
      if let id = rule.attribute("id") { rules[id] = groups(in: rule.child("MetaInfo")) }
    }
  }

  func observation(_ vulnerability: XMLElement) throws(Diagnostic) -> Observation {
    guard let kind = vulnerability.child("ClassInfo"), let instance = vulnerability.child("InstanceInfo") else {
      throw vulnerability.mismatch("<ClassInfo> and <InstanceInfo>")
    }
    let type = try kind.required("Type")
    let category = kind.text("Subtype").map { "\(type): \($0)" } ?? type
    let steps = steps(of: vulnerability)
    var observation = Observation(
      scan: scan, kind: .sast, ruleId: category, title: category, location: location(of: steps),
      at: vulnerability.position)
    observation.setFlow(steps.compactMap(location(ofNode:)))
    let rule = (rules[kind.text("ClassID") ?? ""] ?? [:]).merging(groups(in: instance.child("MetaInfo"))) { $1 }
    observation.nativeSeverity = priority(rule, confidence: instance.text("Confidence"))
    for number in (rule["altcategoryCWE"] ?? "").split(whereSeparator: { !$0.isNumber }) {
      observation.cwes.add(weakness: Int(number))
    }
    observation.fingerprints = ["fortifyInstance": try instance.required("InstanceID")]
    return observation
  }

  /// The nodes of the trace, from its source to its sink.
  private func steps(of vulnerability: XMLElement) -> [XMLElement] {
    let entries =
      vulnerability.child("AnalysisInfo")?.child("Unified")?.child("Trace")?.child("Primary")?.children("Entry") ?? []
    return entries.compactMap { entry in
      entry.child("Node") ?? entry.child("NodeRef")?.attribute("id").flatMap { nodes[$0] }
    }
  }

  /// The location of the trace node marked as default, else of the last one.
  private func location(of steps: [XMLElement]) -> Location {
    (steps.first { $0.attribute("isDefault") == "true" } ?? steps.last).flatMap(location(ofNode:)) ?? Location()
  }

  private func location(ofNode node: XMLElement) -> Location? {
    guard let source = node.child("SourceLocation") else { return nil }
    let number = { (name: String) in source.attribute(name).flatMap { Int($0) } }
    return Location(
      path: source.attribute("path"), startLine: number("line"), endLine: number("lineEnd"),
      startColumn: number("colStart"))
  }
}

private func groups(in information: XMLElement?) -> [String: String] {
  var groups: [String: String] = [:]
  for group in information?.children("Group") ?? [] {
    if let name = group.attribute("name"), let text = group.text { groups[name] = text }
  }
  return groups
}

/// The Fortify priority order, which the file does not state; nil if a value for it is missing.
///
/// Impact is high from 2.5. Likelihood is accuracy times confidence times probability, divided by 25, and is high from
/// 2.5. All values are from 0 to 5.
private func priority(_ rule: [String: String], confidence: String?) -> String? {
  let numbers = [rule["Impact"], rule["Accuracy"], rule["Probability"], confidence].compactMap {
    $0.flatMap { Double($0) }
  }
  guard numbers.count == 4 else { return nil }
  let likelihood = numbers[1] * numbers[2] * numbers[3] / 25
  switch (numbers[0] >= 2.5, likelihood >= 2.5) {
  case (true, true): return "Critical"
  case (true, false): return "High"
  case (false, true): return "Medium"
  case (false, false): return "Low"
  }
}
