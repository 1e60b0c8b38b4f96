import Git
import Model
import Policies

/// What a change of the policy bundle will do once it is merged.
///
/// The target branch's bundle decides. The bundle as it will be is evaluated on the same facts only to tell the reviewer what
/// the change does, or to refuse a change after which nothing could be judged.
struct PolicyImpact {
  /// The verdict with the new bundle, and what differs, one sentence each.
  private var sentences: [String] = []
  /// What is wrong with the new bundle; empty when it can judge.
  private var errors: [Diagnostic] = []
  private let touched: [FileChange]
  private let bundle: PolicyBundle
  private let owners: OwnerImpact
  private let isJudgedByBase: Bool

  init(
    on decision: Decision, of facts: DecisionInput, _ bundle: PolicyBundle, _ request: Request,
    _ comparison: Comparison, in repository: Repository
  ) throws(PipelineError) {
    touched = bundle.files(changedIn: comparison.changes)
    owners = try OwnerImpact(of: touched, bundle, request, comparison, in: repository)
    (self.bundle, isJudgedByBase) = (bundle, request.policySource == .base)
    guard isJudgedByBase, !touched.isEmpty else { return }
    do throws(PipelineError) {
      var new = try PolicyBundle.load(for: request, mergedBy: comparison, in: repository)
      errors = new.errors
      new.waivers = new.waivers.takenAsApproved(apartFrom: bundle.waivers)
      new.baseline = new.baseline?.resolved(like: bundle.baseline)
      // Severity words are mapped while reports are read, so another mapping requires reading the reports again.
      let isSameMapping = new.policy.severities == bundle.policy.severities
      let newFacts = isSameMapping ? facts : try DecisionInput(request, comparison, new.policy, in: repository)
      let judged = decide(newFacts, by: new, at: decision.now)
      sentences = [DecisionDifference(from: decision, to: judged).sentence] + bundle.differences(to: new)
    } catch {
      guard error.isAboutPolicy else { throw error }
      errors = error.diagnostics
    }
  }

  /// One warning for each file of the bundle that the change edits, and an error if nothing could be judged any more.
  func diagnostics(_ comparison: Comparison) -> [Diagnostic] {
    let judge = isJudgedByBase ? "the base's version judges it" : "the working tree's version judges it"
    let found = touched.map { change in
      let reviewers = bundle.reviewers(of: change)
      return Diagnostic(
        .policyChanged, "this change \(verb(of: change)) \(change.path); \(judge)",
        severity: .warning, at: SourcePosition(file: change.path), because: sentences + owners.sentences(on: change),
        help: reviewers.isEmpty
          ? "nobody owns this file: give .gatehouse/ and CODEOWNERS an owner in CODEOWNERS"
          : "needs a review by \(reviewers.joined(separator: " or "))")
    }
    switch (bundle.errors.isEmpty, errors.isEmpty) {
    case (true, false): return found + [breaking]
    case (false, _) where !touched.isEmpty:
      return found + [DecidingBundle.broken(comparison, isRepaired: errors.isEmpty)]
    default: return found
    }
  }

  /// The error for a change after which nothing could be judged. It fails the change.
  private var breaking: Diagnostic {
    let first = errors[0]
    let others = errors.dropFirst().prefix(5).map { "\($0.position.map { "\($0): " } ?? "")\($0.text)" }
    return Diagnostic(
      .policyBroken, "with this change merged, nothing could be judged: \(first.text)", at: first.position,
      excerpt: first.excerpt, because: first.because + others,
      help: first.code == .policyMissing ? "keep the policy in this change" : first.help ?? "repair it in this change")
  }

  private func verb(of change: FileChange) -> String {
    switch change.status {
    case .added: "adds"
    case .deleted: "deletes"
    case .renamed: "moves \(change.oldPath ?? "") to"
    case .modified, .copied, .typeChanged: "edits"
    }
  }
}

extension Decision {
  /// Adds the actions that keep the policy readable. What it will then say is not checked.
  mutating func addRepairs() {
    for error in diagnostics where error.code == .policyBroken {
      let place = error.position.map { "\($0)" } ?? "the policy"
      actions.insert(Action(.fix, "repair \(place)"), at: 0)
      areActionsChecked = false
    }
  }
}

extension PolicyBundle {
  /// What another bundle says otherwise, one sentence for each kind of difference.
  fileprivate func differences(to new: PolicyBundle) -> [String] {
    policy.content.differences(to: new.policy.content) + waivers.differences(to: new.waivers)
      + Baseline.differences(from: baseline, to: new.baseline)
  }
}
