import Model
import Policies
import Reports

/// A decision together with the waivers that its policy allows.
package struct ExplainedDecision: Sendable {
  package let decision: Decision
  /// Nil when the policy could not be read.
  private let terms: Policy.WaiverTerms?

  package init(_ request: Request) {
    do throws(PipelineError) {
      let input = try CheckInput(request)
      (decision, terms) = (try input.decide(), input.bundle.policy.waiverTerms)
    } catch {
      decision = Decision(verdict: .undecided, now: request.now, diagnostics: error.diagnostics)
      terms = nil
    }
  }

  /// How to waive the finding whose id begins so: an entry of a waiver file, in which only the reason is missing, and the
  /// command that writes it. Nil when no single finding is named, it does not block or nobody may waive it.
  ///
  /// A secret that is known to others must be revoked, so no waiver of it is offered.
  package func waiverOffer(for prefix: String) -> [String]? {
    let found = decision.judgements.filter { $0.risk.finding.isNamed(from: prefix) }
    guard let terms, found.count == 1, found[0].effect == .deny, found[0].risk.finding.kind != .secret else {
      return nil
    }
    let target = found[0]
    guard
      let approver = (terms.ownersApprove ? target.risk.owners.approvers : terms.approvers).first
        ?? terms.approvers.first
    else { return nil }
    let longest = terms.longest.span(for: target.risk.finding.severity) ?? terms.longest.values.min() ?? .days(0)
    let (finding, today) = (target.risk.finding, decision.now.day)
    let draft = WaiverDraft(
      target, id: WaiverDraft.freeID(for: finding.id, taken: []), reason: "", by: approver, from: today,
      until: today + longest.days)
    return draft.lines(indent: 2) + [
      "or: gatehouse waive \(finding.id.prefix(8)) --until \(longest) --approved-by \(approver.displayText()) --reason … "
        + "with the options of this command"
    ]
  }
}
