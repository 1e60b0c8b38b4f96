import Documents
import Model

extension OperatorReport {
  func vulnerability(_ entry: JSONValue, at position: SourcePosition) throws(Diagnostic) -> Observation {
    let (id, name) = (try entry.required("vulnerabilityID"), try entry.required("resource"))
    var observation = Observation(
      scan: scan, kind: .container, ruleId: id, title: entry.stated("title") ?? "\(id) in \(name)",
      location: Location(path: entry.stated("packagePath")?.withoutLeadingSlash, resource: resource, image: image),
      at: position)
    observation.ids = [id]
    observation.nativeSeverity = entry.stated("severity")
    observation.component = Component(
      stated: entry.stated("packagePURL"), in: purls, ecosystem: entry.stated("packageType"), name: name,
      version: entry.stated("installedVersion"))
    observation.cvss = try trivyScores(entry.object("cvss"))
    if observation.cvss.isEmpty, let score = entry.number("score") {
      observation.cvss = [CVSSRating(version: "", score: score, source: entry.stated("cvsssource"))]
    }
    observation.fixedVersions = entry.text("fixedVersion").map { $0.isEmpty ? [] : commaSeparated($0) }
    return observation
  }

  /// The match is masked already, and left out all the same.
  func secret(_ entry: JSONValue, at position: SourcePosition) throws(Diagnostic) -> Observation {
    let id = try entry.required("ruleID")
    var observation = Observation(
      scan: scan, kind: .secret, ruleId: id, title: entry.stated("title") ?? id,
      location: Location(path: entry.stated("target")?.withoutLeadingSlash, resource: resource, image: image), at: position
    )
    observation.nativeSeverity = entry.stated("severity")
    return observation
  }

  /// Nil where the check passed.
  ///
  /// - Parameter control: the control of a benchmark that the check is for.
  func check(_ entry: JSONValue, for control: String? = nil, at position: SourcePosition) throws(Diagnostic) -> Observation? {
    guard entry.flag("success") != true else { return nil }
    // The oldest releases give a check a title only.
    let (id, title) = (try entry.required("checkID", or: "title"), try entry.required("title", or: "checkID"))
    let target = entry.stated("target")?.withoutLeadingSlash
    var observation = Observation(
      scan: scan, kind: .iac, ruleId: id, title: [control, title].compactMap { $0 }.joined(separator: " "),
      location: Location(resource: target ?? resource), at: position)
    observation.nativeSeverity = entry.stated("severity")
    return observation
  }
}

// MARK: - Benchmarks of the cluster

extension OperatorReport {
  func readCompliance(at pointer: String, into report: inout ReportBuilder) throws(Diagnostic) {
    report.kinds.insert(.iac)
    if let detail = try body.object("detailReport") {
      for (index, control) in try detail.list("results").enumerated() {
        let position = "\(pointer)/detailReport/results/\(index)/checks"
        for (number, entry) in try control.list("checks").enumerated() {
          let one = try check(entry, for: control.stated("id"), at: report.position(position, number))
          if let one { report.observations.append(one) }
        }
      }
    }
    try readSummary(at: "\(pointer)/summaryReport/controlCheck", into: &report)
  }

  /// A summary says of each control only how often it failed.
  private func readSummary(at pointer: String, into report: inout ReportBuilder) throws(Diagnostic) {
    guard let summary = try body.object("summaryReport") else { return }
    for (index, control) in try summary.list("controlCheck").enumerated() {
      guard let failures = control.integer("totalFail"), failures > 0 else { continue }
      let id = try control.required("id")
      var observation = Observation(
        scan: scan, kind: .iac, ruleId: id, title: control.stated("name") ?? id,
        location: Location(resource: resource), at: report.position(pointer, index))
      observation.nativeSeverity = control.stated("severity")
      report.observations.append(observation)
    }
  }
}
