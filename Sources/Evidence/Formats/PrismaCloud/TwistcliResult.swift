import Documents
import Model

/// One scanned image.
struct TwistcliResult {
  let value: JSONValue
  let scan: Scan
  let image: String?
  let distribution: String?
  /// The type of each package, by `name@version`, since vulnerabilities do not state it.
  private var types: [String: String] = [:]

  init(_ value: JSONValue, in report: inout ReportBuilder) throws(Diagnostic) {
    let time = value.text("scanTime").flatMap { Timestamp($0) }
    let oldest = [report.time, time].compactMap { $0 }.min()
    self.value = value
    image = value.stated("name") ?? value.stated("id")
    distribution = value.stated("distro")
    report.time = time
    scan = report.scan(target: image)
    report.time = oldest
    for package in try value.list("packages") {
      guard let name = package.stated("name"), let type = package.stated("type") else { continue }
      types["\(name)@\(package.stated("version") ?? "")"] = type
    }
  }

  func read(at pointer: String, into report: inout ReportBuilder) throws(Diagnostic) {
    report.hasScanProof = true
    report.kinds.formUnion([.container, .iac])
    if let error = value.stated("err") { report.fail("Prisma Cloud could not scan \(image ?? "an image"): \(error)") }
    for (index, entry) in try value.list("vulnerabilities").enumerated() {
      report.observations.append(try vulnerability(entry, at: report.position("\(pointer)/vulnerabilities", index)))
    }
    for (index, entry) in try value.list("compliances").enumerated() {
      report.observations.append(try check(entry, at: report.position("\(pointer)/compliances", index)))
    }
    for (list, sum) in [
      ("vulnerabilities", "vulnerabilityDistribution"), ("compliances", "complianceDistribution"),
    ] as [(StaticString, StaticString)] {
      // Without --details, and with some options, the list is omitted and only the total is stated.
      guard let total = value[sum]?.integer("total"), total > 0, value.isEmptyList(list) else { continue }
      report.fail("the report counts \(total) \(list) but lists none", at: SourcePosition(file: report.input.name))
    }
  }

  private func vulnerability(_ entry: JSONValue, at position: SourcePosition) throws(Diagnostic) -> Observation {
    var finding = PrismaVulnerability(
      id: try entry.required("id"), severity: entry.stated("severity"), status: entry.stated("status"))
    (finding.package, finding.version) = (entry.stated("packageName"), entry.stated("packageVersion"))
    finding.type =
      entry.stated("packageType") ?? finding.binaries.lazy.compactMap { types["\($0)@\(finding.version ?? "")"] }.first
    (finding.vector, finding.score) = (entry.stated("vector"), entry.number("cvss"))
    finding.path = entry.stated("packagePath")
    finding.firstSeen = entry.text("discoveredDate").flatMap { Timestamp($0) }
    // Older releases write an object whose keys are the factors.
    let factors = entry["riskFactors"]
    finding.isInUse =
      try factors?.kind == .object
      ? factors?.has("Package in use") ?? false : entry.texts("riskFactors").contains("Package in use")
    return finding.observation(scan: scan, image: image, distribution: distribution, at: position)
  }

  private func check(_ entry: JSONValue, at position: SourcePosition) throws(Diagnostic) -> Observation {
    // Newer releases number the checks, older ones only name them.
    let name = try entry.required("id", or: "title")
    return PrismaCheck(id: name, title: entry.stated("title"), severity: entry.stated("severity"))
      .observation(scan: scan, image: image, at: position)
  }
}
