import Documents
import Model

extension JSONWriter {
  /// Writes an observation as `gatehouse normalize` prints it, as one line of JSON. Unknown facts are left out.
  package mutating func observation(_ observation: Observation) {
    object { json in
      json.field("schemaVersion", 1)
      json.field("format", observation.scan.format)
      json.object("tool") { tool in
        tool.field("name", observation.scan.tool)
        tool.field("version", observation.scan.toolVersion)
      }
      json.field("kind", observation.kind.rawValue)
      json.field("ruleId", observation.ruleId)
      json.field("title", observation.title)
      json.rating(of: observation)
      json.object("package", observation.component) { $0.members(of: $1) }
      if let fixed = observation.fixedVersions { json.field("fixedVersions", fixed) }
      json.object("upgrade", observation.upgrade) { $0.members(of: $1) }
      json.object("location") { $0.members(of: observation.location) }
      if !observation.flow.isEmpty { json.objects("flow", observation.flow) { $0.members(of: $1) } }
      json.fingerprints(observation.fingerprints)
      json.field("published", observation.published?.description)
      json.field("firstSeen", observation.firstSeen?.description)
      json.status(of: observation)
      json.object("scan") { $0.members(of: observation.scan) }
      json.object("at") { $0.members(of: observation.at) }
    }
    newline()
  }

  /// Writes the fields of an observation inside a finding: what the tool reported, and its position in the report.
  mutating func brief(_ observation: Observation) {
    field("format", observation.scan.format)
    field("tool", observation.scan.tool)
    field("ruleId", observation.ruleId)
    field("severity", observation.severity.name)
    field("nativeSeverity", observation.nativeSeverity)
    field("state", observation.state.rawValue)
    object("at") { $0.members(of: observation.at) }
  }

  private mutating func rating(of observation: Observation) {
    field("severity", observation.severity.name)
    field("nativeSeverity", observation.nativeSeverity)
    field("ids", observation.ids)
    numbers("cwes", observation.cwes)
    objects("cvss", observation.cvss) { $0.members(of: $1) }
    field("epss", observation.epss)
    field("knownExploited", observation.isKnownExploited)
  }

  /// Writes whether the code is reachable, and whether the tool counts the observation as open.
  private mutating func status(of observation: Observation) {
    field("reachability", observation.reachability.rawValue)
    object("reachabilityEvidence", observation.reachabilityEvidence) { $0.members(of: $1) }
    field("state", observation.state.rawValue)
    field("stateReason", observation.stateReason)
  }

  private mutating func fingerprints(_ fingerprints: Fingerprints) {
    guard !fingerprints.isEmpty else { return }
    object("fingerprints") { members in
      for (name, value) in fingerprints.sorted(by: { $0.name < $1.name }) { members.field("\(name)", "\(value)") }
    }
  }
}

extension JSONWriter {
  private mutating func members(of rating: CVSSRating) {
    field("version", rating.version)
    field("vector", rating.vector)
    field("score", rating.score)
    field("source", rating.source)
  }

  private mutating func members(of evidence: ReachabilityEvidence) {
    field("level", evidence.level)
    field("tool", evidence.tool)
    field("scope", evidence.scope)
    field("commit", evidence.commit)
    field("complete", evidence.isComplete)
  }

  private mutating func members(of scan: Scan) {
    field("time", scan.time?.description)
    field("commit", scan.commit)
    field("target", scan.target)
  }
}

extension JSONWriter {
  fileprivate mutating func members(of upgrade: ParentUpgrade) {
    object("package", upgrade.component) { $0.members(of: $1) }
    field("isBreaking", upgrade.isBreaking)
    field("brings", upgrade.brings)
  }
}
