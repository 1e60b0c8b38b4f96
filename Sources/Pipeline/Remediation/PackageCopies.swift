import Interning
import Model

/// One version of a package at one place: what one edit upgrades.
struct PackageCopy {
  let package: InstalledPackage
  let place: InternedString
  /// The positions of the judgements of its findings, blocking or not.
  var blocking: [Int] = []
  var others: [Int] = []
}

/// The copies of all packages that have a blocking finding, and what is known of their other versions.
struct PackageCopies {
  private struct Key: Hashable { let package, place: InternedString }

  /// The copies in the order of their first findings.
  private(set) var copies: [PackageCopy] = []
  /// The findings of each package that blocks, at any place, of the head and of the base.
  private var advisories: [InternedString: [(package: InstalledPackage, finding: Finding)]] = [:]
  private var packages: [InternedOptional<Component>: InstalledPackage] = [:]

  init(of judgements: [Judgement], resolved: ArraySlice<DatedFinding>) {
    var blocked = Set<InternedString>()
    for judgement in judgements where judgement.effect == .deny {
      if let package = package(of: judgement.risk.finding) { blocked.insert(package.key) }
    }
    guard !blocked.isEmpty else { return }
    var known: [Key: [InternedString: Int]] = [:]
    for index in judgements.indices {
      guard let package = package(of: judgements[index].risk.finding), blocked.contains(package.key) else { continue }
      let finding = judgements[index].risk.finding
      let place = package.place(in: finding.location)
      let copy = known[Key(package: package.key, place: place), default: [:]][package.versionedKey] ?? copies.count
      if copy == copies.count {
        copies.append(PackageCopy(package: package, place: place))
        known[Key(package: package.key, place: place), default: [:]][package.versionedKey] = copy
      }
      if judgements[index].effect == .deny { copies[copy].blocking.append(index) } else { copies[copy].others.append(index) }
      advisories[package.key, default: []].append((package, finding))
    }
    for dated in resolved {
      guard let package = package(of: dated.finding), blocked.contains(package.key) else { continue }
      advisories[package.key, default: []].append((package, dated.finding))
    }
    joinUnversioned(known.values.sorted { ($0.values.min() ?? 0) < ($1.values.min() ?? 0) })
  }

  /// Adds findings without a version to the only version of the package at their place.
  private mutating func joinUnversioned(_ places: [[InternedString: Int]]) {
    for indices in places.map(\.values) where indices.count == 2 {
      guard let without = indices.first(where: { copies[$0].package.installed == nil }),
        let with = indices.first(where: { copies[$0].package.installed != nil })
      else { continue }
      copies[with].blocking = (copies[with].blocking + copies[without].blocking).sorted()
      copies[with].others = (copies[with].others + copies[without].others).sorted()
      (copies[without].blocking, copies[without].others) = ([], [])
    }
  }

  private mutating func package(of finding: Finding) -> InstalledPackage? {
    guard isUpgradable(finding), let component = finding.component else { return nil }
    if let known = packages[finding.$component] { return known }
    let package = InstalledPackage(component)
    packages[finding.$component] = package
    return package
  }

  /// What is known of newer versions of the package than the copy's: each is vulnerable until a fix of its own.
  func newerAdvisories(than copy: PackageCopy) -> [(version: String, fixes: StatedFixes)] {
    let (package, scheme) = (copy.package, copy.package.scheme)
    var found: [InternedString: (version: String, fixes: StatedFixes)] = [:]
    for (other, finding) in advisories[package.key] ?? [] where other.versionedKey != package.versionedKey {
      guard let version = other.installed else { continue }
      if let installed = package.installed, scheme.compare(installed, version) != .less { continue }
      found[other.versionedKey, default: (version, StatedFixes([]))].fixes.add(finding)
    }
    return found.values.sorted { $0.version < $1.version }
  }
}
