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
  private var numbers: [Wanted: Int] = [:]
  private var texts: [(name: String, version: String)] = []

  /// Nil for a file that no format reads.
  init?(path: String) {
    guard let format = ManifestFormat.of(path) else { return nil }
    (self.path, self.format) = (path, format)
  }

  /// Adds a package in its version, and returns its number; nil for a package without a version.
  mutating func add(_ component: Component) -> Int? {
    guard let version = component.versionedKey(type: format.type) else { return nil }
    let name = component.purl?.name ?? component.name
    let key = component.purl?.packageKey ?? packageKey(type: format.type, name: name)
    let package = Wanted(key: key, version: version)
    if let known = numbers[package] { return known }
    numbers[package] = wanted.count
    wanted.append(package)
    texts.append((name, component.version ?? component.purl?.version ?? ""))
    return wanted.count - 1
  }

  func entry(numbered number: Int) -> HistoryQuery.Entry {
    let (name, version) = texts[number]
    return HistoryQuery.Entry(key: number, marks: [name, version].map { Array($0.utf8) })
  }

  /// The wanted packages that a version of the file lists; nil when it cannot be read in full.
  func entries(in content: [UInt8]) -> Set<Int>? {
    var index = ManifestIndex()
    do throws(Diagnostic) { index.add(try format.entries(of: Input(name: path, bytes: content))) } catch { return nil }
    let found = wanted.indices.filter { number in
      index.entries(of: wanted[number].key, named: texts[number].name).contains {
        $0.versionedKey == wanted[number].version
      }
    }
    return Set(found)
  }
}
