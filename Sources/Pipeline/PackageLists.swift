import Interning
import Manifests
import Model
import PackageURL
import System

/// The packages that one path has at base and head, from its own lock file or manifest and from others that decide about it.
struct PackageLists {
  private var base = Side()
  private var head = Side()
  /// The contents of a file that no format reads.
  private var texts: (base: ManifestText, head: ManifestText)?
  /// Whether a format reads such files, but not this one.
  private var isUnread = false
  /// The files that were added.
  private(set) var paths = Set<ExactText>()

  private struct Side {
    var index = ManifestIndex()
    /// Whether all files are read in full, so that a package that is not listed is certainly not there.
    var isComplete = true

    mutating func add(_ entries: [ManifestEntry]?) {
      if let entries { index.add(entries) } else { isComplete = false }
    }
  }

  /// Adds a file at base and head. Where no format reads it, its text tells what it can.
  mutating func add(_ change: FileChange, at path: String? = nil, from old: any Tree, to new: any Tree) {
    let oldPath = change.pathAtBase.flatMap { wasUnread($0, as: change.path) ? nil : $0 }
    let contents = (base: manifestBytes(oldPath, in: old), head: manifestBytes(change.pathAtHead, in: new))
    let entries = (
      base: manifestEntries(of: contents.base, oldPath), head: manifestEntries(of: contents.head, change.path)
    )
    paths.insert(ExactText(change.path))
    let hasFormat = ManifestFormat.of(change.path) ?? oldPath.flatMap(ManifestFormat.of) != nil
    if hasFormat {
      base.add(entries.base)
      head.add(entries.head)
    }
    if path != nil, entries.base == nil || entries.head == nil, let base = contents.base, let head = contents.head {
      texts = (manifestText(of: base, change.path), manifestText(of: head, change.path))
      isUnread = hasFormat
    }
  }

  /// Adds a file that the change deletes, whose packages count as packages of the base.
  mutating func add(moved change: FileChange, from old: any Tree) {
    paths.insert(ExactText(change.path))
    let bytes = manifestBytes(change.path, in: old)
    if let entries = manifestEntries(of: bytes, change.path) { base.index.add(entries) }
  }

  /// What the lists show of the change to a package.
  enum Answer: Equatable {
    case added, leavesDevelopment
    /// - Parameter isStated: Whether the version is stated. If not, other files may decide it.
    case unchanged(isStated: Bool)
  }

  /// What the change does to a package; nil when the lists do not tell.
  func change(of component: Component, type: String) -> Answer? {
    let key = component.packageKey(type: type)
    let name = component.purl?.name ?? component.name
    let (old, new) = (base.index.entries(of: key, named: name), head.index.entries(of: key, named: name))
    if let version = component.versionedKey(type: type) {
      let (before, after) = (old.filter { $0.versionedKey == version }, new.filter { $0.versionedKey == version })
      // An entry without a version may be about this one.
      let possible = (old.filter { $0.version == nil } + before, new.filter { $0.version == nil } + after)
      if !before.isEmpty { return leavesDevelopment(possible) ? .leavesDevelopment : .unchanged(isStated: true) }
      if !after.isEmpty, base.isComplete, !isStatedInText(name, component.version) {
        return leavesDevelopment((old, after)) ? .leavesDevelopment : .added
      }
    }
    if base.isComplete, head.isComplete, let change = changeOfRange(from: old, to: new, component) { return change }
    return changeOfText(name, component.version)
  }

  private func isStatedInText(_ name: String, _ version: String?) -> Bool {
    guard let texts, let version else { return false }
    return texts.base.states(name, version)
  }

  private func changeOfText(_ name: String, _ version: String?) -> Answer? {
    guard let texts, let isTouched = texts.base.change(of: name, version, to: texts.head) else { return nil }
    // In a lock file that cannot be read, only a line that the change edits shows what was there.
    if isTouched { return isUnread && !texts.base.names(name) ? nil : .added }
    return .unchanged(isStated: version.map { texts.head.states(name, $0) } ?? false)
  }

  private func leavesDevelopment(_ entries: (before: [ManifestEntry], after: [ManifestEntry])) -> Bool {
    !entries.before.isEmpty && entries.before.allSatisfy { $0.runs == false }
      && entries.after.contains { $0.runs == true }
  }

  /// What the change does to a package of which no version is stated, only a range or nothing. An entry with another
  /// version tells nothing.
  private func changeOfRange(
    from old: [ManifestEntry], to new: [ManifestEntry], _ component: Component
  ) -> Answer? {
    guard !new.isEmpty, component.version == nil || new.allSatisfy({ $0.version == nil }) else { return nil }
    if new.contains(where: \.isManagedElsewhere) { return nil }
    let before = Set(old.map { [$0.$version.interned, $0.$requirement.interned] })
    let isOld = new.allSatisfy { before.contains([$0.$version.interned, $0.$requirement.interned]) }
    return isOld ? .unchanged(isStated: false) : .added
  }
}

extension Component {
  /// The key of the package in its version; nil for a component without a version.
  func versionedKey(type: String) -> InternedString? {
    if let purl { return purl.version == nil && version == nil ? nil : purl.versionedKey(stating: version) }
    return version.map { Manifests.versionedKey(type: type, name: name, version: $0) }
  }
}

/// Whether no tool takes packages from a file of its old name, and some do from the new one, so that all of them are new.
private func wasUnread(_ old: String, as new: String) -> Bool {
  !old.isSame(as: new) && VersionDeciders.types(decidedBy: old).isEmpty
    && !VersionDeciders.types(decidedBy: new).isEmpty
}

/// The largest lock file that is read, in bytes.
private let largestManifest = 64 << 20

/// The content of a file; empty for no file, nil when it cannot be read.
func manifestBytes(_ path: String?, in tree: any Tree) -> [UInt8]? {
  guard let path else { return [] }
  do throws(Diagnostic) { return try tree.read(path, limit: largestManifest) ?? [] } catch {
    // What is not read proves nothing, so the packages of the file are of unknown newness.
    return nil
  }
}

/// The words of a file. What decides versions does so outside of comments; a script that is a package has its name in one.
func manifestText(of bytes: [UInt8], _ path: String) -> ManifestText {
  ManifestText(bytes, hasComments: VersionDeciders.types(decidedBy: path).isEmpty)
}

/// The entries of a file that bring code; none of an empty one, nil when no format reads it in full.
func manifestEntries(of bytes: [UInt8]?, _ path: String?) -> [ManifestEntry]? {
  guard let bytes, let path else { return bytes == nil ? nil : [] }
  guard let format = ManifestFormat.of(path) else { return nil }
  if bytes.isEmpty { return [] }
  do throws(Diagnostic) {
    return try format.entries(of: Input(name: path, bytes: bytes)).filter { !$0.isOfManifestAlone }
  } catch {
    return nil
  }
}
