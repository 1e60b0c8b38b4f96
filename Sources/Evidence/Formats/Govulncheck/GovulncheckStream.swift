import Documents
import Model

/// What the messages say together: the catalogue of advisories that could matter, and the best trace to each that does.
struct GovulncheckStream {
  private(set) var toolVersion: String?
  /// The code was loaded and looked at. A query (`-mode query`) only looks modules up.
  private(set) var hasScanProof = false
  private(set) var hits: [GovulncheckHit] = []
  private var isBinary = false
  private var advisories: [String: JSONValue] = [:]
  /// The place in `hits` by advisory and module.
  private var known: [[String]: Int] = [:]

  mutating func take(_ message: JSONValue, at position: SourcePosition) throws(Diagnostic) {
    if let config = try message.object("config") {
      toolVersion = config.stated("scanner_version")
      isBinary = config["scan_mode"]?.equals("binary") ?? false
    }
    if message["SBOM"] != nil || isAtWork(message["progress"]?.text("message") ?? "") { hasScanProof = true }
    if let advisory = try message.object("osv") { advisories[try advisory.required("id")] = advisory }
    if let finding = try message.object("finding") { add(try GovulncheckHit(finding, at: position)) }
    if message.has("Vulns") { try takeOld(message, at: position) }
  }

  private func isAtWork(_ progress: String) -> Bool {
    progress.hasPrefix("Scanning your ") || progress.hasPrefix("Checking the ")
  }

  private mutating func takeOld(_ result: JSONValue, at position: SourcePosition) throws(Diagnostic) {
    hasScanProof = try !result.list("Modules").isEmpty
    for (index, value) in try result.list("Vulns").enumerated() {
      guard let advisory = try value.object("OSV") else { throw value.mismatch("an object with `OSV`") }
      advisories[try advisory.required("id")] = advisory
      let position = SourcePosition(file: position.file, pointer: (position.pointer ?? "") + "/Vulns/\(index)")
      add(try GovulncheckHit(value, of: advisory, in: result, at: position))
    }
  }

  private mutating func add(_ hit: GovulncheckHit) {
    if let index = known[[hit.id, hit.module]] {
      if hit.depth > hits[index].depth { hits[index] = hit }
    } else {
      known[[hit.id, hit.module]] = hits.count
      hits.append(hit)
    }
  }

  func observation(of hit: GovulncheckHit, scan: Scan) throws(Diagnostic) -> Observation {
    let advisory = advisories[hit.id]
    // In a binary the module is what is there; in source its version stands in the module file, as govulncheck's SARIF says.
    var observation = Observation(
      scan: scan, kind: .sca, ruleId: hit.id, title: advisory?.stated("summary") ?? "\(hit.id) in \(hit.module)",
      location: Location(path: isBinary ? nil : "go.mod"), at: hit.position)
    observation.ids = ([hit.id] + (try advisory?.texts("aliases") ?? [])).distinct
    observation.component = Component(stated: nil, ecosystem: "go", name: hit.module, version: hit.version)
    observation.fixedVersions = hit.fixedVersions
    observation.reachability = hit.depth >= .called && !isBinary ? .reachable : .present
    observation.reachabilityEvidence = ReachabilityEvidence(level: level(of: hit), tool: scan.tool)
    return observation
  }

  /// The symbols of a binary are all that is linked; who calls them is not known.
  private func level(of hit: GovulncheckHit) -> String {
    switch hit.depth {
    case .required: "required"
    case .imported: isBinary ? "linked" : "imported"
    case .called: isBinary ? "linked" : "called"
    case .traced: isBinary ? "linked" : "called-with-trace"
    }
  }
}
