import Interning
import Model
import PackageURL
import System

/// One version of a package at one place: what one edit upgrades.
struct PackageCopy {
  let package: InstalledPackage
  let place: Place
  /// The positions of the judgements of its findings that block, and of those that do not.
  var blocking: [Int] = []
  var others: [Int] = []

  /// The place where one edit upgrades a package: a file, an image, or a file in an image.
  struct Place: Hashable {
    let path: InternedString
    let image: InternedOptional<String>
  }
}

/// The copies of all packages that have a blocking finding, and what is known of their other versions.
struct PackageCopies {
  private struct Key: Hashable {
    let package: InternedString
    let place: PackageCopy.Place
  }

  /// What tools say of one version of a package, at any place, in the head or the base.
  private struct KnownVersion {
    let package: InstalledPackage
    var fixes = StatedFixes()
  }

  /// The copies in the order of their first findings.
  private(set) var copies: [PackageCopy] = []
  private var byPackage: [InternedString: [InternedString: KnownVersion]] = [:]
  /// The known versions of each package in ascending order, without those that have no order, each with the versions that
  /// have none of its problems.
  private var ascending: [InternedString: [(version: String, sets: [[VersionInterval]])]] = [:]

  /// - Parameter components: The packages of the findings, in the order of the judgements.
  init(
    of judgements: [Judgement], _ components: [InternedOptional<Component>], resolved: ArraySlice<DatedFinding>
  ) {
    let keys = MemoTable(components.lazy.compactMap { $0.interned }) { InstalledPackage.key(of: $0.wrappedValue) }
    var blocked = Set<InternedString>()
    for (index, component) in components.enumerated() where judgements[index].effect == .deny {
      if let component = component.interned { blocked.insert(keys[component]) }
    }
    guard !blocked.isEmpty else { return }
    var packages: [Interned<Component>: InstalledPackage] = [:]
    var known: [Key: [InternedString: Int]] = [:]
    for (index, component) in components.enumerated() {
      guard let component = component.interned, blocked.contains(keys[component]) else { continue }
      let package = packages[component] ?? InstalledPackage(component.wrappedValue)
      packages[component] = package
      let finding = judgements[index].risk.finding
      let key = Key(package: package.key, place: package.place(in: finding.location))
      let copy = known[key]?[package.versionedKey] ?? copies.count
      if copy == copies.count {
        copies.append(PackageCopy(package: package, place: key.place))
        known[key, default: [:]][package.versionedKey] = copy
      }
      if judgements[index].effect == .deny {
        copies[copy].blocking.append(index)
      } else {
        copies[copy].others.append(index)
      }
      note(finding, of: package)
    }
    for dated in resolved {
      guard let component = dated.$finding.upgradable.interned,
        blocked.contains(InstalledPackage.key(of: component.wrappedValue))
      else { continue }
      note(dated.finding, of: packages[component] ?? InstalledPackage(component.wrappedValue))
    }
    joinUnversioned(known.values)
    for (key, versions) in byPackage where versions.count > 1 { ascending[key] = sorted(versions.values) }
  }

  private func sorted(_ versions: some Collection<KnownVersion>) -> [(version: String, sets: [[VersionInterval]])] {
    guard let scheme = versions.first?.package.scheme else { return [] }
    return versions.compactMap { known in
      guard let version = known.package.installed, scheme.isVersion(version) else { return nil }
      return (version: version, sets: known.fixes.setsOutside(version, by: scheme))
    }.sorted { one, other in
      let order = scheme.compare(one.version, other.version) ?? .equal
      return order == .less || order == .equal && one.version.utf8.lexicographicallyPrecedes(other.version.utf8)
    }
  }

  private mutating func note(_ finding: Finding, of package: InstalledPackage) {
    byPackage[package.key, default: [:]][package.versionedKey, default: KnownVersion(package: package)].fixes.add(
      finding)
  }

  /// Adds findings without a version to the only version of the package at their place.
  private mutating func joinUnversioned(_ places: some Sequence<[InternedString: Int]>) {
    for indices in places where indices.count == 2 {
      guard let without = indices.values.first(where: { copies[$0].package.installed == nil }),
        let with = indices.values.first(where: { copies[$0].package.installed != nil })
      else { continue }
      copies[with].blocking = (copies[with].blocking + copies[without].blocking).sorted()
      copies[with].others = (copies[with].others + copies[without].others).sorted()
      (copies[without].blocking, copies[without].others) = ([], [])
    }
  }

  /// The versions without the problems of versions that are newer than the copy's: each of those is vulnerable until a fix of
  /// its own. Bounded, because a report may name any number of versions.
  func setsOutsideNewerVersions(than copy: PackageCopy) -> [[VersionInterval]] {
    guard let versions = ascending[copy.package.key] else { return [] }
    var (low, high) = (0, versions.count)
    while low < high, let installed = copy.package.installed {
      let middle = (low + high) / 2
      if copy.package.scheme.compare(installed, versions[middle].version) == .less {
        high = middle
      } else {
        low = middle + 1
      }
    }
    return versions[low...].prefix(limit).flatMap(\.sets)
  }
}

private let limit = 16
