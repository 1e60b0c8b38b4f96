import Documents
import Model

/// One component, with its security issues and policy violations.
struct SonatypeComponent {
  private let value: JSONValue
  private let scan: Scan
  private let component: Component?
  private let location: Location

  init(_ value: JSONValue, scan: Scan) throws(Diagnostic) {
    (self.value, self.scan) = (value, scan)
    location = Location(path: try value.texts("pathnames").first)
    component = named(value)
  }

  func read(at pointer: String, into report: inout ReportBuilder) throws(Diagnostic) {
    if let security = try value.object("securityData") {
      for (index, issue) in try security.list("securityIssues").enumerated() {
        let position = report.position("\(pointer)/securityData/securityIssues", index)
        report.observations.append(try observation(issue: issue, at: position))
      }
    }
    for (index, violation) in try value.list("violations").enumerated() {
      let position = report.position("\(pointer)/violations", index)
      report.observations.append(try observation(violation: violation, at: position))
    }
  }

  private func observation(issue: JSONValue, at position: SourcePosition) throws(Diagnostic) -> Observation {
    let id = try issue.required("reference")
    var observation = Observation(
      scan: scan, kind: .sca, ruleId: id, title: title(id), location: location, at: position)
    observation.ids = [id]
    observation.nativeSeverity = issue.stated("severity")
    observation.component = component
    observation.cwes = try Weakness.numbers(in: issue["cwe"])
    if let vector = issue.stated("cvssVector") {
      observation.cvss = [
        CVSSRating(version: CVSSRating.version(of: vector), vector: vector, score: issue.number("severity"))
      ]
    }
    // Of the four statuses, only this one means that the issue does not apply.
    if let status = issue.stated("status"), status.lowercased() == "not applicable" {
      (observation.state, observation.stateReason) = (.falsePositive, status)
    }
    return observation
  }

  private func observation(violation: JSONValue, at position: SourcePosition) throws(Diagnostic) -> Observation {
    let policy = try violation.required("policyName", or: "policyId")
    let reasons = try conditions(of: violation)
    let names = reasons.flatMap { vulnerabilities(in: $0) }.distinct
    var observation = Observation(
      scan: scan, kind: kind(of: violation), ruleId: names.count == 1 ? names[0] : policy,
      title: title(names.count == 1 ? names[0] : policy), location: location, at: position)
    observation.ids = names
    // Threat levels go from 0, which is "none", to 10 and have the bands of CVSS.
    let level = violation.stated("policyThreatLevel")
    observation.nativeSeverity = level == "0" ? "none" : level
    observation.component = component
    observation.fingerprints = violation.stated("policyViolationId").map { ["sonatype-iq": $0] } ?? [:]
    if violation.flag("waived") == true { (observation.state, observation.stateReason) = (.accepted, "waived") }
    if violation.flag("legacyViolation") == true || violation.flag("grandfathered") == true {
      (observation.state, observation.stateReason) = (.accepted, "a legacy violation")
    }
    return observation
  }

  private func conditions(of violation: JSONValue) throws(Diagnostic) -> [String] {
    var reasons: [String] = []
    for constraint in try violation.list("constraints") {
      for condition in try constraint.list("conditions") {
        if let reason = condition.stated("conditionReason") { reasons.append(reason) }
      }
    }
    return reasons
  }

  private func kind(of violation: JSONValue) -> Observation.Kind {
    switch violation.stated("policyThreatCategory")?.lowercased() {
    case "license": .license
    case "quality", "other": .quality
    case .some, nil: .sca
    }
  }

  private func title(_ name: String) -> String { [name, component?.name].compactMap { $0 }.joined(separator: " in ") }
}

/// The component by its purl, else by its coordinates, whose names depend on the format. Nil if it has no name.
private func named(_ value: JSONValue) -> Component? {
  let identifier = value["componentIdentifier"]
  let coordinates = identifier?["coordinates"]
  let group = coordinates?.stated("groupId").map { $0 + ":" } ?? ""
  let name =
    coordinates?.stated("artifactId").map { group + $0 } ?? coordinates?.stated("packageId") ?? coordinates?.stated(
      "name")
    ?? value.stated("displayName")
  guard let name else { return nil }
  return Component(
    stated: value.stated("packageUrl"), ecosystem: identifier?.stated("format"), name: name,
    version: coordinates?.stated("version"))
}
