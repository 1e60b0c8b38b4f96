import Documents
import Model

/// Reads the vulnerabilities of one report.
struct GitLabReader {
  private let type: String?
  private let packages: GitLabPackages
  /// The summaries of remediations, by the id of the vulnerability.
  private var remedies: [String: String] = [:]
  private var scans = ScanPool()

  init(_ root: JSONValue) throws(Diagnostic) {
    type = root["scan"]?.stated("type")
    packages = try GitLabPackages(root)
    for remedy in try root.list("remediations") {
      guard let summary = remedy.stated("summary") else { continue }
      for fix in try remedy.list("fixes") {
        if let id = fix.stated("id") ?? fix.stated("cve") { remedies[id] = summary }
      }
    }
  }

  mutating func observation(_ value: JSONValue, at position: SourcePosition, in report: ReportBuilder)
    throws(Diagnostic) -> Observation
  {
    // Before schema 15 each vulnerability names its scanner, because a report could hold results of several.
    let scanner = value["scanner"]?.stated("name") ?? value["scanner"]?.stated("id")
    let named = scanner.map { $0.lowercased() == report.tool?.lowercased() ? report.tool ?? $0 : $0 }
    let kind = kind(of: value, scanner: scanner ?? report.tool)
    let names = try GitLabIdentifiers(of: value, isDependency: kind.isDependency)
    let component = packages.component(at: value["location"])
    var observation = Observation(
      scan: scans.scan(in: report, tool: named), kind: kind, ruleId: names.rule,
      title: title(of: value, names, component), location: try location(of: value), at: position)
    observation.nativeSeverity = value.stated("severity")
    (observation.ids, observation.cwes, observation.component) = (names.ids, names.cwes, component)
    for rating in try value.list("cvss_vectors") {
      guard let vector = rating.stated("vector") else { continue }
      let score = CVSSRating(version: CVSSRating.version(of: vector), vector: vector, source: rating.stated("vendor"))
      observation.cvss.append(score)
    }
    if kind.isDependency { observation.fixedVersions = versions(inSolution: remedy(for: value)) }
    if kind == .secret { observation.secretDigest = value.stated("raw_source_code_extract").flatMap(digestOfSecret) }
    try observation.setFlow(value["details"]?["code_flows"]?.locations(step) ?? [])
    try observation.addTracking(of: value)
    try observation.addHints(of: value)
    return observation
  }

  private func kind(of value: JSONValue, scanner: String?) -> Observation.Kind {
    if let kind = gitlabKind(ofType: value.stated("category") ?? type, scanner: scanner) { return kind }
    let location = value["location"]
    if location?.stated("image") != nil { return .container }
    if location?["dependency"]?["package"]?.stated("name") != nil { return .sca }
    if location?.stated("hostname") != nil || location?.has("crash_state") ?? false { return .dast }
    return value.has("raw_source_code_extract") ? .secret : .sast
  }

  private func remedy(for value: JSONValue) -> String? {
    value.stated("solution")
      ?? [value.stated("id"), value.stated("cve")].lazy.compactMap { $0 }
      .compactMap { remedies[$0] }.first
  }
}

/// A node of a code flow (schema of `code_flows` in GitLab's security report schemas).
private func step(_ value: JSONValue) -> Location? {
  guard let location = value["file_location"] else { return nil }
  return Location(
    path: location.stated("file_name").map(fromRoot), startLine: location.line("line_start"),
    endLine: location.line("line_end"))
}

private func title(of value: JSONValue, _ names: GitLabIdentifiers, _ component: Component?) -> String {
  let title = value.stated("name") ?? value.stated("message").map(firstLine)
  let secret = value.stated("raw_source_code_extract")
  if let title, !(secret.map { title.contains($0) } ?? false) { return title }
  return component.map { "\(names.rule) in \($0.name)" } ?? names.name ?? names.rule
}

private func location(of value: JSONValue) throws(Diagnostic) -> Location {
  guard let stated = try value.object("location") else { return Location() }
  var location = Location(
    path: stated.stated("file").map(fromRoot), startLine: stated.line("start_line"),
    endLine: stated.line("end_line"),
    method: stated.stated("hostname").flatMap { _ in stated.stated("method") }, parameter: stated.stated("param"),
    image: stated.stated("image"))
  location.url = stated.stated("hostname").map { host in
    let path = stated.stated("path") ?? ""
    return path.hasPrefix("http://") || path.hasPrefix("https://") ? path : host + path
  }
  location.resource = resource(of: stated)
  return location
}

/// The path of a file. Paths are relative to the project, but some scanners add a leading slash; GitLab's runners check
/// out into `/builds`.
private func fromRoot(_ path: String) -> String { path.hasPrefix("/builds/") ? path : path.withoutLeadingSlash }

/// The resource: a Kubernetes object, or the innermost function of a crash.
private func resource(of location: JSONValue) -> String? {
  if let object = location["kubernetes_resource"] {
    let parts = [
      object.stated("namespace"), object.stated("kind"), object.stated("name"), object.stated("container_name"),
    ]
    return parts.compactMap { $0 }.joined(separator: "/")
  }
  let crash = location.stated("crash_state") ?? location.stated("crash_type")
  return crash?.split(separator: "\n").first.map(String.init)
}

extension Observation {
  /// Adds tracking signatures, which do not change if lines move. Ids of vulnerabilities are not used: they are random
  /// in some scanners and shared in others.
  fileprivate mutating func addTracking(of value: JSONValue) throws(Diagnostic) {
    guard let item = try value["tracking"]?.list("items").first else { return }
    for signature in try item.list("signatures") {
      guard let algorithm = signature.stated("algorithm"), algorithm != "location" else { continue }
      fingerprints["gitlab/\(algorithm)"] = signature.stated("value")
    }
  }

  /// Adds the reasons of flags, which mark likely false positives that GitLab does not dismiss, and the reachability
  /// that Semgrep states for dependencies.
  fileprivate mutating func addHints(of value: JSONValue) throws(Diagnostic) {
    let flags = try value.list("flags").compactMap { flag in
      flag.stated("type").map { type in
        [type, flag.stated("origin").map { "by \($0)" }].compactMap { $0 }.joined(separator: " ")
          + (flag.stated("description").map { ": \($0)" } ?? "")
      }
    }
    if !flags.isEmpty { stateReason = flags.distinct.joined(separator: "; ") }
    if kind == .sca, value["details"]?["exposure"]?["value"]?.equals("reachable") ?? false {
      (reachability, reachabilityEvidence) = (.reachable, ReachabilityEvidence(level: "called", tool: scan.tool))
    }
  }
}
