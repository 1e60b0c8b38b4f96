import Documents
import Model
import Policies

/// The smallest set of actions that takes everything out of the way that keeps the gate closed (law 6).
///
/// Each blocking finding is closed by exactly one action; upgrades of one package in one file are one action.
func actions(for judgements: [Judgement], gaps: [Gap], waivers: Policy.WaiverTerms) -> [Action] {
  var groups: [Group: [Risk]] = [:]
  for judgement in judgements where judgement.effect == .deny {
    groups[Group(judgement.risk.finding), default: []].append(judgement.risk)
  }
  let each = Array(groups.values)
  let closing = inParallel(over: each.indices) { $0.map { action(closing: each[$0], waivers) } }.sorted {
    ($0.closes.count, $1.text) > ($1.closes.count, $0.text)
  }
  return scans(filling: gaps) + closing
}

/// One run of a scanner fills the cells of all paths that it lacks.
private func scans(filling gaps: [Gap]) -> [Action] {
  var merged: [Gap] = []
  for gap in gaps {
    let twin = merged.firstIndex { ($0.kind, $0.state) == (gap.kind, gap.state) && $0.tools == gap.tools }
    if let twin { merged[twin].paths += gap.paths } else { merged.append(gap) }
  }
  return merged.map(action(filling:))
}

/// Whether the gate would be open with the actions done.
///
/// A risk is judged by itself, so those that stay are judged as before: nothing that denies may stay. What a scan that is
/// still missing will say nobody can check, so a gap leaves the actions unchecked.
func passes(after actions: [Action], _ judgements: [Judgement], gaps: [Gap]) -> Bool {
  guard gaps.isEmpty else { return false }
  let closed = Set(actions.flatMap(\.closes))
  return judgements.allSatisfy { $0.effect != .deny || closed.contains($0.risk.finding.id) }
}

/// What one action closes.
private struct Group: Hashable {
  /// A finding that goes by itself.
  var id: Text?
  var package = Text.empty
  var version = InternedOptional<String>.none
  var place = Text.empty
  /// What has no fix cannot be upgraded together with what has one.
  var isFixable = false

  init(_ finding: Finding) {
    guard finding.kind.isDependency, let component = finding.component else {
      id = finding.$id
      return
    }
    package = component.purl?.packageText ?? component.$name
    version = component.$version
    place = finding.location.$path.interned ?? Text(finding.location.description)
    isFixable = finding.fixedVersions?.isEmpty == false
  }
}

private func action(closing risks: [Risk], _ waivers: Policy.WaiverTerms) -> Action {
  let findings = risks.map(\.finding).sorted { $0.id < $1.id }
  let first = findings[0]
  let ids = findings.map(\.id)
  if first.kind.isDependency, let component = first.component {
    return upgrade(component, in: first.location, findings, ids)
  }
  if first.kind == .secret {
    return Action(.rotate, "revoke the secret, then remove it from \(first.location)", closes: ids)
  }
  return Action(
    .fix, "fix \(first.location) (\(first.ruleId.clipped(to: 100)))", closes: ids,
    alternative: risks.first.flatMap { waiver(for: $0, waivers) })
}

/// What would do for a while: by whom, and for how long at most.
private func waiver(for risk: Risk, _ terms: Policy.WaiverTerms) -> String? {
  let approvers = terms.approvers + (terms.ownersApprove ? risk.owners.names : [])
  guard !approvers.isEmpty else { return nil }
  let longest = terms.longest[risk.finding.severity].map { ", \($0.days) days at most" } ?? ""
  return "a waiver by \(approvers.joined(separator: " or "))\(longest)"
}

private func upgrade(_ component: Component, in location: Location, _ findings: [Finding], _ ids: [String]) -> Action {
  let purl = component.purl?.withoutVersion.description
  let targets = findings.compactMap { smallestFix(for: $0, above: component.version) }
  guard targets.count == findings.count, let target = targets.max(by: isOlder) else {
    return Action(
      .fix, "replace \(component.name) in \(location): no fixed version is known", package: purl, closes: ids)
  }
  return Action(
    .upgrade, "upgrade \(component.name) to \(target) in \(location)", package: purl, to: target, closes: ids)
}

/// The first fixed version on the way up from the installed one.
private func smallestFix(for finding: Finding, above installed: String?) -> String? {
  let fixes = finding.fixedVersions ?? []
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
