import Documents
import Model

extension JSONWriter {
  /// Writes one observation as `gatehouse normalize` prints it: one line, keys in the order of CONTRACT.md, without
  /// properties that are unknown.
  package mutating func observation(_ observation: Observation) {
    object { line in
      line.field("schemaVersion", 1)
      line.field("format", observation.scan.format)
      line.object("tool") { tool in
        tool.field("name", observation.scan.tool)
        tool.field("version", observation.scan.toolVersion)
      }
      line.field("kind", observation.kind.rawValue)
      line.field("ruleId", observation.ruleId)
      line.field("title", observation.title)
      line.rating(of: observation)
      if let component = observation.component { line.object("package") { $0.members(of: component) } }
      if let fixed = observation.fixedVersions { line.field("fixedVersions", fixed) }
      line.object("location") { $0.members(of: observation.location) }
      line.fingerprints(observation.fingerprints)
      line.field("firstSeen", observation.firstSeen?.description)
      line.state(of: observation)
      line.object("scan") { $0.members(of: observation.scan) }
      line.object("at") { at in
        at.field("file", observation.at.file)
        at.field("pointer", observation.at.pointer)
        at.field("line", observation.at.line)
      }
    }
    newline()
  }

  private mutating func rating(of observation: Observation) {
    field("severity", observation.severity.name)
    field("nativeSeverity", observation.nativeSeverity)
    field("ids", observation.ids)
    array("cwes") { cwes in for number in observation.cwes { cwes.value(number) } }
    array("cvss") { scores in
      for score in observation.cvss { scores.object { $0.members(of: score) } }
    }
    field("epss", observation.epss)
    field("knownExploited", observation.isKnownExploited)
  }

  private mutating func state(of observation: Observation) {
    field("reachability", observation.reachability.rawValue)
    if let evidence = observation.reachabilityEvidence {
      object("reachabilityEvidence") { $0.members(of: evidence) }
    }
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
  private mutating func members(of score: CVSSRating) {
    field("version", score.version)
    field("vector", score.vector)
    field("score", score.score)
    field("source", score.source)
  }

  private mutating func members(of component: Component) {
    field("purl", component.purl.map { "\($0)" })
    field("ecosystem", component.ecosystem)
    field("name", component.name)
    field("version", component.version)
  }

  private mutating func members(of location: Location) {
    field("path", location.path)
    field("startLine", location.startLine)
    field("endLine", location.endLine)
    field("startColumn", location.startColumn)
    field("url", location.url)
    field("method", location.method)
    field("parameter", location.parameter)
    field("resource", location.resource)
    field("image", location.image)
    field("layer", location.layer)
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
