import Documents
import Model

// Kubescape, version 2 of its JSON: https://kubescape.io/docs/. Each resource lists the controls that were run on it.

extension Format {
  static let kubescape = Format(
    name: "kubescape", title: "Kubescape (JSON)",
    signature: "`summaryDetails` with `results`, `clusterAPIServerInfo` or `metadata`", kinds: [.iac],
    // Older releases state only a factor from 1 to 10, which is read as a CVSS score.
    severities: ["critical": .critical, "high": .high, "medium": .medium, "low": .low, "unknown": nil],
    provides: [.severity, .path, .resource, .state, .scanTime, .commit, .toolVersion],
    otherLists: ["priorityVector"],
    recognises: isKubescape, read: readKubescape)
}

private func isKubescape(_ root: JSONValue) -> Bool {
  root.has("summaryDetails") && (root.has("results") || root.has("clusterAPIServerInfo") || root.has("metadata"))
}

private func readKubescape(_ root: JSONValue, into report: inout ReportBuilder) throws(Diagnostic) {
  let (metadata, target) = (root["metadata"], root["metadata"]?["targetMetadata"])
  report.tool = "Kubescape"
  report.toolVersion = metadata?["scanMetadata"]?.stated("kubescapeVersion")
  report.time = Timestamp(loosely: root["generationTime"])
  report.commit = target?["gitRepoContextMetadata"]?["lastCommit"]?.stated("hash")
  report.kinds.insert(.iac)
  let cluster = root.stated("clusterName") ?? target?["clusterContextMetadata"]?.stated("contextName")
  let inventory = try Inventory(root, scan: report.scan(target: cluster))
  for (number, result) in try root.list("results").enumerated() {
    let resource = try result.required("resourceID")
    for (index, control) in try result.list("controls").enumerated() {
      report.hasScanProof = true
      let position = report.position("/results/\(number)/controls", index)
      guard let verdict = try Verdict(control) else { continue }
      if verdict == .error {
        report.fail(
          "Kubescape could not run \(control.stated("controlID") ?? "a control") on \(resource)", at: position)
      } else {
        report.observations.append(try inventory.observation(control, verdict, of: resource, at: position))
      }
    }
  }
}

/// The result of a control for a resource, unless it passed or was skipped. An unknown status counts as an error.
private enum Verdict: Equatable {
  case failed, error
  case excepted(reason: String)

  /// Reads the result of a control; nil if it passed or was skipped. Old releases state the status only for the rules
  /// of a control; if one failed, the control failed.
  init?(_ control: JSONValue) throws(Diagnostic) {
    let rules = try control.list("rules")
    let status = control["status"]
    let stated = if let status, status.kind != .string { try status.required("status") } else { status?.text }
    let words = stated.map { [$0] } ?? rules.compactMap { $0.stated("status") }
    let addition = status?["subStatus"]
    if let addition, addition.text == nil { throw addition.mismatch("a word") }
    let isExcepted = (addition?.equals("w/exceptions") ?? false) || words.contains("excluded")
    if words.contains(where: { $0 != "failed" && !passing.contains($0) }) {
      self = .error
    } else if words.contains("failed") {
      self = .failed
    } else if isExcepted {
      self = .excepted(reason: try exceptions(in: rules))
    } else {
      return nil
    }
  }
}

private let passing: Set = ["passed", "skipped", "irrelevant", "excluded"]

private func exceptions(in rules: JSONList) throws(Diagnostic) -> String {
  var reasons: [String] = []
  for rule in rules {
    for exception in try rule.list("exception") {
      reasons += [exception.stated("reason") ?? exception.stated("name")].compactMap { $0 }
    }
  }
  return reasons.isEmpty ? "an exception without a reason" : reasons.distinct.joined(separator: "; ")
}

/// The resources and controls of the report, by their ids.
private struct Inventory {
  let scan: Scan
  private var resources: [String: JSONValue] = [:]
  private let controls: JSONValue?

  init(_ root: JSONValue, scan: Scan) throws(Diagnostic) {
    self.scan = scan
    controls = root["summaryDetails"]?["controls"]
    for resource in try root.list("resources") { resources[resource.stated("resourceID") ?? ""] = resource }
  }

  func observation(
    _ control: JSONValue, _ verdict: Verdict, of resource: String, at position: SourcePosition
  ) throws(Diagnostic) -> Observation {
    let rule = try control.required("controlID")
    var observation = Observation(
      scan: scan, kind: .iac, ruleId: rule, title: control.stated("name") ?? rule, location: location(of: resource),
      at: position)
    observation.nativeSeverity = control.stated("severity") ?? controls?[member: rule]?.stated("scoreFactor")
    if case .excepted(let reason) = verdict { (observation.state, observation.stateReason) = (.suppressed, reason) }
    return observation
  }

  /// The location of a resource. The id of a resource from a file begins with a hash of the file's path, so the
  /// resource's own name is used if it has one.
  private func location(of id: String) -> Location {
    let resource = resources[id]
    let object = resource?["object"]
    let (names, kind) = (object?["metadata"] ?? object, object?.stated("kind"))
    let parts = [names?.stated("namespace"), kind, names?.stated("name")].compactMap { $0 }
    return Location(
      path: resource?["source"]?.stated("relativePath"),
      resource: kind == nil || names?.stated("name") == nil ? id : parts.joined(separator: "/"))
  }
}
