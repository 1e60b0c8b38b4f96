import Git
import Interning
import Manifests
import Model
import PackageURL
import System

/// The packages that are looked for in the versions of one lock file or manifest.
struct WantedPackages: Sendable {
  private struct Wanted: Hashable {
    let key: InternedString
    let version: InternedString
  }

  private let path: String
  private let format: ManifestFormat
  private var wanted: [Wanted] = []
  private var names: [String] = []

  /// Nil for a file that no format reads.
  init?(path: String) {
    guard let format = ManifestFormat.of(path) else { return nil }
    (self.path, self.format) = (path, format)
  }

  /// The entry of a package in its version, which is added if it is new; nil for a package without a version.
  ///
  /// - Returns: The entry, and whether it is new.
  mutating func entry(of component: Component) -> (entry: HistoryQuery.Entry, isNew: Bool)? {
    guard let version = component.versionedKey(type: format.type) else { return nil }
    let name = component.purl?.name ?? component.name
    let key = component.purl?.packageKey ?? packageKey(type: format.type, name: name)
    let stated = component.version ?? component.purl?.version ?? ""
    let marks = [name, stated].map { Array($0.utf8) }
    if let known = wanted.firstIndex(of: Wanted(key: key, version: version)) {
      return (HistoryQuery.Entry(key: known, marks: marks), false)
    }
    wanted.append(Wanted(key: key, version: version))
    names.append(name)
    return (HistoryQuery.Entry(key: wanted.count - 1, marks: marks), true)
  }

  /// The wanted packages that a version of the file lists; nil when it cannot be read in full.
  func entries(in content: [UInt8]) -> Set<Int>? {
    var index = ManifestIndex()
    do throws(Diagnostic) { index.add(try format.entries(of: Input(name: path, bytes: content))) } catch { return nil }
    let found = wanted.indices.filter { number in
      index.entries(of: wanted[number].key, named: names[number]).contains {
        $0.versionedKey == wanted[number].version
      }
    }
    return Set(found)
  }
}
