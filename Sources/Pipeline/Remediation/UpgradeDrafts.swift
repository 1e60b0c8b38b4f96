import Interning
import Model
import PackageURL

/// Upgrades before they are put into words, so that those which one edit does become one.
struct UpgradeDrafts {
  private struct Draft {
    var packages: [InstalledPackage]
    let place: PackageCopy.Place
    /// Nil when no fixed version is known.
    var target: String?
    /// The dependencies for whose sake the package is upgraded.
    var dependencies: [String] = []
    var isBreaking = false
    /// The positions of the judgements of the findings that it closes.
    var closes: [Int]
  }

  /// A package at one place.
  private struct Key: Hashable {
    let package: InternedString
    let place: PackageCopy.Place
  }

  private let judgements: [Judgement]
  private var drafts: [Draft] = []
  private var byPackage: [Key: [Int]] = [:]

  init(_ judgements: [Judgement]) { self.judgements = judgements }

  /// Adds the upgrade or, without a target, the replacement of a package.
  mutating func add(
    _ package: InstalledPackage, at place: PackageCopy.Place, to target: String?, closing findings: [Int]
  ) {
    let key = Key(package: package.key, place: place)
    let twin = byPackage[key, default: []].first { index in
      let draft = drafts[index]
      if let mine = draft.target, let target { return package.scheme.compare(mine, target) == .equal }
      return draft.target == nil && target == nil
    }
    if let twin {
      drafts[twin].closes += findings
      if !drafts[twin].packages.contains(where: { $0.versionedKey == package.versionedKey }) {
        drafts[twin].packages.append(package)
      }
      return
    }
    byPackage[key, default: []].append(drafts.count)
    drafts.append(Draft(packages: [package], place: place, target: target, closes: findings))
  }

  /// Adds the upgrade of the packages that require a dependency. The findings belong to the first of them.
  mutating func add(_ parents: [ParentUpgrade], for copy: PackageCopy, closing findings: [Int]) {
    var findings = findings
    for parent in parents {
      let package = InstalledPackage(parent.component)
      let key = Key(package: package.key, place: copy.place)
      let twin = byPackage[key, default: []].first { !drafts[$0].dependencies.isEmpty }
      let index = twin ?? drafts.count
      if twin == nil {
        byPackage[key, default: []].append(index)
        drafts.append(Draft(packages: [package], place: copy.place, target: package.installed, closes: []))
      } else if let version = package.installed, let mine = drafts[index].target,
        package.scheme.compare(mine, version) == .less
      {
        drafts[index].target = version
      }
      drafts[index].closes += findings
      drafts[index].isBreaking = drafts[index].isBreaking || parent.isBreaking == true
      if !drafts[index].dependencies.contains(copy.package.name) { drafts[index].dependencies.append(copy.package.name) }
      findings = []
    }
  }

  var actions: [Action] {
    joined().map { draft in
      let copies = byPackage[Key(package: draft.packages[0].key, place: draft.place)]?.count ?? 1
      return action(draft, namingVersion: copies > 1)
    }
  }

  /// Joins the upgrades of packages that one source package of an operating system is built into: they are at one place, in
  /// one version, and go to one version for the sake of a vulnerability that they share.
  private func joined() -> [Draft] {
    struct Shared: Hashable {
      let place: PackageCopy.Place
      let installed, target, vulnerability: String
    }
    var (result, known) = ([Draft](), [Shared: Int]())
    for draft in drafts {
      var shared: [Shared] = []
      if draft.packages.count == 1, draft.packages[0].isSystem, let installed = draft.packages[0].installed,
        let target = draft.target
      {
        shared = draft.closes.flatMap { judgements[$0].risk.finding.ids }.map { name in
          Shared(place: draft.place, installed: installed, target: target, vulnerability: name)
        }
      }
      if let twin = shared.lazy.compactMap({ known[$0] }).first {
        result[twin].packages += draft.packages
        result[twin].closes += draft.closes
        for one in shared { known[one] = twin }
      } else {
        for one in shared { known[one] = result.count }
        result.append(draft)
      }
    }
    return result
  }

  private func action(_ draft: Draft, namingVersion: Bool) -> Action {
    let package = draft.packages[0]
    let closes = draft.closes.map { judgements[$0].risk.finding.$id }.sorted()
    let place = draft.closes.min().map { judgements[$0].risk.finding.location.description } ?? draft.place.path.wrappedValue
    let purl = package.purl?.withoutVersion.description
    guard let target = draft.target else {
      let isStated = draft.closes.contains { judgements[$0].risk.finding.fixedVersions?.isEmpty == false }
      let above = isStated ? package.installed.map { " above \($0)" } : nil
      return Action(
        .fix, "replace \(package.name) in \(place): no fixed version\(above ?? "") is known", package: purl, closes: closes)
    }
    let installed = namingVersion && draft.dependencies.isEmpty ? package.installed.map { " \($0)" } ?? "" : ""
    let breaking = draft.isBreaking ? " (a breaking change)" : ""
    let sake = draft.dependencies.isEmpty ? "" : ", which requires \(list(draft.dependencies))"
    return Action(
      .upgrade, "upgrade \(list(draft.packages.map(\.name)))\(installed) to \(target)\(breaking) in \(place)\(sake)",
      package: purl, to: target, closes: closes)
  }
}

/// Up to three names, and how many more there are.
private func list(_ names: [String]) -> String {
  var distinct: [String] = []
  for name in names where !distinct.contains(name) { distinct.append(name) }
  if distinct.count > 4 { distinct[3...] = ["\(distinct.count - 3) more"] }
  return distinct.count < 2 ? distinct.joined() : distinct.dropLast().joined(separator: ", ") + " and " + distinct[distinct.count - 1]
}
