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
    field("owners", risk.owners.names)
    object("ownersAt", risk.owners.position) { $0.members(of: $1) }
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
    objects("reasons", decision.reasons(for: judgement)) { $0.members(of: $1) }
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
