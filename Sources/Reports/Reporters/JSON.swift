import Console
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
      json.list("findings", decision.judgements.indices) { $0.judgement(decision.judgements[$1], in: decision) }
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
    field("commit", revision.commit?.neutralized())
    field("ref", revision.ref?.neutralized())
  }

  fileprivate mutating func policy(_ file: PolicyFile) {
    field("path", file.path.neutralized())
    field("name", file.name.neutralized())
    field("digest", file.digest)
  }

  fileprivate mutating func evidence(_ evidence: ReportEvidence) {
    field("file", evidence.file.neutralized())
    field("format", evidence.format.neutralized())
    field("tool", evidence.tool?.neutralized())
    field("kinds", evidence.kinds.map(\.rawValue).sorted())
    field("digest", evidence.digest)
    field("observations", evidence.observations)
    field("state", evidence.state.rawValue)
    field("time", evidence.time?.description)
    field("commit", evidence.commit?.neutralized())
    if let folders = evidence.coverage.folders { field("covers", folders.map { $0.isEmpty ? "." : $0.neutralized() }) }
    if let files = evidence.coverage.files { field("filesScanned", files.count) }
    optional("reason", evidence.reason) { $0.diagnostic($1) }
  }

  fileprivate mutating func gap(_ gap: Gap) {
    field("kind", gap.kind?.rawValue)
    field("tools", gap.tools.lazy.map { $0.neutralized() })
    field("paths", gap.paths.joined(separator: ", ").neutralized())
    field("state", gap.state.rawValue)
    optional("reason", gap.reason) { $0.diagnostic($1) }
    optional("at", gap.at) { $0.place($1) }
  }

  fileprivate mutating func judgement(_ judgement: Judgement, in decision: Decision) {
    finding(judgement.risk.finding)
    field("effect", judgement.effect.rawValue)
    field("newness", judgement.risk.newness.newness.rawValue)
    field("newnessBecause", judgement.risk.newness.because.neutralized())
    field("owners", judgement.risk.owners.names.lazy.map { $0.neutralized() })
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
    list("reasons", decision.reasons(for: judgement)) { $0.reason($1) }
  }

  /// The members of one merged finding; `gatehouse findings` prints them without a policy.
  package mutating func finding(_ finding: Finding) {
    field("id", finding.id)
    field("title", finding.title.neutralized())
    field("kind", finding.kind.rawValue)
    field("ruleId", finding.ruleId.neutralized())
    field("severity", finding.severity.name)
    if finding.isSeverityDisputed { field("severityDisputed", true) }
    field("ids", finding.ids.lazy.map { $0.neutralized() })
    key("cwes")
    array { json in for cwe in finding.cwes { json.value(cwe) } }
    optional("package", finding.component) { $0.component($1) }
    if let fixed = finding.fixedVersions { field("fixedVersions", fixed.lazy.map { $0.neutralized() }) }
    object("location") { $0.location(finding.location) }
    field("reachability", finding.reachability.rawValue)
    field("epss", finding.epss)
    field("knownExploited", finding.isKnownExploited)
    field("state", finding.state.rawValue)
    list("witnesses", finding.observations) { $0.observation($1) }
    if !finding.mergeReasons.isEmpty { field("mergedBecause", finding.mergeReasons.lazy.map { $0.neutralized() }) }
  }

  private mutating func component(_ component: Component) {
    field("purl", component.purl?.description.neutralized())
    field("ecosystem", component.ecosystem?.neutralized())
    field("name", component.name.neutralized())
    field("version", component.version?.neutralized())
  }

  private mutating func location(_ location: Location) {
    field("path", location.path?.neutralized())
    field("startLine", location.startLine)
    field("endLine", location.endLine)
    field("url", location.url?.neutralized())
    field("method", location.method?.neutralized())
    field("parameter", location.parameter?.neutralized())
    field("resource", location.resource?.neutralized())
    field("image", location.image?.neutralized())
    field("layer", location.layer?.neutralized())
  }

  private mutating func observation(_ observation: Observation) {
    field("format", observation.scan.format.neutralized())
    field("tool", observation.scan.tool.neutralized())
    field("ruleId", observation.ruleId.neutralized())
    field("severity", observation.severity.name)
    field("nativeSeverity", observation.nativeSeverity?.neutralized())
    field("state", observation.state.rawValue)
    object("at") { $0.place(observation.at) }
  }

  private mutating func suppression(_ suppression: Suppression) {
    field("kind", suppression.kind.rawValue)
    object("at") { $0.place(suppression.at) }
    field("reason", suppression.reason.neutralized())
    field("by", suppression.by?.neutralized())
    field("until", suppression.until?.description)
  }

  private mutating func reason(_ reason: Reason) {
    field("code", reason.code.name)
    field("rule", reason.rule?.neutralized())
    field("text", reason.text.neutralized())
    optional("at", reason.at) { $0.place($1) }
    guard !reason.trace.isEmpty else { return }
    list("trace", reason.trace) { json, step in
      json.field("condition", step.condition.neutralized())
      json.field("wanted", step.wanted.neutralized())
      json.field("actual", step.actual.neutralized())
      json.field("outcome", step.outcome.rawValue)
      json.optional("at", step.at) { $0.place($1) }
    }
  }

  fileprivate mutating func action(_ action: Action) {
    field("kind", action.kind.rawValue)
    field("text", action.text.neutralized())
    field("package", action.package?.neutralized())
    field("to", action.to?.neutralized())
    field("closes", action.closes.lazy.map(\.wrappedValue))
    field("alternative", action.alternative?.neutralized())
  }

  package mutating func diagnostic(_ diagnostic: Diagnostic) {
    field("code", diagnostic.code.name)
    field("severity", diagnostic.severity.rawValue)
    field("text", diagnostic.text.neutralized())
    optional("at", diagnostic.place) { $0.place($1) }
    if !diagnostic.because.isEmpty { field("because", diagnostic.because.lazy.map { $0.neutralized() }) }
    field("help", diagnostic.help?.neutralized())
  }

  package mutating func place(_ place: SourcePosition) {
    field("file", place.file.neutralized())
    field("line", place.line)
    field("column", place.column)
    field("pointer", place.pointer?.neutralized())
  }
}
