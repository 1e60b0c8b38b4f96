import Documents
import Model

extension Reporter {
  /// The whole decision, for programs: every finding, set aside or not, with its trace.
  package static let json = Reporter(name: "json", summary: "the whole decision, for programs") { decision, _ in
    var json = JSONWriter()
    json.object { json in
      json.field("schemaVersion", 1)
      json.field("verdict", decision.verdict.rawValue)
      json.optional("base", decision.base) { $0.revision($1) }
      json.optional("head", decision.head) { $0.revision($1) }
      json.field("now", decision.now.description)
      json.list("policy", decision.policies) { $0.policy($1) }
      json.list("evidence", decision.evidence) { $0.evidence($1) }
      json.list("gaps", decision.gaps) { $0.gap($1) }
      json.list("funnel", decision.funnel) { json, step in
        json.field("step", step.step)
        json.field("count", step.count)
      }
      // By position: a judgement is large, and to hand over an element would copy it.
      json.list("findings", decision.judgements.indices) { $0.judgement(decision.judgements[$1]) }
      json.list("actions", decision.actions) { $0.action($1) }
      json.field("actionsChecked", decision.areActionsChecked)
      json.list("diagnostics", decision.diagnostics) { $0.diagnostic($1) }
    }
    json.newline()
    return json.text
  }
}

extension JSONWriter {
  mutating func list<Element>(
    _ name: String, _ elements: some Sequence<Element>, _ write: (inout JSONWriter, Element) -> Void
  ) {
    array(name) { json in
      for element in elements { json.object { write(&$0, element) } }
    }
  }

  mutating func optional<Value>(_ name: String, _ value: Value?, _ write: (inout JSONWriter, Value) -> Void) {
    guard let value else { return }
    object(name) { write(&$0, value) }
  }

  fileprivate mutating func revision(_ revision: Revision) {
    field("commit", revision.commit?.inert())
    field("ref", revision.ref?.inert())
  }

  fileprivate mutating func policy(_ file: PolicyFile) {
    field("path", file.path.inert())
    field("name", file.name.inert())
    field("digest", file.digest)
  }

  fileprivate mutating func evidence(_ evidence: Evidence) {
    field("file", evidence.file.inert())
    field("format", evidence.format.inert())
    field("tool", evidence.tool?.inert())
    field("kinds", evidence.kinds.map(\.rawValue).sorted())
    field("digest", evidence.digest)
    field("observations", evidence.observations)
    field("state", evidence.state.rawValue)
    field("time", evidence.time?.description)
    field("commit", evidence.commit?.inert())
    if let folders = evidence.coverage.folders { field("covers", folders.map { $0.isEmpty ? "." : $0.inert() }) }
    if let files = evidence.coverage.files { field("filesScanned", files.count) }
    optional("reason", evidence.reason) { $0.diagnostic($1) }
  }

  fileprivate mutating func gap(_ gap: Gap) {
    field("kind", gap.kind?.rawValue)
    field("tools", gap.tools.lazy.map { $0.inert() })
    field("paths", gap.paths.joined(separator: ", ").inert())
    field("state", gap.state.rawValue)
    optional("reason", gap.reason) { $0.diagnostic($1) }
    optional("at", gap.at) { $0.place($1) }
  }

  fileprivate mutating func judgement(_ judgement: Judgement) {
    finding(judgement.risk.finding)
    field("effect", judgement.effect.rawValue)
    field("newness", judgement.risk.newness.newness.rawValue)
    field("newnessBecause", judgement.risk.newness.because.inert())
    field("owners", judgement.risk.owners.names.lazy.map { $0.inert() })
    optional("ownersAt", judgement.risk.owners.place) { $0.place($1) }
    object("firstSeen") { json in
      json.field("time", judgement.risk.firstSeen.time.description)
      json.field("source", judgement.risk.firstSeen.source.rawValue)
    }
    if let by = judgement.suppressedBy {
      object("suppressedBy") { $0.suppression(by) }
    } else {
      key("suppressedBy"); null()
    }
    field("due", judgement.due?.description)
    list("reasons", judgement.reasons) { $0.reason($1) }
  }

  /// The members of one merged finding; `gatehouse findings` prints them without a policy.
  package mutating func finding(_ finding: Finding) {
    field("id", finding.id)
    field("title", finding.title.inert())
    field("kind", finding.kind.rawValue)
    field("ruleId", finding.ruleId.inert())
    field("severity", finding.severity.name)
    if finding.isSeverityDisputed { field("severityDisputed", true) }
    field("ids", finding.ids.lazy.map { $0.inert() })
    key("cwes")
    array { json in for cwe in finding.cwes { json.value(cwe) } }
    optional("package", finding.component) { $0.component($1) }
    if let fixed = finding.fixedVersions { field("fixedVersions", fixed.lazy.map { $0.inert() }) }
    object("location") { $0.location(finding.location) }
    field("reachability", finding.reachability.rawValue)
    field("epss", finding.epss)
    field("knownExploited", finding.isKnownExploited)
    field("state", finding.state.rawValue)
    list("witnesses", finding.witnesses) { $0.witness($1) }
    if !finding.mergedBecause.isEmpty { field("mergedBecause", finding.mergedBecause.lazy.map { $0.inert() }) }
  }

  private mutating func component(_ component: Component) {
    field("purl", component.purl?.description.inert())
    field("ecosystem", component.ecosystem?.inert())
    field("name", component.name.inert())
    field("version", component.version?.inert())
  }

  private mutating func location(_ location: Location) {
    field("path", location.path?.inert())
    field("startLine", location.startLine)
    field("endLine", location.endLine)
    field("url", location.url?.inert())
    field("method", location.method?.inert())
    field("parameter", location.parameter?.inert())
    field("resource", location.resource?.inert())
    field("image", location.image?.inert())
    field("layer", location.layer?.inert())
  }

  private mutating func witness(_ witness: Observation) {
    field("format", witness.scan.format.inert())
    field("tool", witness.scan.tool.inert())
    field("ruleId", witness.ruleId.inert())
    field("severity", witness.severity.name)
    field("nativeSeverity", witness.nativeSeverity?.inert())
    field("state", witness.state.rawValue)
    object("at") { $0.place(witness.at) }
  }

  private mutating func suppression(_ suppression: Suppression) {
    field("kind", suppression.kind.rawValue)
    object("at") { $0.place(suppression.at) }
    field("reason", suppression.reason.inert())
    field("by", suppression.by?.inert())
    field("until", suppression.until?.description)
  }

  private mutating func reason(_ reason: Reason) {
    field("code", reason.code.rawValue)
    field("rule", reason.rule?.inert())
    field("text", reason.text.inert())
    optional("at", reason.at) { $0.place($1) }
    guard !reason.trace.isEmpty else { return }
    list("trace", reason.trace) { json, step in
      json.field("condition", step.condition.inert())
      json.field("wanted", step.wanted.inert())
      json.field("actual", step.actual.inert())
      json.field("outcome", step.outcome.rawValue)
      json.optional("at", step.at) { $0.place($1) }
    }
  }

  fileprivate mutating func action(_ action: Action) {
    field("kind", action.kind.rawValue)
    field("text", action.text.inert())
    field("package", action.package?.inert())
    field("to", action.to?.inert())
    field("closes", action.closes.lazy.map(\.wrappedValue))
    field("alternative", action.alternative?.inert())
  }

  package mutating func diagnostic(_ diagnostic: Diagnostic) {
    field("code", diagnostic.code.rawValue)
    field("severity", diagnostic.severity.rawValue)
    field("text", diagnostic.text.inert())
    optional("at", diagnostic.place) { $0.place($1) }
    if !diagnostic.because.isEmpty { field("because", diagnostic.because.lazy.map { $0.inert() }) }
    field("help", diagnostic.help?.inert())
  }

  package mutating func place(_ place: Place) {
    field("file", place.file.inert())
    field("line", place.line)
    field("column", place.column)
    field("pointer", place.pointer?.inert())
  }
}
