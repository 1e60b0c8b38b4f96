import Interning
import Manifests
import Model

/// A file that the change touches and that may decide versions of packages.
struct TouchedDecider: Sendable {
  let change: FileChange
  /// How it is read entry by entry; nil when no format does.
  let format: ManifestFormat?
  let types: Set<InternedString>

  init?(_ change: FileChange) {
    types = [change.path, change.oldPath].compactMap(\.self).reduce(into: []) {
      $0.formUnion(VersionDeciders.types(decidedBy: $1))
    }
    guard !types.isEmpty else { return nil }
    self.change = change
    format = ManifestFormat.of(change.path) ?? change.oldPath.flatMap(ManifestFormat.of)
  }

  var path: InternedString { InternedString(change.path) }

  /// Whether it may decide versions of a type of packages. Of a type that is not known it may.
  func decides(_ type: String) -> Bool {
    types.contains(InternedString(type)) || !VersionDeciders.areKnown(for: type)
  }

  /// Whether it lists all that is installed. Of a format that is not read the name tells: `bun.lockb`.
  var isLockFile: Bool { format?.isLockFile ?? name(of: change.path).contains("lock") }

  /// Whether it lists packages of a type.
  func lists(_ type: String) -> Bool { format?.type.isSame(as: type) ?? false }
}

/// The files that the change touches and that may decide versions of packages, ordered by path.
struct TouchedDeciders: Sendable {
  let all: [TouchedDecider]
  /// Other files that the change touches, which decide if a manifest names them.
  let includable: FilesByName
  /// The types of packages whose versions they may decide.
  private let types: Set<InternedString>
  private let byFolder: [InternedString: [TouchedDecider]]

  init(_ changes: FileChanges) {
    let (changes, all) = (changes.sorted, changes.sorted.compactMap(TouchedDecider.init))
    let others = changes.map(\.path).filter(VersionDeciders.mayBeIncluded)
    (self.all, includable) = (all, FilesByName(others))
    types = all.reduce(into: []) { $0.formUnion($1.types) }
    byFolder = Dictionary(grouping: all) { InternedString(folder(of: $0.change.path)) }
  }

  var isEmpty: Bool { all.isEmpty && includable.isEmpty }

  /// Whether one of them may decide versions of a type of packages.
  func mayDecide(_ type: String) -> Bool {
    types.contains(InternedString(type)) || !all.isEmpty && !VersionDeciders.areKnown(for: type)
  }

  /// Those in the folder of a path and in the folders above it, the nearest first.
  func above(_ path: String, deciding type: String) -> [TouchedDecider] {
    foldersAbove(path).flatMap { byFolder[$0] ?? [] }.filter { $0.decides(type) && !$0.change.path.isSame(as: path) }
  }

  /// The files that the change deletes and whose entries a file may take over.
  func moved(to own: FileChange, _ type: String) -> [TouchedDecider] {
    all.filter { $0.lists(type) && own.mayTakeOver($0.change) }
  }
}

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
