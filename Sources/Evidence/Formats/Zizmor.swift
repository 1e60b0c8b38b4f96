import Documents
import Model

// zizmor: `zizmor --format json` (version 1), https://docs.zizmor.sh/usage/#output-formats.

extension Format {
  static let zizmor = Format(
    name: "zizmor", title: "zizmor (JSON)",
    signature: "an array of objects with `ident`, `determinations` and `locations`", kinds: [.iac],
    severities: [
      "high": .high, "medium": .medium, "low": .low, "informational": Severity.none, "unknown": nil,
    ],
    provides: [.severity, .path, .lines, .state], recognises: isZizmor, read: readZizmor)
}

private func isZizmor(_ root: JSONValue) -> Bool {
  guard root.kind == .array, let first = root.firstElement else { return false }
  return first.has("ident") && first["determinations"]?.kind == .object && first["locations"]?.kind == .array
}

private func readZizmor(_ root: JSONValue, into report: inout ReportBuilder) throws(Diagnostic) {
  report.tool = "zizmor"
  report.kinds.insert(.iac)
  let (scan, list) = (report.scan(), report.list(""))
  for (index, finding) in try root.elements().enumerated() {
    report.observations += try observations(of: finding, scan: scan, at: report.position(list, index))
  }
}

/// One observation for each primary location; the others explain it. A finding without a primary one has no location.
private func observations(
  of finding: JSONValue, scan: Scan, at position: SourcePosition
) throws(Diagnostic) -> [Observation] {
  let rule = try finding.required("ident")
  guard let ratings = try finding.object("determinations") else {
    throw finding.mismatch("a finding with `determinations`")
  }
  var places: [Location] = []
  for location in try finding.list("locations") {
    let symbolic = location["symbolic"]
    if symbolic?["kind"]?.equals("Primary") ?? false {
      places.append(place(symbolic, location["concrete"]?["location"]))
    }
  }
  return (places.isEmpty ? [Location()] : places).map { place in
    var observation = Observation(
      scan: scan, kind: .iac, ruleId: rule, title: finding.stated("desc") ?? rule, location: place, at: position)
    observation.nativeSeverity = ratings.stated("severity")
    if finding.flag("ignored") == true {
      (observation.state, observation.stateReason) = (.suppressed, "ignored in zizmor.yml or a comment")
    }
    return observation
  }
}

/// The place in a local file, or in a file of a repository that zizmor fetched. Rows and columns are counted from 0.
private func place(_ symbolic: JSONValue?, _ range: JSONValue?) -> Location {
  let (local, remote) = (symbolic?["key"]?["Local"], symbolic?["key"]?["Remote"])
  let (start, end) = (range?["start_point"], range?["end_point"])
  return Location(
    path: local?.stated("verbatim_path") ?? local?.stated("given_path") ?? remote?.stated("path"),
    startLine: start?.integer("row").map { $0 + 1 }, endLine: end?.integer("row").map { $0 + 1 },
    startColumn: start?.integer("column").map { $0 + 1 })
}
