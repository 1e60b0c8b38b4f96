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
    observation.published = entry.text("publishedDate").flatMap { Timestamp($0) }
    observation.fixedVersions = entry.text("fixedVersion").map { $0.isEmpty ? [] : commaSeparated($0) }
    return observation
  }

  /// The observation of a secret. The match is not reported, even though it is masked.
  func secret(_ entry: JSONValue, at position: SourcePosition) throws(Diagnostic) -> Observation {
    let id = try entry.required("ruleID")
    var observation = Observation(
      scan: scan, kind: .secret, ruleId: id, title: entry.stated("title") ?? id,
      location: Location(path: entry.stated("target")?.withoutLeadingSlash, resource: resource, image: image),
      at: position
    )
    observation.nativeSeverity = entry.stated("severity")
    return observation
  }

  /// The observation of a check; nil if it passed.
  ///
  /// - Parameter control: the id of the benchmark control that the check belongs to.
  func check(_ entry: JSONValue, for control: String? = nil, at position: SourcePosition) throws(Diagnostic)
    -> Observation?
  {
    guard entry.flag("success") != true else { return nil }
    // The oldest releases state only a title.
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
        let pointer = "\(pointer)/detailReport/results/\(index)/checks"
        for (number, entry) in try control.list("checks").enumerated() {
          let one = try check(entry, for: control.stated("id"), at: report.position(pointer, number))
          if let one { report.observations.append(one) }
        }
      }
    }
    try readSummary(at: "\(pointer)/summaryReport/controlCheck", into: &report)
  }

  /// Reads a summary, which states only the number of failures of each control.
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
