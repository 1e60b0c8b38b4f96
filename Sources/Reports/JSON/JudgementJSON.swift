import Documents
import Model

extension JSONWriter {
  /// Writes the fields of a finding in a decision: the finding, and its judgement by the policy.
  mutating func members(of judgement: Judgement, in decision: Decision) {
    let risk = judgement.risk
    members(of: risk.finding)
    field("effect", judgement.effect.rawValue)
    field("newness", risk.newness.newness.rawValue)
    if risk.newness.newness == .unknown { field("newnessPossible", risk.newness.possible.values.map(\.rawValue)) }
    field("newnessBecause", risk.newness.because)
    members(of: risk.owners)
    if let move = risk.move {
      object("movedFrom") { json in
        json.field("path", move.from)
        json.field("ownersOfNewPath", move.ownersAtNewPath.names)
      }
    }
    object("firstSeen") { json in
      json.field("time", risk.firstSeen.time.description)
      json.field("source", risk.firstSeen.source.rawValue)
      json.field("everSeen", risk.firstSeen.everSeen?.description)
      if let arrival = risk.firstSeen.arrival {
        json.object("arrival") { json in
          json.field("time", arrival.time.description)
          json.field("commit", arrival.commit)
          json.field("atLeast", arrival.isLowerBound)
        }
      }
      if let published = risk.finding.published { json.field("published", published.description) }
    }
    if let suppression = judgement.suppressedBy {
      object("suppressedBy") { $0.members(of: suppression) }
    } else {
      key("suppressedBy")
      null()
    }
    field("due", judgement.due?.description)
    if let certainty = judgement.dueDate?.certainty, certainty != .exact {
      field("dueCertainty", certainty.rawValue)
    }
    if let waiver = decision.waiver(for: judgement) { object("waiver") { $0.members(of: waiver) } }
    objects("reasons", decision.reasons(for: judgement)) { $0.members(of: $1) }
  }

  /// Writes who owns a file, and the lines of CODEOWNERS that say so.
  mutating func members(of owners: Owners) {
    field("owners", owners.names)
    object("ownersAt", owners.position) { $0.members(of: $1) }
    let others = owners.entries.dropFirst()
    if !others.isEmpty { objects("ownersAlsoAt", others.lazy.map(\.at)) { $0.members(of: $1) } }
  }

  private mutating func members(of offer: WaiverOffer) {
    field("approvers", offer.approvers)
    field("days", offer.longest?.days)
    if let proof = offer.proof { field("proof", proof) }
  }

  private mutating func members(of suppression: Suppression) {
    field("kind", suppression.kind.rawValue)
    object("at") { $0.members(of: suppression.at) }
    field("reason", suppression.reason)
    field("by", suppression.by)
    field("until", suppression.until?.description)
    if let authority = suppression.authority { object("approval") { $0.members(of: authority) } }
  }

  private mutating func members(of authority: Authority) {
    field("by", authority.approver)
    field("proof", authority.commit == nil ? "unproven" : authority.isSigned ? "signed-commit" : "commit")
    if let commit = authority.commit {
      field("commit", commit)
      field("writtenBy", authority.writers)
    }
  }

  private mutating func members(of reason: Reason) {
    field("code", reason.code.name)
    field("rule", reason.rule)
    field("text", reason.text)
    object("at", reason.at) { $0.members(of: $1) }
    if !reason.trace.isEmpty { objects("trace", reason.trace) { $0.members(of: $1) } }
  }

  private mutating func members(of step: Reason.Step) {
    field("condition", step.condition)
    field("wanted", step.wanted)
    field("actual", step.actual)
    field("outcome", step.outcome.rawValue)
    object("at", step.at) { $0.members(of: $1) }
  }
}
