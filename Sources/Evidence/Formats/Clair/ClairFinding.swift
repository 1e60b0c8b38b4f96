import Documents
import Model

/// A vulnerability of a package, in reports of any version of Clair.
struct ClairFinding {
  /// `CVE-2026-1`; in Clair 4 text may follow: `CVE-2026-1 on Ubuntu 24.04 LTS (noble) - medium.`
  let name: String
  let severity: String?
  var package: String?
  var version: String?
  /// The distribution and its release: `debian:12`.
  var namespace: String?
  /// The fixed version; empty if there is no fix, nil if unknown.
  var fixedBy: String?
  var cvss: [CVSSRating] = []

  init(name: String, severity: String?) { (self.name, self.severity) = (name, severity) }

  /// Reads an entry of Clair's first API.
  init(older entry: JSONValue) throws(Diagnostic) {
    self.init(name: try entry.required("Name"), severity: entry.stated("Severity"))
    (namespace, fixedBy) = (entry.stated("NamespaceName"), entry.text("FixedBy"))
    if let rating = entry["Metadata"]?["NVD"]?["CVSSv3"] ?? entry["Metadata"]?["NVD"]?["CVSSv2"] {
      let (vector, score) = (rating.stated("Vectors"), rating.number("Score"))
      if vector != nil || (score ?? 0) > 0 {
        cvss = [CVSSRating(version: vector.map(CVSSRating.version) ?? "", vector: vector, score: score, source: "nvd")]
      }
    }
  }

  func observation(_ scan: Scan, _ image: String?, at position: SourcePosition) -> Observation {
    let id = name.split(separator: " ").first.map { String($0.last == ":" ? $0.dropLast() : $0) } ?? name
    var observation = Observation(
      scan: scan, kind: .container, ruleId: id, title: [id, package].compactMap { $0 }.joined(separator: " in "),
      location: Location(image: image), at: position)
    observation.ids = ([id] + vulnerabilities(in: name)).distinct
    (observation.nativeSeverity, observation.cvss) = (severity, cvss)
    observation.component = package.map {
      Component(stated: nil, ecosystem: namespace, name: $0, version: version)
    }
    observation.fixedVersions = fixedBy.map { $0.isEmpty ? [] : [$0] }
    return observation
  }
}
