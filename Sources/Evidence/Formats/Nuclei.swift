import Documents
import Model

// Nuclei: https://docs.projectdiscovery.io/tools/nuclei. One result per line with `-jsonl`, an array with
// `-json-export`.

extension Format {
  static let nuclei = Format(
    name: "nuclei", title: "Nuclei (JSON)",
    signature: "objects with `template-id` (before 2.7 `templateID`) and `info`, in lines or an array",
    kinds: [.dast],
    severities: [
      "critical": .critical, "high": .high, "medium": .medium, "low": .low, "info": Severity.none, "unknown": nil,
    ],
    provides: [.severity, .cvss, .epss, .knownExploited, .cwe, .ids, .path, .url, .scanTime],
    recognises: { root in
      root.firstRecord.map { ($0.has("template-id") || $0.has("templateID")) && $0.has("info") } ?? false
    },
    read: readNuclei)
}

private func readNuclei(_ root: JSONValue, into report: inout ReportBuilder) throws(Diagnostic) {
  report.tool = "Nuclei"
  report.kinds.insert(.dast)
  let results = try root.records
  report.time = results.compactMap { $0.stated("timestamp").flatMap { Timestamp($0) } }.max()
  let scan = report.scan()
  for (index, result) in results.enumerated() {
    report.hasScanProof = true
    // With `-matcher-status`, templates that matched nothing are listed as well.
    if result.flag("matcher-status") == false { continue }
    let position =
      root.kind == .array
      ? report.position("", index) : SourcePosition(file: report.input.name, pointer: report.pointer)
    report.observations.append(try observation(result, scan, at: position))
  }
}

private func observation(_ result: JSONValue, _ scan: Scan, at position: SourcePosition) throws(Diagnostic)
  -> Observation
{
  let template = if let id = result.stated("template-id") { id } else { try result.required("templateID") }
  guard let info = try result.object("info") else { throw result.mismatch("an object with `info`") }
  let matcher = result.stated("matcher-name") ?? result.stated("matcher_name")
  let name = info.stated("name") ?? template
  // As in the output of Nuclei (`[template:matcher]`), since a template may check for several problems at one URL.
  var observation = Observation(
    scan: scan, kind: .dast, ruleId: matcher.map { "\(template):\($0)" } ?? template,
    title: matcher.map { "\(name): \($0)" } ?? name, location: location(of: result), at: position)
  observation.nativeSeverity = info.stated("severity")
  // Templates for vulnerabilities in CISA's catalogue have this tag; its absence proves nothing.
  if try tags(of: info).contains("kev") { observation.isKnownExploited = true }
  if let classification = try info.object("classification") { try observation.apply(classification) }
  return observation
}

extension Observation {
  fileprivate mutating func apply(_ classification: JSONValue) throws(Diagnostic) {
    ids = try classification.texts("cve-id").map { $0.uppercased() }.distinct
    cwes = try Weakness.numbers(in: classification["cwe-id"])
    epss = classification.number("epss-score")
    let (vector, score) = (classification.stated("cvss-metrics"), classification.number("cvss-score"))
    guard vector != nil || score != nil else { return }
    cvss = [CVSSRating(version: vector.map(CVSSRating.version) ?? "", vector: vector, score: score)]
  }
}

/// The tags of a template: a list, or before 2.3 one string with commas.
private func tags(of info: JSONValue) throws(Diagnostic) -> [String] {
  try info.texts("tags").flatMap { $0.split(separator: ",").map(String.init) }
}

private func location(of result: JSONValue) -> Location {
  let address = result.stated("matched-at") ?? result.stated("matched") ?? result.stated("host")
  if result["type"]?.equals("file") ?? false { return Location(path: address) }
  // The method is the first word of the request.
  let isHTTP = result["type"]?.equals("http") ?? false
  let verb = isHTTP ? result.stated("request")?.split(separator: " ").first.map(String.init) : nil
  return Location(
    url: address, method: result.stated("fuzzing_method") ?? verb, parameter: result.stated("fuzzing_parameter"))
}
