import Documents
import Model

/// A problem of a component, in any of Xray's reports, whose members are nearly the same.
struct XrayIssue {
  let value: JSONValue
  /// The objects with `cves` and `fixed_versions`: the issue itself, or a part of it.
  let (details, fixes): (JSONValue, JSONValue)
  let component: String?
  let artifact: String?
  /// The path of the component in the artifact.
  let path: String?

  init(
    _ value: JSONValue, details: JSONValue? = nil, fixes: JSONValue? = nil, component: String?, artifact: String?,
    path: String? = nil
  ) {
    (self.value, self.details, self.fixes) = (value, details ?? value, fixes ?? value)
    (self.component, self.artifact) = (component, artifact)
    self.path = path ?? value.stated("path")
  }

  func observation(scan: Scan, at position: SourcePosition) throws(Diagnostic) -> Observation {
    let cves = try details.list("cves")
    let names = cves.compactMap { $0.stated("cve") }
    let own = [value.stated("issue_id"), value.stated("id")].compactMap { $0 }
    guard let id = own.first ?? names.first ?? value.stated("summary") else {
      throw value.mismatch("an issue with an `issue_id`, a CVE or a `summary`")
    }
    let component = component.map(Component.init(xray:))
    let image = artifact.flatMap { $0.hasPrefix("docker://") ? String($0.dropFirst(9)) : nil }
    // Paths are in the artifact repository, not in the source code.
    var observation = Observation(
      scan: scan, kind: kind(isImage: image != nil), ruleId: id,
      title: value.stated("summary") ?? "\(id) in \(component?.name ?? "an artifact")",
      location: Location(resource: path ?? (image == nil ? artifact : nil), image: image), at: position)
    observation.nativeSeverity = value.stated("severity")
    observation.component = component
    guard observation.kind.isDependency else { return observation }
    observation.ids = (own + names).distinct
    for cve in cves {
      for weakness in try Weakness.numbers(in: cve["cwe"]) { observation.cwes.add(weakness: weakness) }
      observation.cvss += ["v4", "v3", "v2"].compactMap { score(of: cve, in: $0) }
    }
    observation.published = value.text("published").flatMap { Timestamp(loosely: $0) }
    observation.fixedVersions = fixes.has("fixed_versions") ? try fixes.texts("fixed_versions").distinct : nil
    setReachability(of: &observation)
    return observation
  }

  private func kind(isImage: Bool) -> Observation.Kind {
    switch value.text("issue_type") ?? value.text("type") {
    case "license": .license
    case "operational_risk": .quality
    default: isImage ? .container : .sca
    }
  }

  /// The score and the vector, from two members or from one: `9.8/CVSS:3.1/AV:N/…`, in which the vector may be missing.
  private func score(of cve: JSONValue, in version: String) -> CVSSRating? {
    let whole = cve[member: "cvss_\(version)"]?.scalar?.split(separator: "/", maxSplits: 1)
    let score = whole?.first.flatMap { Double($0) } ?? cve[member: "cvss_\(version)_score"]?.number
    let vector = whole?.dropFirst().first.map(String.init) ?? cve[member: "cvss_\(version)_vector"]?.text
    guard let score else { return nil }
    return CVSSRating(
      version: vector.map(CVSSRating.version) ?? version.dropFirst() + ".0", vector: vector, score: score)
  }

  /// Sets the reachability from Xray's contextual analysis, which checks whether the vulnerable function is called in a
  /// way that makes it exploitable.
  private func setReachability(of observation: inout Observation) {
    switch value.text("applicability_result") {
    case "applicable": observation.reachability = .reachable
    case "not_applicable": observation.reachability = .unreachable
    default: return
    }
    observation.reachabilityEvidence = ReachabilityEvidence(level: "called", tool: "jfrog-xray")
  }
}
