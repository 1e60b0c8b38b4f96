import Documents
import Model

// ggshield: `ggshield secret scan … --json`, https://docs.gitguardian.com/ggshield-docs. A scan may contain others, one
// for each commit.

extension Format {
  static let ggshield = Format(
    name: "ggshield", title: "GitGuardian ggshield (JSON)",
    signature: "`total_incidents` with `total_occurrences`",
    kinds: [.secret],
    severities: [
      "valid": .critical, "critical": .critical, "high": .high, "medium": .medium, "low": .low, "info": Severity.none,
      "unknown": nil,
    ],
    provides: [.severity, .path, .lines, .image, .firstSeen, .state],
    recognises: { $0.has("total_incidents") && $0.has("total_occurrences") }, read: readGGShield)
}

private func readGGShield(_ root: JSONValue, into report: inout ReportBuilder) throws(Diagnostic) {
  report.tool = "ggshield"
  report.kinds.insert(.secret)
  let scan = report.scan()
  var (scans, incidents) = ([(value: root, pointer: "")], 0)
  while let (value, pointer) = scans.popLast() {
    for (index, inner) in try value.list("scans").enumerated() {
      // Each commit that was scanned is listed, but no file without an incident.
      if inner.stated("id") != nil { report.hasScanProof = true }
      scans.append((inner, "\(pointer)/scans/\(index)"))
    }
    for error in try value.list("errors") {
      let (files, why) = (try error.list("files").compactMap { $0.stated("filename") }, error.stated("description"))
      if files.isEmpty { report.fail("ggshield could not scan some files: \(why ?? "no reason given")") }
      for file in files { report.noteUnread(file, "ggshield could not scan \(file): \(why ?? "no reason given")") }
    }
    let image = value["type"]?.equals("scan_docker_archive") ?? false ? value.stated("id") : nil
    for (index, entity) in try value.list("entities_with_incidents").enumerated() {
      let name = try entity.required("filename")
      let file = Location(path: image == nil ? name : name.withoutLeadingSlash, image: image)
      for (number, incident) in try entity.list("incidents").enumerated() {
        let position = report.position("\(pointer)/entities_with_incidents/\(index)/incidents", number)
        let places = try places(of: incident, in: file)
        report.add(try observation(incident, at: places.first ?? file, scan, position), alsoAt: places)
        incidents += 1
      }
    }
  }
  if let total = root.integer("total_incidents"), total > incidents {
    report.fail("ggshield counts \(total) incidents but lists \(incidents)")
  }
}

/// The observation of an incident. The match may be in clear text (`--show-secrets`), and `ignore_sha` is a hash of it
/// without salt; neither is reported.
private func observation(
  _ incident: JSONValue, at location: Location, _ scan: Scan, _ position: SourcePosition
) throws(Diagnostic) -> Observation {
  let type = try incident.required("type")
  var observation = Observation(
    scan: scan, kind: .secret, ruleId: type, title: type, location: location, at: position)
  let details = try incident.object("incident_details")
  let isValid = incident["validity"]?.equals("valid") ?? false
  observation.nativeSeverity = isValid ? "valid" : details?.stated("severity")
  observation.secretDigest =
    try matched(in: incident) ?? incident.stated("ignore_sha").flatMap(ownDigestOfSecret)
  observation.firstSeen = details?.stated("date").flatMap { Timestamp($0) }
  observation.applyState(from: incident, details)
  return observation
}

/// The places of an incident in a file. The parts of one secret, such as an id and a key, are occurrences of unlike
/// types, of which the first stands for the place.
private func places(of incident: JSONValue, in file: Location) throws(Diagnostic) -> [Location] {
  let occurrences = try incident.list("occurrences")
  let type = occurrences.first?.stated("type")
  return occurrences.filter { $0.stated("type") == type }.map { occurrence in
    var location = file
    location.startLine = occurrence.line("line_start")
    location.endLine = occurrence.line("line_end")
    return location
  }
}

/// The digest of the value of an incident with one match; nil when it is masked, as it is by default.
private func matched(in incident: JSONValue) throws(Diagnostic) -> String? {
  let occurrences = try incident.list("occurrences")
  guard occurrences.count == 1, let match = occurrences.first?.stated("match"), !match.contains("*") else { return nil }
  return digestOfSecret(match)
}

extension Observation {
  /// Sets the state from the user's configuration, or else from the decision in GitGuardian.
  fileprivate mutating func applyState(from incident: JSONValue, _ details: JSONValue?) {
    if let reason = incident["ignore_reason"] {
      state = .suppressed
      stateReason = reason.scalar ?? reason.stated("detail") ?? reason.stated("kind") ?? "ignored by ggshield"
      return
    }
    switch details?.text("status") {
    case "IGNORED":
      let reason = details?.stated("ignore_reason")
      (state, stateReason) = (
        reason == "false_positive" ? .falsePositive : .suppressed, reason ?? "ignored in GitGuardian"
      )
    case "RESOLVED": (state, stateReason) = (.fixed, "resolved in GitGuardian")
    default: break
    }
  }
}
