import Documents
import Model
import System

extension Format {
  /// SARIF 2.1.0: https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
  static let sarif = Format(
    name: "sarif", title: "SARIF 2.1.0",
    signature:
      "an array `runs` with a `version` of 2 or a `$schema` of SARIF; or with results that have an `artifactLocation`",
    kinds: Set(Observation.Kind.allCases),
    severities: [
      // §3.27.10, and words that some tools write as `security-severity`
      "error": .high, "warning": .medium, "note": .low, "none": Severity.none,
      "critical": .critical, "high": .high, "medium": .medium, "moderate": .medium, "low": .low,
      "negligible": .low, "unknown": nil, "unspecified": nil,
    ],
    provides: [
      .severity, .cwe, .ids, .package, .fixedVersions, .path, .lines, .url, .image, .resource, .fingerprint, .firstSeen,
      .state,
      .reachability, .scanTime, .commit, .toolVersion,
    ],
    recognises: { root in
      let isNamed = root.text("version")?.hasPrefix("2.") == true || root.text("$schema")?.contains("sarif") == true
      // §3.13.4: `runs` is null if the producer tried and failed to get them.
      guard let runs = root["runs"] else { return isNamed && root.has("runs") }
      return runs.kind == .array && (isNamed || hasMembersOf21(root))
    },
    read: readSARIF)
}

private func readSARIF(_ root: JSONValue, into report: inout ReportBuilder) throws(Diagnostic) {
  try checkVersion(root, of: report.input)
  guard root["runs"] != nil else {
    return report.fail("`runs` is null: the producer of this SARIF log tried to get the results and failed")
  }
  // A log without a run names no tool and proves no scan, like `[]`.
  if try root.list("runs").isEmpty { throw .emptyReport(report.input) }
  // Runs of Gatehouse are read in full like the others, and not kept.
  var (own, ownCount, count) = (ReportBuilder(input: report.input, format: report.format), 0, 0)
  for (index, run) in try root.list("runs").enumerated() {
    count += 1
    guard run.isOwnRun else {
      try report.addRun { report throws(Diagnostic) in try readRun(run, at: "/runs/\(index)", into: &report) }
      continue
    }
    ownCount += 1
    try readRun(run, at: "/runs/\(index)", into: &own)
  }
  try report.noteOwn(ownCount, of: count)
  // §4.3.4: results may be outside the runs they belong to, and ignoring them would lose findings.
  for external in try root.list("inlineExternalProperties") where try !external.list("results").isEmpty {
    report.fail("results in inlineExternalProperties are not supported")
  }
}

/// Whether a log without version and schema has the members of SARIF 2.1.0; `artifactLocation` exists only there.
private func hasMembersOf21(_ root: JSONValue) -> Bool {
  guard root["version"] == nil, root["$schema"] == nil else { return false }
  let result = root["runs"]?.firstElement?["results"]?.firstElement
  let location = result?["locations"]?.firstElement?["physicalLocation"]
  return result?["message"] != nil && location?["artifactLocation"] != nil
}

private func checkVersion(_ root: JSONValue, of input: Input) throws(Diagnostic) {
  let schema = root.text("$schema") ?? ""
  let version = root.text("version") ?? (schema.contains("2.1.0") ? "2.1.0" : "")
  guard !version.hasPrefix("2.1.0"), !hasMembersOf21(root) else { return }
  throw Diagnostic(
    .formatVersion,
    "this is SARIF \(version.isEmpty ? "without a version" : shownWord(version)); only 2.1.0 is supported",
    at: root["version"]?.position ?? SourcePosition(file: input.name),
    help: "configure the scanner to write SARIF 2.1.0, or convert the report with sarif-multitool transform")
}

private func readRun(_ value: JSONValue, at pointer: String, into report: inout ReportBuilder) throws(Diagnostic) {
  let run = try SARIFRun(value, into: &report)
  let results = try value.list("results")
  let list = report.list(pointer + "/results")
  for (index, result) in results.enumerated() {
    let before = report.observations.count
    try run.read(result, at: report.position(list, index), into: &report.observations)
    // §3.27.9: a rule that is not applicable to what was scanned was not evaluated.
    if result["kind"]?.equals("notApplicable") != true {
      report.hasScanProof = true
    } else {
      report.unevaluated += report.observations.count - before
    }
  }
  // §3.14.23: null or missing if the run ended before it had results; a clean run has an empty list.
  if run.value["results"] == nil, results.isEmpty {
    return report.fail("the run of \(run.scan.tool) has no `results`, so it did not complete")
  }
  if !run.rules.isEmpty { report.hasScanProof = true }
  if !report.hasScanProof { report.examined += run.locations.artifactPaths }
  // A clean run of an unknown tool has the kind that its results would have.
  if results.isEmpty, report.kinds.isEmpty { report.kinds.insert(.sast) }
}
