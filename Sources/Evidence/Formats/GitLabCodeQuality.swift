import Documents
import Model

// GitLab Code Quality: https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format, which is a part of the
// issues of Code Climate (https://github.com/codeclimate/platform/blob/master/spec/analyzers/SPEC.md#data-types). Many
// linters write it; none says which one it is.

extension Format {
  static let gitlabCodeQuality = Format(
    name: "gitlab-code-quality", title: "GitLab Code Quality, Code Climate issues (JSON)",
    signature: "an array of objects with `fingerprint`, `description` and a `path` in `location`",
    kinds: [.quality, .sast, .secret],
    severities: [
      "blocker": .critical, "critical": .high, "major": .medium, "minor": .low, "info": Severity.none, "normal": .low,
      "unknown": nil,
    ],
    provides: [.severity, .cwe, .path, .lines, .fingerprint], ifEmpty: [.quality], recognises: isCodeQuality,
    read: readCodeQuality)
}

private func isCodeQuality(_ root: JSONValue) -> Bool {
  // Code Climate's engines write one issue after the other.
  guard let first = root.firstRecord, root.isArray || first["type"]?.equals("issue") ?? false,
    first["location"]?.has("path") ?? false
  else { return false }
  return first.has("description") && (first.has("fingerprint") || first.has("check_name") && first.has("categories"))
}

private func readCodeQuality(_ root: JSONValue, into report: inout ReportBuilder) throws(Diagnostic) {
  report.kinds.insert(.quality)
  let scan = report.scan()
  var (own, count) = (0, 0)
  for (index, issue) in try root.records.enumerated() {
    count += 1
    if issue.isOwnIssue {
      own += 1
      continue
    }
    // Code Climate also has measurements, which are no problems.
    if issue["type"]?.equals("measurement") ?? false { continue }
    report.observations.append(try observation(issue, scan: scan, at: report.position(ofRecord: index, in: root)))
  }
  try report.noteOwn(own, of: count)
}

private func observation(_ issue: JSONValue, scan: Scan, at position: SourcePosition) throws(Diagnostic) -> Observation
{
  let description = try issue.required("description")
  let rule = issue.stated("check_name") ?? "unnamed"
  let kind = Observation.Kind(ofLintRule: rule)
  let isSecurity = try issue.texts("categories").contains { $0.lowercased() == "security" }
  var observation = Observation(
    scan: scan, kind: kind == .quality && isSecurity ? .sast : kind, ruleId: rule, title: firstLine(of: description),
    location: try location(of: issue), at: position)
  observation.nativeSeverity = issue.stated("severity")
  observation.cwes.add(weakness: Weakness.number(rule))
  observation.fingerprints = issue.stated("fingerprint").map { ["code-quality": $0] } ?? [:]
  return observation
}

/// The location: a file with `lines`, or with `positions` that have a line and a column.
private func location(of issue: JSONValue) throws(Diagnostic) -> Location {
  guard let location = try issue.object("location") else { throw issue.mismatch("an object with `location`") }
  let (lines, positions) = (location["lines"], location["positions"])
  let (begin, end) = (positions?["begin"], positions?["end"])
  return Location(
    path: try location.required("path"),
    startLine: lines?.integer("begin") ?? begin?.line("line") ?? lines?["begin"]?.line("line") ?? begin?.integer,
    endLine: lines?.integer("end") ?? end?.line("line"), startColumn: begin?.integer("column"))
}
