import Documents
import Model

extension Reporter {
  /// The whole decision as JSON, for programs: every finding, suppressed or not, with its trace.
  package static let json = Reporter(name: "json", summary: "the whole decision, for programs", channel: .data) {
    decision, _, sink in
    sink.json { json in
      json.object { $0.members(of: decision) }
      json.newline()
    }
  }
}

extension JSONWriter {
  fileprivate mutating func members(of decision: Decision) {
    field("schemaVersion", 1)
    field("verdict", decision.verdict.rawValue)
    field("preview", decision.preview?.rawValue)
    object("base", decision.base) { $0.members(of: $1) }
    object("head", decision.head) { $0.members(of: $1) }
    field("now", decision.now.description)
    objects("policy", decision.policies) { $0.members(of: $1) }
    objects("evidence", decision.evidence) { $0.members(of: $1) }
    objects("gaps", decision.gaps) { $0.members(of: $1) }
    objects("funnel", decision.funnel) { $0.members(of: $1) }
    // Positions are used because judgements are large to copy.
    objects("findings", decision.judgements.indices) { $0.members(of: decision.judgements[$1], in: decision) }
    objects("waivers", decision.waivers) { $0.members(of: $1) }
    objects("actions", decision.actions) { $0.members(of: $1) }
    field("actionsChecked", decision.areActionsChecked)
    objects("diagnostics", decision.diagnostics) { $0.members(of: $1) }
  }

  private mutating func members(of revision: Revision) {
    field("commit", revision.commit)
    field("ref", revision.ref)
  }

  private mutating func members(of file: PolicyFile) {
    field("path", file.path)
    field("name", file.name)
    field("digest", file.digest)
  }

  private mutating func members(of evidence: ReportEvidence) {
    field("file", evidence.file)
    field("format", evidence.format)
    field("tool", evidence.tool)
    field("kinds", evidence.kinds.map(\.rawValue).sorted())
    field("digest", evidence.digest)
    field("observations", evidence.observations)
    field("state", evidence.state.rawValue)
    field("time", evidence.time?.description)
    field("commit", evidence.commit)
    if let folders = evidence.coverage.folders { field("covers", folders.map { $0.isEmpty ? "." : $0 }) }
    if let files = evidence.coverage.files { field("filesScanned", files.count) }
    let unread = evidence.coverage.unread.map(\.path)
    if !unread.isEmpty { field("filesUnread", unread) }
    object("reason", evidence.reason) { $0.members(of: $1) }
  }

  private mutating func members(of gap: Gap) {
    field("kind", gap.kind?.rawValue)
    field("tools", gap.tools)
    field("paths", gap.paths.joined(separator: ", "))
    field("state", gap.state.rawValue)
    object("reason") { $0.members(of: gap.reason) }
    object("at") { $0.members(of: gap.at) }
  }

  private mutating func members(of step: FunnelStep) {
    field("step", step.step)
    field("count", step.count)
  }

  private mutating func members(of waiver: WaiverUse) {
    field("id", waiver.id)
    field("status", waiver.status.rawValue)
    field("until", waiver.until.description)
    object("at") { $0.members(of: waiver.at) }
    field("findings", waiver.findings)
  }

  private mutating func members(of action: Action) {
    field("kind", action.kind.rawValue)
    field("text", action.text)
    field("package", action.package)
    field("to", action.to)
    field("closes", action.closes.lazy.map(\.wrappedValue))
    field("alternative", action.alternative)
  }
}
