import Interning
import Model
import PackageURL

/// The upgrades that close all blocking findings of packages, and the judgements of other findings of these packages at
/// the version that is upgraded to.
struct UpgradePlan {
  private(set) var actions: [PlannedAction] = []
  private(set) var moved: [Judgement] = []

  private let judgements: [Judgement]
  private let copies: PackageCopies
  private let waivers: WaiverLimits?
  private let scope: ArenaScope
  /// The versions that were found for copies of one package in one version with the same fixes.
  private var known: [Search: String?] = [:]

  private struct Search: Hashable {
    let package: InternedString
    let installed: String?
    let candidates, fixes: Set<Interned<[String]>>
  }

  init(
    for judgements: [Judgement], of components: [InternedOptional<Component>], _ waivers: WaiverLimits?,
    resolved: ArraySlice<DatedFinding>, in scope: ArenaScope, judge: (DatedFinding) -> Judgement
  ) {
    (self.judgements, self.waivers, self.scope) = (judgements, waivers, scope)
    copies = PackageCopies(of: judgements, components, resolved: resolved)
    var drafts = UpgradeDrafts(judgements, waivers)
    for copy in copies.copies where !copy.blocking.isEmpty {
      var rest = copy
      let parents = parents(of: copy)
      if !parents.isEmpty {
        let closed = closed(by: parents, in: copy)
        drafts.add(parents, for: copy, closing: closed)
        rest.blocking.removeAll(where: Set(closed).contains)
        if rest.blocking.isEmpty { continue }
      }
      for part in parts(of: rest, judge) {
        drafts.add(rest.package, at: rest.place, to: part.target.version, closing: part.findings)
        moved += part.target.moved
      }
    }
    actions = drafts.actions
  }

  /// A version to upgrade to, nil when none is known, and the judgements at it of findings that stay.
  private typealias Target = (version: String?, moved: [Judgement])

  /// The blocking findings of a copy with the version that closes them. Where some have no known fix and may be waived, these are
  /// apart, so that they do not hide the upgrade that closes the others.
  private mutating func parts(
    of copy: PackageCopy, _ judge: (DatedFinding) -> Judgement
  ) -> [(findings: [Int], target: Target)] {
    let whole = target(for: copy, judge)
    guard whole.version == nil, let waivers else { return [(copy.blocking, whole)] }
    let unfixed = copy.blocking.filter { !isFixed($0, in: copy) }
    guard unfixed.count < copy.blocking.count,
      unfixed.allSatisfy({ waivers.offer(for: judgements[$0].risk) != nil })
    else { return [(copy.blocking, whole)] }
    var rest = copy
    rest.blocking.removeAll(where: Set(unfixed).contains)
    let upgrade = target(for: rest, judge)
    guard upgrade.version != nil else { return [(copy.blocking, whole)] }
    return [(rest.blocking, upgrade), (unfixed, (nil, []))]
  }

  /// Whether a version that closes this finding of a copy is known, whatever other findings need.
  private mutating func isFixed(_ index: Int, in copy: PackageCopy) -> Bool {
    let fixes = fixes(of: [index])
    return !fixes.hasUnfixable && lowest(of: fixes.lists, fixes.lists, copy) != nil
  }

  /// The parents that tools name for blocking findings of a copy, without those to which no release can be upgraded; none
  /// when they are too many for one edit.
  private func parents(of copy: PackageCopy) -> [ParentUpgrade] {
    var parents: [ParentUpgrade] = []
    for index in copy.blocking {
      for observation in judgements[index].risk.finding.observations where !observation.$upgrade.isNil {
        guard let parent = observation.releasedUpgrade, !parents.contains(parent) else { continue }
        parents.append(parent)
        if parents.count > 8 { return [] }
      }
    }
    return parents
  }

  /// The blocking findings that the upgrade of parents closes: those for which a tool names it, and those of the same
  /// copy, unless the version that comes with the upgrade still has them.
  private func closed(by parents: [ParentUpgrade], in copy: PackageCopy) -> [Int] {
    copy.blocking.filter { index in
      if judgements[index].risk.finding.observations.contains(where: { $0.releasedUpgrade != nil }) { return true }
      let fixes = fixes(of: [index])
      return parents.allSatisfy { parent in
        parent.brings.map { fixes.areFixed(in: $0, above: copy.package.installed, by: copy.package.scheme) } ?? true
      }
    }
  }

  private func fixes(of indices: [Int]) -> StatedFixes {
    indices.reduce(into: StatedFixes()) { $0.add(judgements[$1].risk.finding) }
  }

  /// The smallest version that closes all blocking findings of a copy and has no other problem that is known; else one that
  /// leaves only such as the policy allows there.
  private mutating func target(
    for copy: PackageCopy, _ judge: (DatedFinding) -> Judgement
  ) -> Target {
    let (needed, others) = (fixes(of: copy.blocking), fixes(of: copy.others))
    if needed.hasUnfixable { return (nil, []) }
    let candidates = needed.lists.union(others.lists)
    func lowest(_ fixes: Set<Interned<[String]>>) -> String? { self.lowest(of: candidates, fixes, copy) }
    if !others.hasUnfixable, let version = lowest(candidates) { return (version, []) }
    guard let version = lowest(needed.lists) else { return (nil, []) }
    let moved = moved(copy, to: version, judge)
    let denied = moved.filter { $0.effect == .deny }
    if denied.isEmpty { return (version, moved) }
    // What suppressed or allowed these no longer applies at the new version, so they have to be closed as well.
    let also = denied.reduce(into: StatedFixes()) { $0.add($1.risk.finding) }
    guard !also.hasUnfixable, let version = lowest(needed.lists.union(also.lists)) else { return (nil, []) }
    let left = self.moved(copy, to: version, judge)
    return left.contains { $0.effect == .deny } ? (nil, []) : (version, left)
  }

  /// The smallest of the candidates that the fixes all contain, preferably of the installed variant; found once for all
  /// copies of a version.
  private mutating func lowest(
    of candidates: Set<Interned<[String]>>, _ fixes: Set<Interned<[String]>>, _ copy: PackageCopy
  ) -> String? {
    let search = Search(
      package: copy.package.versionedKey, installed: copy.package.installed, candidates: candidates, fixes: fixes)
    if let version = known[search] { return version }
    let all = candidates.flatMap(\.wrappedValue)
    let sets = StatedFixes(lists: fixes).sets(above: copy.package.installed, by: copy.package.scheme)
    // Guava's 32.0.0-android precedes 32.0.0-jre, but it does not replace 31.0-jre.
    let sameVariant = copy.package.installed.map { copy.package.scheme.versions(among: all, ofVariantOf: $0) } ?? []
    let version = lowest(of: sameVariant, sets, copy) ?? lowest(of: all, sets, copy)
    known[search] = .some(version)
    return version
  }

  private func lowest(of candidates: [String], _ sets: [[VersionInterval]], _ copy: PackageCopy) -> String? {
    let (scheme, installed) = (copy.package.scheme, copy.package.installed)
    guard let first = scheme.lowest(of: candidates, above: installed, in: sets) else { return nil }
    // A finding at another place may show that this version has a problem of its own.
    let elsewhere = copies.setsOutsideNewerVersions(than: copy)
    if elsewhere.allSatisfy({ scheme.contains(first, in: $0) == true }) { return first }
    return scheme.lowest(of: candidates, above: installed, in: sets + elsewhere)
  }

  /// The judgements of the findings that stay when a copy is upgraded, at its new version.
  private func moved(_ copy: PackageCopy, to version: String, _ judge: (DatedFinding) -> Judgement) -> [Judgement] {
    let (scheme, installed) = (copy.package.scheme, copy.package.installed)
    return copy.others.compactMap { index in
      guard !fixes(of: [index]).areFixed(in: version, above: installed, by: scheme) else { return nil }
      let risk = judgements[index].risk
      let finding = risk.finding.moved(to: version, in: scope)
      return judge(DatedFinding(finding: finding, firstSeen: risk.firstSeen, newness: risk.$newness))
    }
  }
}

extension Observation {
  /// The upgrade of a parent, if it names a version that a release can have.
  fileprivate var releasedUpgrade: ParentUpgrade? {
    guard let upgrade, let version = upgrade.component.version else { return nil }
    return InstalledPackage(upgrade.component).scheme.isVersion(version) ? upgrade : nil
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
