import Interning
import Model
import PackageURL
import Patterns

/// Finds the waivers that may cover a part of a finding, so that not every waiver is compared with every finding.
///
/// A waiver is listed under the finding, the vulnerability or the rule that it names, and there under its package and the
/// folder of its path, as far as these have no wildcards.
struct WaiverIndex: Sendable {
  /// What a waiver is limited to beside the finding, vulnerability or rule: nil for what it leaves open.
  private struct Scope: Hashable {
    var package: PackagePattern.Name?
    var folder: ExactText?
  }

  /// The positions of waivers by their scope.
  private struct Group {
    private var positions: [Scope: [Int]] = [:]
    private var (statesPackage, statesFolder) = (Set<Bool>(), Set<Bool>())

    mutating func add(_ position: Int, under scope: Scope) {
      positions[scope, default: []].append(position)
      statesPackage.insert(scope.package != nil)
      statesFolder.insert(scope.folder != nil)
    }

    func add(to found: inout Set<Int>, packages: [PackagePattern.Name], folders: [ExactText]) {
      let packages = (statesPackage.contains(true) ? packages : []).map(Optional.some) + [nil]
      let folders = (statesFolder.contains(true) ? folders : []).map(Optional.some) + [nil]
      for package in packages {
        for folder in folders { found.formUnion(positions[Scope(package: package, folder: folder)] ?? []) }
      }
    }
  }

  private enum Name: Hashable {
    case finding(ExactText), vulnerability(ExactText), rule(ExactText), any
  }

  private var groups: [Name: Group] = [:]

  init(_ waivers: [Waiver]) {
    for (position, waiver) in waivers.enumerated() {
      let folder = waiver.match.laterPaths.isEmpty ? waiver.match.path.flatMap { $0.folder(deepest: deepest) } : nil
      let scopes = (waiver.match.package?.names?.map(Optional.some) ?? [nil]).map { package in
        Scope(package: package, folder: folder.map { ExactText($0) })
      }
      for name in Self.names(of: waiver.match) {
        for scope in scopes { groups[name, default: Group()].add(position, under: scope) }
      }
    }
  }

  /// The positions of the waivers, in ascending order. Others do not cover any part of the finding.
  func positions(for finding: Finding) -> [Int] {
    guard !groups.isEmpty else { return [] }
    var (rules, components, paths) = (Set<InternedString>(), Set<Interned<Component>>(), Set<InternedString>())
    for observation in finding.observations {
      rules.insert(observation.$ruleId)
      if let component = observation.$component.interned { components.insert(component) }
      if let path = observation.repositoryPath.interned { paths.insert(path) }
    }
    let names =
      [.any] + ([finding.id] + finding.aliases).map { Name.finding(ExactText($0)) }
      + finding.ids.map { .vulnerability(ExactText(lowercasedASCII($0))) }
      + rules.map { .rule(ExactText($0.wrappedValue)) }
    let named = names.compactMap { groups[$0] }
    guard !named.isEmpty else { return [] }
    let packages = Array(Set(components.flatMap { PackagePattern.names(of: $0.wrappedValue) }))
    let folders = Array(Set(paths.flatMap { ancestors(of: $0.wrappedValue) }))
    var found: Set<Int> = []
    for group in named { group.add(to: &found, packages: packages, folders: folders) }
    return found.sorted()
  }

  private static func names(of match: Waiver.Match) -> [Name] {
    if match.finding != nil, let meant = match.meant { return meant.map { .finding(ExactText($0.wrappedValue)) } }
    if let finding = match.finding { return [.finding(ExactText(finding))] }
    if let id = match.id { return [.vulnerability(ExactText(lowercasedASCII(id)))] }
    return [match.rule.map { .rule(ExactText($0)) } ?? .any]
  }
}

/// A waiver's folder is looked up by its first segments: a path of a report may have any number of them.
private let deepest = 16

/// The folders that a path lies in and the path itself, as far as waivers are listed under them.
private func ancestors(of path: String) -> [ExactText] {
  var (folders, segments) = ([ExactText](), 0)
  for (index, byte) in zip(path.utf8.indices, path.utf8) where byte == UInt8(ascii: "/") && segments < deepest {
    folders.append(ExactText(String(path[..<index])))
    segments += 1
  }
  return segments < deepest ? folders + [ExactText(path)] : folders
}
