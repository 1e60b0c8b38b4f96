import Console
import Interning
import Model
import PackageURL
import Policies
import System

/// The smallest set of actions that closes all blocking findings and gaps.
///
/// Each blocking finding is closed by exactly one action; upgrades of one package in one file are one action.
func remediationPlan(for judgements: [Judgement], gaps: [Gap], waivers: Policy.WaiverTerms) -> [Action] {
  var alone: [Int] = []
  var together: [Upgrade: [Int]] = [:]
  for index in judgements.indices where judgements[index].effect == .deny {
    if let upgrade = Upgrade(of: judgements[index].risk.finding) {
      together[upgrade, default: []].append(index)
    } else {
      alone.append(index)
    }
  }
  // Actions that compare equal keep the order of their first findings.
  let upgrades = together.values.sorted { $0[0] < $1[0] }
  let closing =
    inParallel(over: alone.indices) { [alone] in $0.map { action(closing: judgements[alone[$0]].risk, waivers) } }
    + inParallel(over: upgrades.indices) {
      $0.map { upgrade(closing: upgrades[$0].map { judgements[$0].risk.finding }) }
    }
  return scans(filling: gaps)
    + closing.sorted { $0.closes.count != $1.closes.count ? $0.closes.count > $1.closes.count : $0.text < $1.text }
}

/// Merges gaps that one run of a scanner fills into one action.
private func scans(filling gaps: [Gap]) -> [Action] {
  var merged: [Gap] = []
  for gap in gaps {
    let twin = merged.firstIndex { ($0.kind, $0.state) == (gap.kind, gap.state) && $0.tools == gap.tools }
    if let twin { merged[twin].paths += gap.paths } else { merged.append(gap) }
  }
  return merged.map(action(filling:))
}

/// Whether nothing blocks once all actions are applied.
///
/// Each risk is judged independently, so the remaining judgements stay the same and none of them may deny. The result
/// of a missing scan is not known, so the answer is no when there are gaps.
func unblocks(_ actions: [Action], _ judgements: [Judgement], gaps: [Gap]) -> Bool {
  guard gaps.isEmpty else { return false }
  var closed = Set<InternedString>(minimumCapacity: actions.count)
  for action in actions { closed.formUnion(action.closes) }
  return judgements.indices.allSatisfy {
    judgements[$0].effect != .deny || closed.contains(judgements[$0].risk.finding.$id)
  }
}

/// The key of an upgrade: one version of one package at one location.
private struct Upgrade: Hashable {
  let package: InternedString
  let version: InternedOptional<String>
  let position: InternedString
  /// Findings without a fixed version are not grouped with findings that have one.
  let isFixable: Bool

  /// Nil for a finding that is not about a dependency and gets an action of its own.
  init?(of finding: Finding) {
    guard finding.kind.isDependency, let component = finding.component else { return nil }
    package = component.purl?.packageKey ?? component.$name
    version = component.$version
    position = finding.location.$path.interned ?? InternedString(finding.location.description)
    isFixable = finding.fixedVersions?.isEmpty == false
  }
}

private func action(closing risk: Risk, _ waivers: Policy.WaiverTerms) -> Action {
  let finding = risk.finding
  let position = finding.location.description
  if finding.kind == .secret {
    return Action(.rotate, "revoke the secret, then remove it from \(position)", closes: [finding.$id])
  }
  return Action(
    .fix, String(of: "fix ", position, " (", finding.ruleId.truncated(to: 100), ")"), closes: [finding.$id],
    alternative: waiver(for: risk, waivers))
}

/// The waiver that would close the finding temporarily: its possible approvers and its
/// maximal duration; nil when none can.
private func waiver(for risk: Risk, _ terms: Policy.WaiverTerms) -> String? {
  let approvers = terms.ownersApprove ? terms.approvers + risk.owners.names : terms.approvers
  guard !approvers.isEmpty else { return nil }
  let longest = terms.longest[risk.finding.severity].map { ", \($0.days) days at most" } ?? ""
  return "a waiver by \(approvers.joined(separator: " or "))\(longest)"
}

private func upgrade(closing findings: [Finding]) -> Action {
  let findings = findings.sorted { $0.$id < $1.$id }
  let (component, position, ids) = (findings[0].component, findings[0].location, findings.map(\.$id))
  let (name, purl) = (component?.name ?? "", component?.purl?.withoutVersion.description)
  let targets = findings.compactMap { smallestFix(for: $0, above: component?.version) }
  guard targets.count == findings.count, let target = targets.max(by: isOlder) else {
    return Action(.fix, "replace \(name) in \(position): no fixed version is known", package: purl, closes: ids)
  }
  return Action(.upgrade, "upgrade \(name) to \(target) in \(position)", package: purl, to: target, closes: ids)
}

/// The smallest fixed version above the installed one.
private func smallestFix(for finding: Finding, above installed: String?) -> String? {
  let fixes = finding.fixedVersions ?? []
  if fixes.count < 2 { return fixes.first }
  let newer = installed.map { installed in fixes.filter { isOlder(installed, $0) } } ?? fixes
  return newer.min(by: isOlder) ?? fixes.max(by: isOlder)
}

private func action(filling gap: Gap) -> Action {
  let what = gap.tools.isEmpty ? "a \(gap.kind?.rawValue ?? "") scanner" : gap.tools.joined(separator: " or ")
  let area = gap.paths.isEmpty ? "" : " over \(gap.paths.joined(separator: ", "))"
  switch gap.state {
  case .missing: return Action(.scan, "run \(what)\(area) on the head commit and pass its report")
  case .unbound:
    return Action(.rescan, "say which commit the \(what) report was made from (in a side-car, or with --scanned)")
  case .stale, .wrongCommit, .failed, .empty, .present:
    return Action(.rescan, "run \(what)\(area) again on the head commit (\(gap.state.rawValue))")
  }
}
