import Interning
import Model
import PackageURL

/// The upgrades that close all blocking findings of packages, and the judgements of other findings of these packages at
/// the version that is upgraded to.
struct UpgradePlan {
  private(set) var actions: [Action] = []
  private(set) var moved: [Judgement] = []

  private let judgements: [Judgement]
  private let copies: PackageCopies
  private let scope: ArenaScope

  init(
    for judgements: [Judgement], resolved: ArraySlice<DatedFinding>, in scope: ArenaScope,
    judge: (DatedFinding) -> Judgement
  ) {
    (self.judgements, self.scope) = (judgements, scope)
    copies = PackageCopies(of: judgements, resolved: resolved)
    var drafts = UpgradeDrafts()
    for copy in copies.copies where !copy.blocking.isEmpty {
      var rest = copy
      let parents = parents(of: copy)
      if !parents.isEmpty {
        let closed = closed(by: parents, in: copy)
        drafts.add(parents, for: copy, closing: closed.map { judgements[$0].risk.finding })
        rest.blocking.removeAll(where: Set(closed).contains)
        if rest.blocking.isEmpty { continue }
      }
      let target = target(for: rest, judge)
      drafts.add(
        rest.package, at: rest.place, to: target.version, closing: rest.blocking.map { judgements[$0].risk.finding })
      moved += target.moved
    }
    actions = drafts.actions
  }

  /// The parents that tools name for blocking findings of a copy.
  private func parents(of copy: PackageCopy) -> [ParentUpgrade] {
    var parents: [ParentUpgrade] = []
    for index in copy.blocking {
      for observation in judgements[index].risk.finding.observations {
        if let parent = observation.upgrade, !parents.contains(parent) { parents.append(parent) }
      }
    }
    return parents
  }

  /// The blocking findings that the upgrade of parents closes: those for which a tool names it, and those of the same
  /// copy, unless the version that comes with the upgrade still has them.
  private func closed(by parents: [ParentUpgrade], in copy: PackageCopy) -> [Int] {
    copy.blocking.filter { index in
      let finding = judgements[index].risk.finding
      if finding.observations.contains(where: { !$0.$upgrade.isNil }) { return true }
      let fixes = StatedFixes([finding])
      return parents.allSatisfy { parent in
        parent.brings.map { fixes.areFixed(in: $0, by: copy.package.scheme) } ?? true
      }
    }
  }

  /// The smallest version that closes all blocking findings of a copy and has no other problem that is known; else one that
  /// leaves only such as the policy allows there.
  private func target(
    for copy: PackageCopy, _ judge: (DatedFinding) -> Judgement
  ) -> (version: String?, moved: [Judgement]) {
    let scheme = copy.package.scheme
    var needed = StatedFixes(copy.blocking.lazy.map { judgements[$0].risk.finding })
    if needed.hasUnfixable { return (nil, []) }
    let others = StatedFixes(copy.others.lazy.map { judgements[$0].risk.finding })
    let candidates = needed.versions + others.versions
    let elsewhere = copies.newerAdvisories(than: copy).flatMap { advisory in
      advisory.fixes.sets(after: advisory.version, by: scheme)
    }
    func lowest(_ sets: [[VersionInterval]]) -> String? {
      scheme.lowest(of: candidates, above: copy.package.installed, in: sets + elsewhere)
    }
    if !others.hasUnfixable, let all = lowest(needed.sets(by: scheme) + others.sets(by: scheme)) { return (all, []) }
    guard var version = lowest(needed.sets(by: scheme)) else { return (nil, []) }
    var moved = moved(copy, to: version, judge)
    let denied = moved.filter { $0.effect == .deny }
    if denied.isEmpty { return (version, moved) }
    // At the new version, what suppressed them no longer applies.
    for judgement in denied { needed.add(judgement.risk.finding) }
    guard !needed.hasUnfixable, let next = lowest(needed.sets(by: scheme)) else { return (nil, []) }
    version = next
    moved = self.moved(copy, to: version, judge)
    return moved.contains { $0.effect == .deny } ? (nil, []) : (version, moved)
  }

  /// The judgements of the findings that stay when a copy is upgraded, at its new version.
  private func moved(_ copy: PackageCopy, to version: String, _ judge: (DatedFinding) -> Judgement) -> [Judgement] {
    let scheme = copy.package.scheme
    return copy.others.compactMap { index in
      let risk = judgements[index].risk
      guard !StatedFixes([risk.finding]).areFixed(in: version, by: scheme) else { return nil }
      let finding = risk.finding.moved(to: version, in: scope)
      return judge(DatedFinding(finding: finding, firstSeen: risk.firstSeen, newness: risk.$newness))
    }
  }
}

extension Finding {
  /// The finding in another version of its package.
  fileprivate func moved(to version: String, in scope: ArenaScope) -> ArenaRef<Finding> {
    var finding = self
    var observations = Observations.Reservation(for: self.observations.count, in: scope)
    for var observation in self.observations {
      observation.component = observation.component?.moved(to: version)
      observations.add(observation)
    }
    finding.observations = observations.taken()
    finding.component = component?.moved(to: version)
    var reservation = ArenaRef<Finding>.Reservation(for: 1, in: scope)
    return reservation.put(finding)
  }
}

extension Component {
  fileprivate func moved(to version: String) -> Component {
    Component(purl: purl?.with(version: version), ecosystem: ecosystem, name: name, version: version)
  }
}
