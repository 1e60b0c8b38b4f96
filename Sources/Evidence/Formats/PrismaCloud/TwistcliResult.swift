import Documents
import Interning
import Model

/// One scanned image or code repository.
struct TwistcliResult {
  let value: JSONValue
  let scan: Scan
  let image: String?
  let distribution: String?
  /// What was scanned: a package of an image is `container`, one of a repository `sca`.
  private let kind: Observation.Kind
  /// What the list of packages states of each, by `name@version`, since vulnerabilities do not.
  private var (types, paths) = ([InternedString: String](), [InternedString: String]())

  init(_ value: JSONValue, in report: inout ReportBuilder) throws(Diagnostic) {
    let time = value.text("scanTime").flatMap { Timestamp($0) }
    let oldest = [report.time, time].compactMap { $0 }.min()
    self.value = value
    let repository = value.stated("repository")
    kind = repository == nil ? .container : .sca
    image = repository == nil ? value.stated("name") ?? value.stated("id") : nil
    distribution = value.stated("distro")
    report.time = time
    scan = report.scan(target: repository ?? image)
    report.time = oldest
    for package in try value.list("packages") {
      guard let name = package.stated("name") else { continue }
      let key = packageKey(name, package.stated("version"))
      types[key] = package.stated("type")
      paths[key] = package.stated("path")
    }
  }

  func read(at pointer: String, into report: inout ReportBuilder) throws(Diagnostic) {
    let listed = try value.list("packages").count + value.list("layers").count
    if distribution != nil || listed > 0 { report.hasScanProof = true }
    report.kinds.formUnion(kind == .sca ? [.sca] : [.container, .iac])
    if let error = value.stated("err") {
      report.fail("Prisma Cloud could not scan \(scan.target ?? "an image"): \(error)")
    }
    for (index, entry) in try value.list("vulnerabilities").enumerated() {
      report.observations.append(try vulnerability(entry, at: report.position("\(pointer)/vulnerabilities", index)))
    }
    // A repository's result has another name for the list.
    let checks: StaticString = value.has("complianceIssues") ? "complianceIssues" : "compliances"
    for (index, entry) in try value.list(checks).enumerated() {
      report.observations.append(try check(entry, at: report.position("\(pointer)/\(checks)", index)))
    }
    for (list, sum) in [
      ("vulnerabilities", "vulnerabilityDistribution"), (checks, "complianceDistribution"),
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
    let keys = finding.binaries.map { packageKey($0, finding.version) }
    finding.type = entry.stated("packageType") ?? keys.lazy.compactMap { types[$0] }.first
    (finding.vector, finding.score) = (entry.stated("vector"), entry.number("cvss"))
    finding.path = entry.stated("packagePath") ?? (kind == .sca ? keys.lazy.compactMap { paths[$0] }.first : nil)
    finding.firstSeen = entry.text("discoveredDate").flatMap { Timestamp($0) }
    // Older releases write an object whose keys are the factors.
    let factors = entry["riskFactors"]
    finding.isInUse =
      try factors?.kind == .object
      ? factors?.has("Package in use") ?? false : entry.texts("riskFactors").contains("Package in use")
    return finding.observation(of: kind, scan: scan, image: image, distribution: distribution, at: position)
  }

  private func check(_ entry: JSONValue, at position: SourcePosition) throws(Diagnostic) -> Observation {
    // Newer releases number the checks, older ones only name them.
    let name = try entry.required("id", or: "title")
    return PrismaCheck(id: name, title: entry.stated("title"), severity: entry.stated("severity"))
      .observation(scan: scan, image: image, at: position)
  }
}

private func packageKey(_ name: String, _ version: String?) -> InternedString {
  InternedString("\(name)@\(version ?? "")")
}
