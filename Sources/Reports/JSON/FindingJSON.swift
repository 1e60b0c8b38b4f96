import Documents
import Model

extension JSONWriter {
  /// Writes a finding as `gatehouse findings` prints it, as one line of JSON: the fields of a decision's finding that
  /// do not depend on a policy.
  ///
  /// - Parameter owners: The owners of its file; nil when they were not looked up.
  package mutating func finding(_ finding: Finding, owners: Owners? = nil) {
    object { json in
      json.field("schemaVersion", 1)
      json.members(of: finding)
      if let owners { json.members(of: owners) }
    }
    newline()
  }

  mutating func members(of finding: Finding) {
    field("id", finding.id)
    if !finding.aliases.isEmpty { field("aliases", finding.aliases) }
    field("title", finding.title)
    field("kind", finding.kind.rawValue)
    field("ruleId", finding.ruleId)
    field("severity", finding.severity.name)
    if finding.isSeverityDisputed { field("severityDisputed", true) }
    field("ids", finding.ids)
    numbers("cwes", finding.cwes)
    object("package", finding.component) { $0.members(of: $1) }
    if let fixed = finding.fixedVersions { field("fixedVersions", fixed) }
    object("location") { $0.members(of: finding.location) }
    field("reachability", finding.reachability.rawValue)
    field("epss", finding.epss)
    field("knownExploited", finding.isKnownExploited)
    field("state", finding.state.rawValue)
    objects("observations", finding.observations) { $0.brief($1) }
    if !finding.mergeReasons.isEmpty { field("mergedBecause", finding.mergeReasons) }
  }
}
