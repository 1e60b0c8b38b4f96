import Interning
import Model
import PackageURL

/// Upgrades before they are put into words, so that those which one edit does become one.
struct UpgradeDrafts {
  private struct Draft {
    /// The packages to upgrade, each with the version to upgrade to; nil when no fixed version is known.
    var steps: [(package: InstalledPackage, target: String?)]
    let place: PackageCopy.Place
    /// The dependencies for whose sake parents are upgraded.
    var dependencies: [String] = []
    var isBreaking = false
    /// The positions of the judgements of the findings that it closes.
    var closes: [Int]

    var package: InstalledPackage { steps[0].package }
    var target: String? { steps[0].target }
  }

  private struct Key: Hashable {
    let package: InternedString
    let place: PackageCopy.Place
  }

  private struct TargetKey: Hashable {
    let key: Key
    let target: String?
  }

  private let judgements: [Judgement]
  private let waivers: WaiverLimits?
  private var drafts: [Draft] = []
  private var byTarget: [TargetKey: Int] = [:]
  private var byParents: [Key: Int] = [:]
  /// The versions of each package at each place.
  private var versions: [Key: Set<InternedString>] = [:]

  init(_ judgements: [Judgement], _ waivers: WaiverLimits?) { (self.judgements, self.waivers) = (judgements, waivers) }

  /// Adds the upgrade or, without a target, the replacement of a package.
  mutating func add(
    _ package: InstalledPackage, at place: PackageCopy.Place, to target: String?, closing findings: [Int]
  ) {
    let key = Key(package: package.key, place: place)
    versions[key, default: []].insert(package.versionedKey)
    if let twin = byTarget[TargetKey(key: key, target: target)] {
      drafts[twin].closes += findings
      return
    }
    byTarget[TargetKey(key: key, target: target)] = drafts.count
    drafts.append(Draft(steps: [(package, target)], place: place, closes: findings))
  }

  /// Adds the upgrade of the packages that require a dependency.
  mutating func add(_ parents: [ParentUpgrade], for copy: PackageCopy, closing findings: [Int]) {
    let steps = parents.map { InstalledPackage($0.component) }.sorted { $0.versionedKey < $1.versionedKey }
    let names = steps.map(\.key.wrappedValue).joined(separator: " ")
    let key = Key(package: InternedString(names), place: copy.place)
    let index = byParents[key] ?? drafts.count
    if index == drafts.count {
      byParents[key] = index
      drafts.append(Draft(steps: steps.map { ($0, $0.installed) }, place: copy.place, closes: []))
    }
    for (position, step) in steps.enumerated() {
      guard let version = step.installed, let mine = drafts[index].steps[position].target else { continue }
      if step.scheme.compare(mine, version) == .less { drafts[index].steps[position].target = version }
    }
    drafts[index].closes += findings
    drafts[index].isBreaking = drafts[index].isBreaking || parents.contains { $0.isBreaking == true }
    if drafts[index].dependencies.count < shownNames + 1, !drafts[index].dependencies.contains(copy.package.name) {
      drafts[index].dependencies.append(copy.package.name)
    }
  }

  var actions: [PlannedAction] {
    joined().map { draft in
      var draft = draft
      draft.steps.sort { $0.package.versionedKey < $1.package.versionedKey }
      return PlannedAction(action: action(draft), first: draft.closes.min() ?? 0)
    }
  }

  /// Joins what one edit does: a parent that is upgraded for its own sake as well, and the packages that one source package
  /// of an operating system is built into.
  private func joined() -> [Draft] {
    var (result, known) = ([Draft](), [SourceKey: Int]())
    var ofParent: [Key: Int] = [:]
    let parents = drafts.filter { !$0.dependencies.isEmpty }
    for draft in parents + drafts.filter({ $0.dependencies.isEmpty }) {
      let key = Key(package: draft.package.key, place: draft.place)
      let sources = sourceKeys(of: draft)
      if let twin = ofParent[key], join(draft, to: &result[twin]) { continue }
      if let twin = sources.lazy.compactMap({ known[$0] }).first, join(draft, to: &result[twin]) {
        for source in sources { known[source] = twin }
        continue
      }
      if !draft.dependencies.isEmpty, draft.steps.count == 1 { ofParent[key] = result.count }
      for source in sources where known[source] == nil { known[source] = result.count }
      result.append(draft)
    }
    return result
  }

  /// Joins a draft to another one if the newer of their targets closes the findings of both.
  private func join(_ draft: Draft, to other: inout Draft) -> Bool {
    guard let mine = draft.target, let theirs = other.target else { return false }
    guard let order = draft.package.scheme.compare(mine, theirs) else { return false }
    switch order {
    case .equal: break
    case .less: guard isFixed(draft, in: theirs) else { return false }
    case .greater: guard !other.dependencies.isEmpty || isFixed(other, in: mine) else { return false }
    }
    let target = order == .greater ? mine : theirs
    if draft.package.key != other.package.key { other.steps.append((draft.package, target)) }
    for index in other.steps.indices { other.steps[index].target = target }
    other.closes += draft.closes
    return true
  }

  private func isFixed(_ draft: Draft, in version: String) -> Bool {
    let fixes = draft.closes.reduce(into: StatedFixes()) { $0.add(judgements[$1].risk.finding) }
    return fixes.areFixed(in: version, above: draft.package.installed, by: draft.package.scheme)
  }

  /// What tells that two system packages are built from one source: they are at one place in one version, and have one
  /// source package, or share a vulnerability where none is stated.
  private struct SourceKey: Hashable {
    let place: PackageCopy.Place
    let installed, source: String
  }

  private func sourceKeys(of draft: Draft) -> [SourceKey] {
    guard draft.package.isSystem, let installed = draft.package.installed, draft.target != nil else { return [] }
    let names =
      draft.package.source.map { ["source " + $0] } ?? draft.closes.flatMap { judgements[$0].risk.finding.ids }
    return names.map { SourceKey(place: draft.place, installed: installed, source: $0) }
  }

  private func action(_ draft: Draft) -> Action {
    let package = draft.package
    let closes = draft.closes.map { judgements[$0].risk.finding.$id }.sorted()
    let place = place(of: draft)
    let purl = package.purl?.withoutVersion.description
    guard let target = draft.target else {
      return Action(
        .fix, "replace \(package.name) in \(place): \(whyNoVersion(draft))", package: purl, closes: closes,
        alternative: waivers?.offer(for: draft.closes.map { judgements[$0].risk })?.sentence)
    }
    let breaking = draft.isBreaking ? " (a breaking change)" : ""
    let requires = draft.steps.count == 1 ? "requires" : "require"
    let sake = draft.dependencies.isEmpty ? "" : ", which \(requires) \(list(draft.dependencies))"
    return Action(
      .upgrade, "upgrade \(what(draft, target))\(breaking) in \(place)\(sake)", package: purl,
      to: draft.steps.allSatisfy { $0.target == target } ? target : nil, closes: closes)
  }

  /// Why a package has to be replaced and cannot be upgraded.
  private func whyNoVersion(_ draft: Draft) -> String {
    let package = draft.package
    let unfixed = draft.closes.map { judgements[$0].risk.finding }.filter { $0.fixedVersions?.isEmpty != false }
    if unfixed.count == draft.closes.count { return "no fixed version is known" }
    if !unfixed.isEmpty { return "no version without \(list(unfixed.map(\.primaryName))) is known" }
    let isOrdered = package.installed.map(package.scheme.isVersion) ?? true
    return isOrdered
      ? "no fixed version\(package.installed.map { " above \($0)" } ?? "") is known"
      : "fixed versions are known, but \(package.installed ?? "") is no version that they can be compared with"
  }

  /// What is upgraded to which version. The installed version is named where another upgrade is about the same package.
  private func what(_ draft: Draft, _ target: String) -> String {
    if draft.dependencies.isEmpty {
      let isOneOfSeveral = versions[Key(package: draft.package.key, place: draft.place)]?.count ?? 1 > 1
      let installed = isOneOfSeveral ? draft.package.installed.map { " \($0)" } ?? "" : ""
      return "\(list(draft.steps.map(\.package.name)))\(installed) to \(target)"
    }
    return list(draft.steps.map { "\($0.package.name) to \($0.target ?? target)" })
  }

  /// The file or the image in which the upgrade is made.
  private func place(of draft: Draft) -> String {
    if draft.place.path == .empty, let image = draft.place.image.wrappedValue { return image }
    return draft.closes.min().map { judgements[$0].risk.finding.location.description } ?? draft.place.path.wrappedValue
  }
}

private let shownNames = 4

/// The first names, and how many more there are.
private func list(_ names: [String]) -> String {
  var distinct: [String] = []
  for name in names where distinct.count <= shownNames && !distinct.contains(name) { distinct.append(name) }
  if distinct.count > shownNames { distinct[(shownNames - 1)...] = ["\(names.count - shownNames + 1) more"] }
  guard distinct.count > 1, let last = distinct.last else { return distinct.joined() }
  return distinct.dropLast().joined(separator: ", ") + " and " + last
}
