import Documents
import Model

/// Reads a report of Clair 4: tables of packages and vulnerabilities by id, and a table of the vulnerabilities of each
/// package (https://quay.github.io/clair/reference/api.html, VulnerabilityReport).
func readClair4(_ root: JSONValue, into report: inout ReportBuilder) throws(Diagnostic) {
  guard let packages = try root.object("packages") else { return }
  report.hasScanProof = try !packages.members().isEmpty
  let manifest = root.stated("manifest_hash")
  let scan = report.scan(target: manifest)
  let ratings = try ratings(root)
  guard let pairs = try root.object("package_vulnerabilities") else { return }
  for (id, list) in try pairs.members() where list.kind != .null {
    guard let package = packages[member: id] else { throw pairs.mismatch("ids of listed packages") }
    for (index, reference) in try list.elements().enumerated() {
      guard let key = reference.scalar, let entry = root["vulnerabilities"]?[member: key] else {
        throw reference.mismatch("the id of a listed vulnerability")
      }
      var finding = try ClairFinding(entry, of: package, id, in: root)
      finding.cvss = ratings[key] ?? []
      let position = report.position("/package_vulnerabilities/\(id)", index)
      report.observations.append(finding.observation(scan, manifest, at: position))
    }
  }
}

/// CVSS ratings by vulnerability id, as added by Clair's enrichers: `{"message/…; enricher=clair.cvss …": [{"4711":
/// [{"vectorString": …}]}]}`.
private func ratings(_ root: JSONValue) throws(Diagnostic) -> [String: [CVSSRating]] {
  var ratings: [String: [CVSSRating]] = [:]
  guard let enrichments = try root.object("enrichments") else { return ratings }
  for (name, list) in try enrichments.members() where name.contains("clair.cvss") && list.kind == .array {
    for table in try list.elements() {
      for (key, entries) in try table.members() {
        for entry in try entries.elements() {
          guard let vector = entry.stated("vectorString") else { continue }
          ratings[key, default: []].append(
            CVSSRating(version: CVSSRating.version(of: vector), vector: vector, score: entry.number("baseScore")))
        }
      }
    }
  }
  return ratings
}

extension ClairFinding {
  fileprivate init(_ entry: JSONValue, of package: JSONValue, _ id: String, in root: JSONValue) throws(Diagnostic) {
    // Clair normalises severities to its own words; those of the sources vary.
    self.init(
      name: try entry.required("name"), severity: entry.stated("normalized_severity") ?? entry.stated("severity"))
    (self.package, version) = (package.stated("name"), package.stated("version"))
    fixedBy = entry.text("fixed_in_version")
    let environment = try root.object("environments")?[member: id]?.elements().first
    let reference = environment?.stated("distribution_id").flatMap { root["distributions"]?[member: $0] }
    let distribution = (reference ?? entry["distribution"])?.stated("did")
    namespace = distribution ?? entry["repository"]?.stated("name")
  }
}
