import Documents
import Model

// OSV-Scanner: https://google.github.io/osv-scanner/output/#json. Records are in the OSV schema:
// https://ossf.github.io/osv-schema/.

extension Format {
  static let osvScanner = Format(
    name: "osv-scanner", title: "OSV-Scanner (JSON)",
    signature:
      "`results` whose first element has `packages` and `source`; empty `results` with `experimental_config`",
    kinds: [.sca, .container, .license, .iac],
    severities: [
      "critical": .critical, "minimal": .low, "high": .high, "moderate": .medium, "medium": .medium, "low": .low,
      "negligible": .low,
      "unimportant": .low, "unknown": nil, "untriaged": nil, "mal": .critical,
    ],
    provides: [.severity, .cvss, .cwe, .ids, .package, .fixedVersions, .path, .state, .reachability],
    recognises: isOSVScanner, read: readOSVScanner)
}

private func isOSVScanner(_ root: JSONValue) -> Bool {
  guard root.has("results") else { return false }
  guard let first = root["results"]?.firstElement else { return root.has("experimental_config") }
  return first.has("packages") && first.has("source")
}

private func readOSVScanner(_ root: JSONValue, into report: inout ReportBuilder) throws(Diagnostic) {
  report.tool = "OSV-Scanner"
  let isImage = root.has("image_metadata")
  let kind: Observation.Kind = isImage ? .container : .sca
  report.kinds.insert(kind)
  let scan = report.scan()
  for (index, result) in try root.list("results").enumerated() {
    let path = result["source"]?.stated("path")
    for (number, value) in try result.list("packages").enumerated() {
      report.hasScanProof = true
      let package = try Package(value, kind: kind, path: path, scan: scan)
      try package.read(at: "/results/\(index)/packages/\(number)", into: &report)
    }
  }
  try readGenericFindings(root, scan: scan, into: &report)
}

/// One package of one lock file, with the records about it and the groups of records that are the same vulnerability.
private struct Package {
  let value: JSONValue
  let kind: Observation.Kind
  let path: String?
  let scan: Scan
  let component: Component
  /// The name and the ecosystem by which OSV records refer to the package: for a distribution the name of the source
  /// package, and the release (`Debian:12`).
  private let (recordName, ecosystem): (String, String?)
  /// The group of each record, by the record's id.
  private var groups: [String: JSONValue] = [:]

  init(_ value: JSONValue, kind: Observation.Kind, path: String?, scan: Scan) throws(Diagnostic) {
    guard let package = try value.object("package") else { throw value.mismatch("an object with `package`") }
    (self.value, self.kind, self.path, self.scan) = (value, kind, path, scan)
    ecosystem = package.stated("ecosystem")
    // Vendored C and C++ code has no name, only the commit it was copied from.
    recordName = package.stated("name") ?? path ?? "unnamed"
    // OSV-Scanner 2 names the package that is installed, which is the one that other scanners report and users upgrade.
    let name = package.stated("os_package_name") ?? recordName
    let version = package.stated("version") ?? package.stated("commit")
    component = Component(stated: nil, ecosystem: ecosystem, name: name, version: version)
    for group in try value.list("groups") {
      for id in try group.texts("ids") { groups[id] = groups[id] ?? group }
    }
  }

  func read(at pointer: String, into report: inout ReportBuilder) throws(Diagnostic) {
    for (index, record) in try value.list("vulnerabilities").enumerated() {
      report.observations.append(try observation(record, at: report.position("\(pointer)/vulnerabilities", index)))
    }
    for (index, license) in try value.texts("license_violations").enumerated() {
      var observation = Observation(
        scan: scan, kind: .license, ruleId: license, title: "\(license) license of \(component.name)",
        location: Location(path: path), at: report.position("\(pointer)/license_violations", index))
      observation.component = component
      report.observations.append(observation)
    }
  }

  private func observation(_ record: JSONValue, at position: SourcePosition) throws(Diagnostic) -> Observation {
    let id = try record.required("id")
    let group = groups[id]
    var observation = Observation(
      scan: scan, kind: kind, ruleId: id, title: record.stated("summary") ?? "\(id) in \(component.name)",
      location: Location(path: path), at: position)
    let grouped = try (group?.texts("ids") ?? []) + (group?.texts("aliases") ?? [])
    // A distribution's record names its vulnerability in `upstream`; an advisory about several is not an alias of any.
    let own = identifiers(id, related: try record.texts("upstream"))
    observation.ids = ([id] + (try record.texts("aliases")) + grouped + own).distinct
    observation.nativeSeverity = try nativeSeverity(of: record, named: id, in: group)
    observation.cwes = try Weakness.numbers(in: record["database_specific"]?["cwe_ids"])
    observation.component = component
    let affected = try record.list("affected").filter(isThisPackage)
    observation.cvss = try scores(in: [record] + affected)
    observation.fixedVersions = try fixedVersions(in: affected)
    observation.published = record.text("published").flatMap { Timestamp($0) }
    try observation.applyAnalysis(
      group?["experimentalAnalysis"] ?? group?["experimental_analysis"], of: id, hasCalls: hasCallAnalysis)
    if let day = record.stated("withdrawn") {
      (observation.state, observation.stateReason) = (.suppressed, "withdrawn \(day)")
    }
    return observation
  }

  /// Whether the entry is about this package in its own release. Ecosystems of distributions include the release
  /// (`Debian:12`, `Ubuntu:Pro:22.04:LTS`), which is compared as a whole: a version that fixes one release fixes no other
  /// (OSV schema, `affected[].package`). An entry without a release is about all of them.
  private func isThisPackage(_ affected: JSONValue) -> Bool {
    guard let package = affected["package"], package.text("name") == recordName else { return false }
    guard let stated = package.text("ecosystem"), let ecosystem else { return ecosystem == nil }
    return stated == ecosystem || !stated.utf8.contains(UInt8(ascii: ":")) && ecosystem.hasPrefix(stated + ":")
  }

  /// Whether OSV-Scanner analyses calls for packages like this: those of Go and Rust in source code
  /// (https://google.github.io/osv-scanner/usage/scan-source/#call-analysis). For any other package `called` is true by
  /// default.
  private var hasCallAnalysis: Bool { kind == .sca && (ecosystem == "Go" || ecosystem == "crates.io") }
}

/// The record's severity word, else the group's highest score. Malware is recognised by its id and has no score.
private func nativeSeverity(of record: JSONValue, named id: String, in group: JSONValue?) throws(Diagnostic)
  -> String?
{
  if id.hasPrefix("MAL-") { return "MAL" }
  if let word = record["database_specific"]?.stated("severity") { return word }
  let rating = try record.list("severity").first { $0["type"]?.equals("Ubuntu") ?? false }
  return rating?.stated("score") ?? group?.stated("max_severity")
}

/// The CVSS ratings of the record and of its entries for this package; RustSec writes them into `database_specific`.
private func scores(in values: [JSONValue]) throws(Diagnostic) -> [CVSSRating] {
  var vectors: [String] = []
  for value in values {
    for rating in try value.list("severity") where rating.text("type")?.hasPrefix("CVSS_") ?? false {
      vectors += [rating.stated("score")].compactMap { $0 }
    }
    vectors += [value["database_specific"]?.stated("cvss")].compactMap { $0 }.filter { $0.hasPrefix("CVSS:") }
  }
  return vectors.distinct.map { CVSSRating(version: CVSSRating.version(of: $0), vector: $0) }
}

/// The fixed versions in the entries for a package; empty if every version from some point on is affected, and nil if
/// that is not stated: without a range of versions, or if a range ends without a fixed version.
private func fixedVersions(in affected: [JSONValue]) throws(Diagnostic) -> [String]? {
  var (versions, isUnbounded) = ([String](), false)
  for entry in affected {
    for range in try entry.list("ranges") where !(range["type"]?.equals("GIT") ?? false) {
      let events = try range.list("events")
      versions += events.compactMap { $0.stated("fixed") }
      let isOpen = !events.contains { $0.has("fixed") || $0.has("last_affected") || $0.has("limit") }
      isUnbounded = isUnbounded || isOpen && !events.isEmpty
    }
  }
  return versions.isEmpty && !isUnbounded ? nil : versions.distinct
}

extension Observation {
  /// Applies OSV-Scanner's call analysis of a group. The records of a group are one vulnerability, but often only one
  /// of them names functions, so a call for any of them counts for all.
  fileprivate mutating func applyAnalysis(
    _ analysis: JSONValue?, of id: String, hasCalls: Bool
  ) throws(Diagnostic) {
    guard let analysis else { return }
    let calls = hasCalls ? try analysis.members().compactMap { $0.value.flag("called") } : []
    if !calls.isEmpty {
      reachability = calls.contains(true) ? .reachable : .unreachable
      reachabilityEvidence = ReachabilityEvidence(level: "called", tool: "osv-scanner")
    }
    if analysis[member: id]?.flag("unimportant") == true {
      (state, stateReason) = (.suppressed, "unimportant according to the distribution")
    }
  }
}
