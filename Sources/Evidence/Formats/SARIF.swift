import Documents
import Model
import System

extension Format {
  /// https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
  static let sarif = Format(
    name: "sarif", title: "SARIF 2.1.0",
    signature:
      "an array `runs` with a `version` of 2 or a `$schema` of SARIF; or with results of an `artifactLocation`",
    kinds: Set(Observation.Kind.allCases),
    severities: [
      // §3.27.10, and the words that some tools write as their `security-severity`
      "error": .high, "warning": .medium, "note": .low, "none": Severity.none,
      "critical": .critical, "high": .high, "medium": .medium, "moderate": .medium, "low": .low, "unknown": nil,
    ],
    provides: [
      .severity, .cwe, .ids, .package, .fixedVersions, .path, .lines, .url, .resource, .fingerprint, .firstSeen, .state,
      .reachability, .scanTime, .commit, .toolVersion,
    ],
    recognises: { root in
      guard root["runs"]?.kind == .array else { return false }
      return root.text("version")?.hasPrefix("2.") == true || root.text("$schema")?.contains("sarif") == true
        || speaksTwoPointOne(root)
    },
    read: readSARIF)
}

private func readSARIF(_ root: JSONValue, into report: inout ReportBuilder) throws(Diagnostic) {
  try checkVersion(root, of: report.input)
  // A log without a run names no tool: it is the frame of a report, and as silent as `[]`.
  if try root.list("runs").isEmpty { throw .emptyReport(report.input) }
  for (index, run) in try root.list("runs").enumerated() {
    try readRun(run, at: "/runs/\(index)", into: &report)
  }
  // §4.3.4: results may stand beside the runs they belong to; who passes over them reports less than was found.
  for external in try root.list("inlineExternalProperties") where try !external.list("results").isEmpty {
    report.fail("results stand in inlineExternalProperties, which are not read")
  }
}

/// Some writers leave the version out, and the schema. `artifactLocation` is a word of 2.1.0 alone.
private func speaksTwoPointOne(_ root: JSONValue) -> Bool {
  guard root["version"] == nil, root["$schema"] == nil else { return false }
  let result = root["runs"]?.firstElement?["results"]?.firstElement
  let position = result?["locations"]?.firstElement?["physicalLocation"]
  return result?["message"] != nil && position?["artifactLocation"] != nil
}

private func checkVersion(_ root: JSONValue, of input: Input) throws(Diagnostic) {
  let schema = root.text("$schema") ?? ""
  let version = root.text("version") ?? (schema.contains("2.1.0") ? "2.1.0" : "without a version")
  guard !version.hasPrefix("2.1.0"), !speaksTwoPointOne(root) else { return }
  throw Diagnostic(
    .formatVersion, "this is SARIF \(version); 2.1.0 is read", at: root["version"]?.place ?? SourcePosition(file: input.name),
    help: "let the scanner write SARIF 2.1.0, or convert the report with sarif-multitool transform")
}

private func readRun(_ value: JSONValue, at pointer: String, into report: inout ReportBuilder) throws(Diagnostic) {
  let run = try SARIFRun(value, into: &report)
  let results = try value.list("results")
  let position = report.list(pointer + "/results")
  for (index, result) in results.enumerated() {
    guard let observation = try run.observation(result, at: report.position(position, index)) else { continue }
    report.observations.append(observation)
  }
  // §3.14.23: null, or nothing, where the run did not come as far as having results; a clean run has an empty list.
  if run.value["results"] == nil, results.isEmpty {
    return report.fail("the run of \(run.scan.tool) has no results, not even an empty list: it did not get that far")
  }
  if !results.isEmpty || !run.rules.isEmpty { report.hasScanProof = true }
  // A clean run of a tool nobody knows is of the kind that its results would be.
  if results.isEmpty, report.kinds.isEmpty { report.kinds.insert(.sast) }
}
