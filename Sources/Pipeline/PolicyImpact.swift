import Git
import Model

/// The effect of a changed policy bundle, as the difference between two decisions on the same facts.
///
/// The base's bundle decides. The head's bundle is evaluated only to show the reviewer
/// what merging it would let through.
func policyImpact(
  on decision: Decision, of facts: DecisionInput, _ bundle: PolicyBundle, _ request: Request, _ comparison: Comparison,
  in repository: Repository
) throws(PipelineError) -> [Diagnostic] {
  let touched = bundle.files(changedIn: comparison.changes)
  guard !touched.isEmpty else { return [] }
  let effect = try effectOfNewBundle(decision, facts, bundle, request, comparison, in: repository)
  let owners = try OwnerImpact(of: touched, bundle, request, comparison, in: repository)
  let judge = request.policySource == .base ? "the base's version judges it" : "the working tree's version judges it"
  return touched.map { change in
    let reviewers = bundle.reviewers(of: change)
    return Diagnostic(
      .policyChanged, "this change \(verb(of: change)) \(change.path); \(judge)",
      severity: .warning, at: SourcePosition(file: change.path), because: [effect] + owners.sentences(on: change),
      help: reviewers.isEmpty
        ? "nobody owns this file: give .gatehouse/ and CODEOWNERS an owner in CODEOWNERS"
        : "needs a review by \(reviewers.joined(separator: " or "))")
  }
}

private func verb(of change: FileChange) -> String {
  switch change.status {
  case .added: "adds"
  case .deleted: "deletes"
  case .renamed: "moves \(change.oldPath ?? "") to"
  case .modified, .copied, .typeChanged: "edits"
  }
}

/// How the decision would differ with the head's bundle, in one sentence.
private func effectOfNewBundle(
  _ decision: Decision, _ facts: DecisionInput, _ bundle: PolicyBundle, _ request: Request, _ comparison: Comparison,
  in repository: Repository
) throws(PipelineError) -> String {
  guard let head = comparison.head else { return "the effect of the new version is known once it is committed" }
  var new: PolicyBundle
  do throws(PipelineError) {
    new = try PolicyBundle.load(for: request, at: head.commit, isDeciding: false, in: repository)
  } catch {
    return "the new version cannot be read: \(error.diagnostics.first?.text ?? "unknown error")"
  }
  new.waivers = new.waivers.takenAsApproved(apartFrom: bundle.waivers)
  // Severity words are mapped while reports are read, so another mapping requires reading the reports again.
  let isSameMapping = new.policy.severities == bundle.policy.severities
  let newFacts = isSameMapping ? facts : try DecisionInput(request, comparison, new.policy, in: repository)
  return difference(from: decision, to: decide(newFacts, by: new, at: decision.now))
}

private func difference(from old: Decision, to new: Decision) -> String {
  func denied(_ decision: Decision) -> Set<String> {
    Set(decision.judgements.lazy.filter { $0.effect == .deny }.map(\.risk.finding.id))
  }
  let (before, after) = (denied(old), denied(new))
  let (freed, caught) = (before.subtracting(after).count, after.subtracting(before).count)
  func findings(_ count: Int, _ more: String = "") -> String {
    "\(count) \(more)finding\(count == 1 ? "" : "s")"
  }
  switch (freed, caught) {
  case (0, 0): return "with the new version the same findings block"
  case (_, 0): return "the new version would let \(findings(freed)) through"
  case (0, _): return "the new version would block \(findings(caught, "more "))"
  default:
    return "the new version would let \(findings(freed)) through and block \(findings(caught, "more "))"
  }
}
