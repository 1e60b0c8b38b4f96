import Documents
import Model

/// Collects the messages of a stream: the advisories, and for each one that applies the trace that comes closest.
struct GovulncheckStream {
  private(set) var toolVersion: String?
  /// Whether code was scanned; a query (`-mode query`) only looks up modules.
  private(set) var hasScanProof = false
  private(set) var hits: [GovulncheckHit] = []
  private var isBinary = false
  private var advisories: [String: JSONValue] = [:]
  /// The index in `hits`, by advisory and module.
  private var known: [[String]: Int] = [:]

  mutating func take(_ message: JSONValue, at position: SourcePosition) throws(Diagnostic) {
    if let config = try message.object("config") {
      toolVersion = config.stated("scanner_version")
      isBinary = config["scan_mode"]?.equals("binary") ?? false
    }
    if let bill = message["SBOM"] {
      let listed = try bill.list("modules").count + bill.list("roots").count
      if listed > 0 { hasScanProof = true }
    }
    if isScanning(message["progress"]?.text("message") ?? "") { hasScanProof = true }
    if let advisory = try message.object("osv") { advisories[try advisory.required("id")] = advisory }
    if let finding = try message.object("finding") { add(try GovulncheckHit(finding, at: position)) }
    if message.has("Vulns") { try addOld(message, at: position) }
  }

  /// Whether a progress message says that there is something to scan: `Scanning your code and 9 packages across 2
  /// dependent modules for known vulnerabilities...`, `Scanning your binary ...`.
  private func isScanning(_ progress: String) -> Bool {
    guard progress.hasPrefix("Scanning your ") else { return false }
    let words = progress.split(separator: " ")
    guard let unit = words.firstIndex(where: { $0 == "packages" || $0 == "package" }) else { return true }
    return unit > 0 && words[unit - 1] != "0"
  }

  private mutating func addOld(_ result: JSONValue, at position: SourcePosition) throws(Diagnostic) {
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
    // The location is go.mod for source code, as in govulncheck's SARIF; a binary has no file for a module.
    var observation = Observation(
      scan: scan, kind: .sca, ruleId: hit.id, title: advisory?.stated("summary") ?? "\(hit.id) in \(hit.module)",
      location: Location(path: isBinary ? nil : "go.mod"), at: hit.position)
    observation.ids = ([hit.id] + (try advisory?.texts("aliases") ?? [])).distinct
    observation.component = Component(stated: nil, ecosystem: "go", name: hit.module, version: hit.version)
    observation.fixedVersions = hit.fixedVersions
    observation.published = advisory?.text("published").flatMap { Timestamp($0) }
    observation.reachability = hit.depth >= .called && !isBinary ? .reachable : .present
    observation.reachabilityEvidence = ReachabilityEvidence(level: level(of: hit), tool: scan.tool)
    return observation
  }

  /// The level of evidence. For a binary, symbols are known to be linked, but not whether they are called.
  private func level(of hit: GovulncheckHit) -> String {
    switch hit.depth {
    case .required: "required"
    case .imported: isBinary ? "linked" : "imported"
    case .called: isBinary ? "linked" : "called"
    case .traced: isBinary ? "linked" : "called-with-trace"
    }
  }
}
