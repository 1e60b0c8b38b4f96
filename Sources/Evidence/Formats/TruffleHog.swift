import Documents
import Model

// TruffleHog: `trufflehog --json`, one result per line between log lines
// (https://github.com/trufflesecurity/trufflehog). TruffleHog 2 (https://pypi.org/project/truffleHog) used other names,
// and included the lines of the commit with the secret marked.

extension Format {
  static let truffleHog = Format(
    name: "trufflehog", title: "TruffleHog (JSON)",
    signature: "objects with `SourceMetadata` and `DetectorName`, in lines or an array, or lines of TruffleHog's log; "
      + "or, before 3, with `reason`, `stringsFound` and `printDiff`",
    kinds: [.secret], severities: ["verified": .critical, "unverified": nil, "unknown": nil],
    provides: [.severity, .path, .lines, .url, .image, .resource, .toolVersion],
    recognises: isTruffleHog, read: readTruffleHog)
}

/// Whether the root is output of TruffleHog. Up to 64 log lines, which other tools also write, are skipped.
private func isTruffleHog(_ root: JSONValue) -> Bool {
  let records: [JSONValue]
  do { records = root.kind == .array ? Array(try root.elements().lazy.prefix(64)) : [root] } catch { return false }
  guard let first = records.first(where: { !$0.isLogLine }) else {
    return records.contains { $0["logger"]?.equals("trufflehog") ?? false }
  }
  return first.has("SourceMetadata") && first.has("DetectorName")
    || first.has("reason") && first.has("stringsFound") && first.has("printDiff")
}

private func readTruffleHog(_ root: JSONValue, into report: inout ReportBuilder) throws(Diagnostic) {
  report.tool = "TruffleHog"
  report.kinds.insert(.secret)
  let records = try root.records
  for record in records where record.isLogLine { report.readLogLine(record) }
  let scan = report.scan()
  for (index, record) in records.enumerated() where !record.isLogLine {
    let position =
      root.kind == .array
      ? report.position("", index) : SourcePosition(file: report.input.name, pointer: report.pointer)
    report.observations.append(
      record.has("SourceMetadata")
        ? try observation(record, scan, at: position) : try oldObservation(record, scan, at: position))
    report.hasScanProof = true
  }
}

extension JSONValue {
  /// Whether the record is a log line: `{"level":"info-0","ts":"…","logger":"trufflehog","msg":"finished scanning",…}`
  fileprivate var isLogLine: Bool { has("level") && has("msg") }
}

extension ReportBuilder {
  /// Reads a log line: the last one states how much was scanned; one of level `error` states a failure.
  fileprivate mutating func readLogLine(_ line: JSONValue) {
    toolVersion = line.stated("trufflehog_version") ?? toolVersion
    if let chunks = line.integer("chunks"), chunks > 0 { hasScanProof = true }
    counted += line.integer("verified_secrets") ?? 0
    if let level = line.stated("level"), level == "error" || level == "fatal" {
      // The member `error` may quote scanned content, so it is not reported.
      fail("TruffleHog reports: \(line.stated("msg") ?? level)")
    }
  }
}

/// The observation of a result. The value and everything derived from it (`Raw`, `RawV2`, `Redacted`, `ExtraData`) are
/// not reported.
private func observation(_ result: JSONValue, _ scan: Scan, at position: SourcePosition) throws(Diagnostic)
  -> Observation
{
  let detector = try result.required("DetectorName")
  var observation = Observation(
    scan: scan, kind: .secret, ruleId: detector, title: "\(detector) secret", location: try location(of: result),
    at: position)
  observation.nativeSeverity = verification(of: result)
  observation.secretDigest = (result.stated("Raw") ?? result.stated("RawV2")).flatMap(digestOfSecret)
  return observation
}

/// The verification state in the words of `--results`; a verification that failed is `unknown`. Nil if not stated.
private func verification(of result: JSONValue) -> String? {
  guard let isVerified = result.flag("Verified") else { return nil }
  if isVerified { return "verified" }
  return result.stated("VerificationError") == nil ? "unverified" : "unknown"
}

/// The location. `Data` has one member, named after the source: `Git`, `Filesystem`, `Docker`, `S3`.
private func location(of result: JSONValue) throws(Diagnostic) -> Location {
  guard let data = try result.object("SourceMetadata")?.object("Data"),
    let source = try data.members().first(where: { $0.value.kind == .object })
  else { return Location() }
  let (name, value) = source
  let (file, line) = (value.stated("file"), value.line("line"))
  if repositories.contains(name) { return Location(path: file, startLine: line, endLine: line) }
  if let image = value.stated("image") {
    let tagged = value.stated("tag").map { "\(image):\($0)" } ?? image
    return Location(path: file?.withoutLeadingSlash, image: tagged, layer: value.stated("layer"))
  }
  let holder = value.stated("bucket") ?? value.stated("channel_name") ?? value.stated("project_name") ?? name
  return Location(url: value.stated("link"), resource: file.map { "\(holder)/\($0)" } ?? holder)
}

private let repositories: Set<String> = [
  "Git", "Github", "Gitlab", "Bitbucket", "AzureRepos", "Gerrit", "Filesystem", "Huggingface",
]

/// The observation of an issue of TruffleHog 2; `reason` is the rule. The commit message and its lines are not
/// reported, since they may contain the secret.
private func oldObservation(_ issue: JSONValue, _ scan: Scan, at position: SourcePosition) throws(Diagnostic)
  -> Observation
{
  let reason = try issue.required("reason")
  var observation = Observation(
    scan: scan, kind: .secret, ruleId: reason, title: reason, location: Location(path: issue.stated("path")),
    at: position)
  let strings = try issue.texts("stringsFound").distinct
  observation.secretDigest = strings.count == 1 ? digestOfSecret(strings[0]) : nil
  return observation
}
