import Git
import Interning
import Manifests
import Model
import PackageURL
import Risks
import Synchronization
import System

/// What the change does to packages, according to the lock files and manifests of base and head.
///
/// A package counts by its entry, not by the file: other entries, moves within a file and renames of it do not matter.
/// Files are read when a finding asks for them, each once.
final class PackageChanges: Sendable {
  private let changes: FileChanges
  private let base: any Tree
  private let head: any Tree
  /// The lock files and manifests that the change touches, by folder.
  private let touched: [InternedString: [TouchedManifest]]
  private let known = Mutex<[Key: PackageLists?]>([:])

  private struct Key: Hashable {
    let path: InternedString
    let type: InternedString
  }

  init(_ changes: FileChanges, from base: any Tree, to head: any Tree) {
    (self.changes, self.base, self.head) = (changes, base, head)
    var touched: [InternedString: [TouchedManifest]] = [:]
    for change in changes.sorted {
      guard let manifest = TouchedManifest(change) else { continue }
      touched[InternedString(folder(of: change.path)), default: []].append(manifest)
    }
    self.touched = touched
  }

  var facts: PackageFacts {
    PackageFacts(concerns: { self.concerns($0) }, change: { self.change(of: $0, at: $1) })
  }

  private func concerns(_ path: InternedString) -> Bool {
    guard !touched.isEmpty, ManifestFormat.isManifest(path.wrappedValue) else { return false }
    return foldersAbove(path.wrappedValue).contains { touched[$0] != nil }
  }

  private func change(of component: Component, at path: InternedString) -> PackageChange {
    let type = component.purl?.type ?? ManifestFormat.of(path.wrappedValue)?.type ?? component.ecosystem ?? ""
    let key = Key(path: path, type: InternedString(type))
    return known.withLock { known in
      let lists: PackageLists?
      if let read = known[key] {
        lists = read
      } else {
        lists = read(path.wrappedValue, type)
        known[key] = .some(lists)
      }
      return lists?.change(of: component, type: type) ?? .unchanged
    }
  }

  // MARK: - Reading

  /// The packages of a path at base and head; nil when the change touches nothing that decides about them.
  private func read(_ path: String, _ type: String) -> PackageLists? {
    let own = changes[path]
    let above = ManifestFormat.isManifest(path) ? manifests(above: path, type) : []
    if own == nil, above.isEmpty { return nil }
    var lists = PackageLists()
    if let own { lists.add(own, at: path, from: base, to: head) }
    for manifest in above where !equalBytes(manifest.change.path, path) {
      lists.add(manifest.change, from: base, to: head)
    }
    for manifest in moved(to: path, own, type) { lists.add(moved: manifest.change, from: base) }
    return lists
  }

  private func manifests(above path: String, _ type: String) -> [TouchedManifest] {
    foldersAbove(path).flatMap { touched[$0] ?? [] }.filter { $0.has(type) }
  }

  /// The files that the change deletes and whose entries a file may take over: of its folder or below it, where several
  /// are merged into one; for a new file also elsewhere, where a rename is not recognised.
  private func moved(to path: String, _ own: FileChange?, _ type: String) -> [TouchedManifest] {
    guard let own else { return [] }
    let here = folder(of: path)
    return touched.values.joined().filter { manifest in
      guard manifest.change.status == .deleted, manifest.has(type) else { return false }
      let isBelow = here.isEmpty || (folder(of: manifest.change.path) + "/").utf8.starts(with: (here + "/").utf8)
      return isBelow || own.status == .added && equalBytes(name(of: manifest.change.path), name(of: path))
    }
  }
}

/// A lock file or manifest that the change touches.
private struct TouchedManifest: Sendable {
  let change: FileChange
  let format: ManifestFormat

  init?(_ change: FileChange) {
    guard let format = ManifestFormat.of(change.path) ?? change.oldPath.flatMap(ManifestFormat.of) else { return nil }
    (self.change, self.format) = (change, format)
  }

  func has(_ type: String) -> Bool { equalBytes(format.type, type) }
}

private func equalBytes(_ one: String, _ other: String) -> Bool { one.utf8.elementsEqual(other.utf8) }

/// The folder of a path; empty for the root.
private func folder(of path: String) -> String {
  path.utf8.lastIndex(of: UInt8(ascii: "/")).map { String(path[..<$0]) } ?? ""
}

/// The folder of a path and those above it, up to the root.
private func foldersAbove(_ path: String) -> [InternedString] {
  var (folders, current) = ([InternedString](), path)
  while !current.isEmpty {
    current = folder(of: current)
    folders.append(InternedString(current))
  }
  return folders
}
