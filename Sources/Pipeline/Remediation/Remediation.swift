import Interning
import Model
import Policies
import System

extension Decision {
  /// Adds the smallest set of actions after which the change passes, and checks them: what they leave is judged again.
  ///
  /// Each blocking finding is closed by exactly one action, and what one edit or one run of a scanner does is one action.
  /// Where an error has another reason than evidence, no action would lead to an answer, so there is none.
  ///
  /// - Parameters:
  ///   - resolved: The findings of the base that the head no longer has, which tell which versions are vulnerable.
  ///   - judge: Judges a finding, for those that an upgrade moves to another version without closing them.
  mutating func planActions(resolved: ArraySlice<DatedFinding>, judge: (DatedFinding) -> Judgement) {
    let errors = diagnostics.filter { $0.severity == .error }
    let faults = evidence.filter { report in errors.contains(where: report.isReason(for:)) }
    guard errors.allSatisfy({ error in faults.contains { $0.isReason(for: error) } }) else { return }
    let target = scanTarget(isStaged: head.map { $0.commit == nil } ?? false)
    let scans = scans(filling: gaps, on: target) + reruns(of: faults, besides: gaps, on: target)
    let components = judgements.indices.map { judgements[$0].risk.$finding.upgradable }
    let fixes = fixes(for: judgements, of: components, waiverLimits)
    let upgrades = UpgradePlan(
      for: judgements, of: components, waiverLimits, resolved: resolved, in: scope, judge: judge)
    actions = merged(scans + inOrder(fixes + upgrades.actions))
    areActionsChecked = verdict(after: actions, moved: upgrades.moved) == .pass
  }

  /// What closes something newer first, as findings are shown; then what closes more; then by the first finding.
  private func inOrder(_ planned: [PlannedAction]) -> [Action] {
    let keys = planned.map { one in
      (newness: judgements[one.first].risk.newness.newness.rank, count: one.action.closes.count, first: one.first)
    }
    let order = planned.indices.sorted {
      let (one, other) = (keys[$0], keys[$1])
      return (other.newness, other.count, one.first, $0) < (one.newness, one.count, other.first, $1)
    }
    return order.map { planned[$0].action }
  }

  /// The verdict once all actions are applied: by the findings that are left, those among them that are judged at another
  /// version, and what else decides. What a missing scan would find is not known.
  private func verdict(after actions: [Action], moved: [Judgement]) -> Verdict {
    var closed = InternedSet<String>()
    for action in actions { for finding in action.closes { closed.insert(finding) } }
    let isBlocked = judgements.indices.contains { index in
      judgements[index].effect == .deny && !closed.contains(judgements[index].risk.$finding.wrappedValue.$id)
    }
    return Decision.verdict(gaps, diagnostics, isBlocked: isBlocked || moved.contains { $0.effect == .deny })
  }
}

extension ReportEvidence {
  /// Whether an error is about this report: the reason for its state, or a file that it did not read and the change touches.
  fileprivate func isReason(for error: Diagnostic) -> Bool {
    reason == error || error.code == .evidencePartial && error.position?.file == file
  }
}

/// An action that closes findings, with the position of the first judgement among them.
struct PlannedAction {
  let action: Action
  let first: Int
}

/// The actions that close blocking findings that are not about packages.
private func fixes(
  for judgements: [Judgement], of components: [InternedOptional<Component>], _ waivers: WaiverLimits?
) -> [PlannedAction] {
  let alone = judgements.indices.filter { judgements[$0].effect == .deny && components[$0].isNil }
  return inParallel(over: alone.indices) { part in
    part.map { PlannedAction(action: action(closing: judgements[alone[$0]].risk, waivers), first: alone[$0]) }
  }
}

extension ArenaRef<Finding> {
  /// The package that an upgrade or a replacement closes the finding of; none for a finding that is not about a package.
  var upgradable: InternedOptional<Component> {
    wrappedValue.kind.isDependency ? wrappedValue.$component : .none
  }
}

/// Merges actions of one text, because who follows it does one thing.
private func merged(_ actions: [Action]) -> [Action] {
  var merged: [Action] = []
  var known: [String: Int] = [:]
  merged.reserveCapacity(actions.count)
  known.reserveCapacity(actions.count)
  for action in actions {
    if let index = known[action.text] {
      merged[index].closes += action.closes.filter { !merged[index].closes.contains($0) }
      merged[index].alternative = merged[index].alternative ?? action.alternative
    } else {
      known[action.text] = merged.count
      merged.append(action)
    }
  }
  return merged
}

private func action(closing risk: Risk, _ waivers: WaiverLimits?) -> Action {
  let finding = risk.finding
  let position = finding.location.description
  if finding.kind == .secret {
    return Action(.rotate, "revoke the secret, then remove it from \(position)", closes: [finding.$id])
  }
  return Action(
    .fix, String(of: "fix ", position, " (", finding.ruleId.truncated(to: 100), ")"), closes: [finding.$id],
    alternative: waivers?.offer(for: risk)?.sentence)
}
