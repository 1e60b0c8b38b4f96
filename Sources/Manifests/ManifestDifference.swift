import Interning

/// What a change does to the packages that a file lists. An entry is a package with its version, wherever in the file it
/// is listed and however often, so moves, new orders and new lines make no difference.
package struct ManifestDifference: Hashable, Sendable {
  package struct Change: Hashable, Sendable {
    package var from: ManifestEntry
    package var to: ManifestEntry
  }

  package var added: [ManifestEntry] = []
  package var removed: [ManifestEntry] = []
  /// Packages of which the change replaces one version by one other.
  package var changed: [Change] = []

  package init(from base: [ManifestEntry], to head: [ManifestEntry]) {
    let (before, after) = (Set(base.map(Listed.init)), Set(head.map(Listed.init)))
    let (removed, added) = (Self.first(base, notIn: after), Self.first(head, notIn: before))
    let gone = Dictionary(grouping: removed, by: Package.init), new = Dictionary(grouping: added, by: Package.init)
    func replacement(_ entry: ManifestEntry) -> ManifestEntry? {
      let package = Package(entry)
      guard gone[package]?.count == 1, let others = new[package], others.count == 1 else { return nil }
      return others[0]
    }
    for entry in removed {
      if let to = replacement(entry) { changed.append(Change(from: entry, to: to)) } else { self.removed.append(entry) }
    }
    let replacing = Set(changed.map { Package($0.to) })
    self.added = added.filter { !replacing.contains(Package($0)) }
  }

  /// The first entry of each listed package that is not in the other file.
  private static func first(_ entries: [ManifestEntry], notIn other: Set<Listed>) -> [ManifestEntry] {
    var known = other
    return entries.filter { known.insert(Listed($0)).inserted }
  }
}

private struct Package: Hashable {
  let type: InternedString
  let name: InternedString

  init(_ entry: ManifestEntry) { (type, name) = (entry.$type, entry.$name) }
}

private struct Listed: Hashable {
  let package: Package
  let version: InternedString?

  init(_ entry: ManifestEntry) { (package, version) = (Package(entry), entry.$version.interned) }
}
