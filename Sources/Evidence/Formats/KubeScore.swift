import Documents
import Model

// kube-score: `kube-score score --output-format json`, https://github.com/zegl/kube-score (renderer/json_v2). A grade of 1
// is critical, 5 is a warning, 7 and 10 are good.

extension Format {
  static let kubeScore = Format(
    name: "kube-score", title: "kube-score (JSON)",
    signature: "an array of objects with `object_name`, `type_meta` and `checks`", kinds: [.iac],
    severities: ["1": .high, "5": .medium], provides: [.severity, .resource, .state], recognises: isKubeScore,
    read: readKubeScore)
}

private func isKubeScore(_ root: JSONValue) -> Bool {
  guard root.kind == .array, let first = root.firstElement else { return false }
  return first.has("object_name") && first.has("type_meta") && first.has("checks")
}

private func readKubeScore(_ root: JSONValue, into report: inout ReportBuilder) throws(Diagnostic) {
  report.tool = "kube-score"
  report.kinds.insert(.iac)
  let scan = report.scan()
  for (index, object) in try root.elements().enumerated() {
    let (name, list) = (try object.required("object_name"), report.list("/\(index)/checks"))
    for (number, result) in try object.list("checks").enumerated() {
      report.hasScanProof = true
      let position = report.position(list, number)
      guard let check = try result.object("check") else { throw result.mismatch("a result with `check`") }
      let (grade, isSkipped) = (try result.required("grade"), result.flag("skipped") ?? false)
      if isGood(grade), !isSkipped { continue }
      let rule = try check.required("id")
      let comments = try result.list("comments").compactMap { $0.stated("summary") }.distinct
      let text = comments.joined(separator: "; ")
      var observation = Observation(
        scan: scan, kind: .iac, ruleId: rule,
        title: [check.stated("name") ?? rule, text].filter { !$0.isEmpty }.joined(separator: ": "),
        location: Location(resource: name), at: position)
      if isSkipped {
        (observation.state, observation.stateReason) = (.suppressed, text.isEmpty ? "skipped" : text)
      } else {
        observation.nativeSeverity = grade
      }
      report.observations.append(observation)
    }
  }
}

private func isGood(_ grade: String) -> Bool { grade == "10" || grade == "7" }
