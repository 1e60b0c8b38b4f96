import Documents
import Model

// Issues of Snyk's REST API: https://apidocs.snyk.io, "Issues". One page, or several in an array.

/// Whether the value is a page of issues, or an error of the API.
func isSnykPage(_ value: JSONValue?) -> Bool {
  guard let value, value.kind == .object else { return false }
  guard let data = value["data"] else { return value.has("jsonapi") && value["errors"]?.kind == .array }
  guard let first = data.kind == .array ? data.firstElement : data else { return value.has("jsonapi") }
  return first["type"]?.equals("issue") ?? false && first["attributes"]?.has("effective_severity_level") ?? false
}

func readSnykPages(_ root: JSONValue, into report: inout ReportBuilder) throws(Diagnostic) {
  report.tool = "Snyk"
  var (scans, next) = (ScanPool(), String?.none)
  for (page, position) in try root.positionedRecords(in: report) {
    for error in try page.list("errors") {
      report.fail(
        "Snyk reports an error: \(error.stated("detail") ?? error.stated("title") ?? "no reason given")", at: position)
    }
    let link = page["links"]?["next"]
    next = link?.text ?? link?.stated("href")
    guard let data = page["data"] else { continue }
    let pointer = (position.pointer ?? "") + "/data"
    for (index, issue) in try (data.kind == .array ? Array(data.elements()) : [data]).enumerated() {
      let at = SourcePosition(file: report.input.name, pointer: data.kind == .array ? "\(pointer)/\(index)" : pointer)
      let observation = try SnykIssue(issue).observation(at: at, scans: &scans, in: report)
      report.observations.append(observation)
      report.hasScanProof = true
    }
  }
  if next != nil { report.fail("the report is incomplete: Snyk has more issues") }
  report.adoptCommitOfOpenResults()
}

/// One issue: a vulnerability or licence of a package, or a problem in code or configuration, with all its locations.
private struct SnykIssue {
  let attributes: JSONValue
  let coordinates: JSONList
  /// The representations of all locations, in order.
  let representations: [JSONValue]
  let project: String?
  let type: String?

  init(_ issue: JSONValue) throws(Diagnostic) {
    guard let attributes = try issue.object("attributes") else { throw issue.mismatch("an object with `attributes`") }
    self.attributes = attributes
    coordinates = try attributes.list("coordinates")
    var representations: [JSONValue] = []
    for coordinate in coordinates { representations += try coordinate.list("representations") }
    self.representations = representations
    project = issue["relationships"]?["scan_item"]?["data"]?.stated("id")
    type = attributes.stated("type")
  }

  func observation(at position: SourcePosition, scans: inout ScanPool, in report: ReportBuilder) throws(Diagnostic)
    -> Observation
  {
    let ids = try attributes.list("problems").compactMap { $0.stated("id") }
    let key = attributes.stated("key")
    // A problem in code has no rule in the API, so the title of the issue is used.
    let named = ids.first { $0 != key || type != "code" } ?? attributes.stated("title")
    let rule = if let named { named } else { try attributes.required("key") }
    let source = representations.lazy.compactMap { $0["sourceLocation"] }.first
    let scan = scans.scan(in: report, commit: source?.stated("commit_id"), target: project)
    let origin = SnykOrigin(ofRule: rule)
    var observation = Observation(
      scan: scan, kind: kind(from: origin), ruleId: rule, title: attributes.stated("title") ?? rule,
      location: location(source), at: position)
    observation.nativeSeverity = attributes.stated("effective_severity_level")
    if type == "package_vulnerability" || type == "code" { observation.ids = ids.distinct }
    for weakness in try attributes.list("classes") where weakness["source"]?.equals("CWE") ?? true {
      observation.cwes.add(weakness: weakness.text("id").flatMap { Weakness.number($0) })
    }
    observation.cvss = try scores
    observation.component = component(from: origin)
    observation.fixedVersions = try fixedVersions
    // For other types the key is the rule, which does not identify the issue.
    observation.fingerprints = type == "code" ? key.map { ["snyk": $0] } ?? [:] : [:]
    observation.firstSeen = attributes.text("created_at").flatMap { Timestamp($0) }
    for coordinate in coordinates { observation.addReachability(snyk: coordinate.text("reachability")) }
    observation.applyState(snyk: attributes)
    return observation
  }

  private func kind(from origin: SnykOrigin) -> Observation.Kind {
    switch type {
    case "code": .sast
    case "cloud", "config", "custom": .iac
    case "license": .license
    default: origin.isSystem ? .container : .sca
    }
  }

  private func location(_ source: JSONValue?) -> Location {
    let region = source?["region"]
    return Location(
      path: source?.stated("file"), startLine: region?["start"]?.line("line"),
      endLine: region?["end"]?.line("line"), startColumn: region?["start"]?.integer("column"),
      resource: representations.lazy.compactMap { $0["cloud_resource"]?["resource"] }
        .compactMap { $0.stated("name") ?? $0.stated("native_id") ?? $0.stated("id") }.first)
  }

  private func component(from origin: SnykOrigin) -> Component? {
    let stated = representations.lazy.compactMap { representation in
      if let package = representation["dependency"] {
        package.stated("package_name").map { ($0, package.stated("package_version"), String?.none) }
      } else if let package = representation["package"] {
        package.stated("name").map { ($0, package.stated("version"), package.stated("url")) }
      } else {
        nil
      }
    }
    guard let (name, version, purl) = stated.first else { return nil }
    // System packages are named `source/binary`; the binary is installed.
    let plain = origin.isSystem ? name.split(separator: "/").last.map(String.init) ?? name : name
    return Component(stated: purl, ecosystem: origin.ecosystem, name: plain, version: version)
  }

  private var scores: [CVSSRating] {
    get throws(Diagnostic) {
      try attributes.list("severities").compactMap { rating in
        guard let vector = rating.stated("vector") else { return nil }
        return CVSSRating(
          version: CVSSRating.version(of: vector), vector: vector, score: rating.number("score"),
          source: rating.stated("source")?.lowercased())
      }
    }
  }

  private var fixedVersions: [String]? {
    get throws(Diagnostic) {
      var versions: [String] = []
      for coordinate in coordinates {
        for remedy in try coordinate.list("remedies") {
          let texts =
            try (remedy["meta"]?["data"]?.texts("fixed_in") ?? []) + (remedy["details"]?.texts("upgrade_package") ?? [])
          versions += texts.map { text in text.split(separator: "@").last.map(String.init) ?? text }
        }
      }
      return versions.isEmpty ? nil : versions.distinct
    }
  }
}

extension Observation {
  fileprivate mutating func applyState(snyk attributes: JSONValue) {
    if attributes["status"]?.equals("resolved") ?? false {
      (state, stateReason) = (.fixed, attributes["resolution"]?.stated("type").map { "resolved: \($0)" } ?? "resolved")
    } else if attributes.flag("ignored") == true {
      (state, stateReason) = (.suppressed, "ignored in Snyk")
    }
  }
}

/// The ecosystem in an id of Snyk's database, such as `SNYK-PYTHON-…` or `SNYK-DEBIAN12-…`.
private struct SnykOrigin {
  let ecosystem: String?
  /// Whether the package belongs to a distribution.
  let isSystem: Bool

  init(ofRule id: String) {
    let parts = id.split(separator: "-")
    let word = parts.count > 2 && parts[0] == "SNYK" ? parts[1].lowercased() : ""
    let plain = String(word.prefix { $0.isLetter })
    isSystem = distributions[plain] != nil
    ecosystem = distributions[plain] ?? languages[plain]
  }
}

private let languages = [
  "js": "npm", "java": "maven", "python": "pypi", "golang": "golang", "ruby": "gem", "php": "composer",
  "dotnet": "nuget", "rust": "cargo", "cocoapods": "cocoapods", "swift": "swift", "hex": "hex", "pub": "pub",
]

private let distributions = [
  "debian": "debian", "ubuntu": "ubuntu", "alpine": "alpine", "rhel": "redhat", "centos": "centos", "amzn": "amazon",
  "oracle": "oracle", "rocky": "rocky", "sles": "suse", "wolfi": "wolfi", "chainguard": "chainguard",
]
