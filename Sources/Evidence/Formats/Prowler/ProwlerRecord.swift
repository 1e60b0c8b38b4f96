import Documents
import Model

/// The result of one check for one resource, in any of the encodings.
struct ProwlerRecord {
  let check: String
  var title: String?
  /// `FAIL`, `PASS` or `MANUAL`; version 3 also has `MUTED`, and older versions `WARNING` and `INFO` instead.
  var status: String?
  var severity: String?
  var isMuted = false
  var id: String?
  var resource: String?
  var time: Timestamp?
  var toolVersion: String?

  /// The observation; nil if the resource passed. The extended status is not reported, since checks for secrets quote
  /// what they found.
  func observation(scan: Scan, at position: SourcePosition) -> Observation? {
    let status = (status ?? "").uppercased()
    if status == "PASS" || status == "SUCCESS" { return nil }
    var observation = Observation(
      scan: scan, kind: .iac, ruleId: check, title: title ?? check, location: Location(resource: resource), at: position
    )
    observation.nativeSeverity = manual.contains(status) ? "MANUAL" : severity
    observation.fingerprints = id.map { ["prowler": $0] } ?? [:]
    if isMuted || muting.contains(status) {
      (observation.state, observation.stateReason) = (.suppressed, "muted in Prowler")
    }
    return observation
  }
}

/// The statuses of muted checks. Version 3 wrote OCSF's words: `Other` for muted checks, `Unknown` for undecided ones.
private let muting: Set = ["MUTED", "WARNING", "OTHER"]
private let manual: Set = ["MANUAL", "INFO", "UNKNOWN"]

extension ProwlerRecord {
  /// Reads an OCSF event: a Detection Finding since version 4, a Security Finding in version 3.
  init(event: JSONValue) throws(Diagnostic) {
    let (metadata, resource) = (event["metadata"], try event.list("resources").first)
    guard
      let check = metadata?.stated("event_code") ?? metadata?["product"]?["feature"]?.stated("uid")
    else { throw event.mismatch("an object with `metadata.event_code`") }
    let finding = event["finding_info"] ?? event["finding"]
    self.check = check
    title = finding?.stated("title")
    status = event.stated("status_code") ?? event["compliance"]?.stated("status") ?? event.stated("status")
    severity = event.stated("severity")
    isMuted = event["status"]?.equals("Suppressed") ?? false
    id = finding?.stated("uid")
    self.resource = name(
      ofResource: resource?.stated("uid"), resource?.stated("name"), inNamespace: resource?.stated("namespace"))
    time = Timestamp(loosely: event["time_dt"]) ?? Timestamp(loosely: event["time"])
    toolVersion = metadata?["product"]?.stated("version")
  }

  /// Reads version 3's JSON.
  init(json: JSONValue) throws(Diagnostic) {
    check = try json.required("CheckID")
    title = json.stated("CheckTitle")
    status = json.stated("Status")
    severity = json.stated("Severity")
    id = json.stated("FindingUniqueId")
    resource = json.stated("ResourceArn") ?? json.stated("ResourceId")
    time = Timestamp(loosely: json["AssessmentStartTime"])
  }

  init(row: CSVTable.Row) throws(Diagnostic) {
    check = try row.required("check_id")
    title = row["check_title"]
    status = try row.required("status")
    severity = row["severity"]
    isMuted = row["muted"]?.lowercased() == "true"
    id = row.first(of: "finding_uid", "finding_unique_id")
    let region = row["region"].flatMap { $0.hasPrefix("namespace: ") ? String($0.dropFirst(11)) : nil }
    resource = name(
      ofResource: row.first(of: "resource_uid", "resource_arn"), row.first(of: "resource_name", "resource_id"),
      inNamespace: region)
    time = row.first(of: "timestamp", "assessment_start_time").flatMap { Timestamp(loosely: $0) }
    toolVersion = row["prowler_version"]
  }
}

/// The resource. The id of a Kubernetes resource changes each time it is created, so its name is used.
private func name(ofResource id: String?, _ name: String?, inNamespace namespace: String?) -> String? {
  if let namespace, let name { return "\(namespace)/\(name)" }
  return id ?? name
}
