import Foundation
import Interning
import Model
import System
import TestSupport
import Testing

@testable import Manifests

@Suite struct LockfileCorpus {
  /// What the corpus expects of a package. `dev` is missing where the file does not say.
  struct Package: Decodable {
    var ecosystem: String
    var name: String
    var version: String?
    var line: Int
    var endLine: Int
    var dev: Bool?
  }
  struct Named: Decodable, Hashable {
    var ecosystem: String
    var name: String
    var version: String?
    var from: String?
    var to: String?
  }
  struct Difference: Decodable {
    var added: [Named]
    var removed: [Named]
    var changed: [Named]
  }
  struct Expectation: Decodable {
    var format: String
    var files: [String: String]
    var packages: [String: [Package]]
    var diff: Difference?
  }

  @Test(.corpus("lockfiles"))
  func `all entries, lines, scopes and differences of the corpus are right`() throws {
    let root = try Corpus.find("lockfiles")
    var (right, all, faults, missing) = (0, 0, [String](), 0)
    for folder in try folders(in: root) {
      let expectation = try JSONDecoder().decode(Expectation.self, from: try contents(folder, "expected.json"))
      let files = expectation.files.mapValues { folder.appending(path: $0) }
      guard files.values.allSatisfy({ FileManager.default.fileExists(atPath: $0.path) }) else {
        missing += 1
        continue
      }
      all += 1
      let found = faultsOfCase(expectation, folder)
      if found.isEmpty { right += 1 } else { faults += found.map { "\(folder.lastPathComponent): \($0)" } }
    }
    Corpus.report("lockfiles", right: right, all: all)
    if missing > 0 { print("\(missing) cases of lockfiles lack their files and were not tried") }
    #expect(faults.isEmpty, "\(faults.prefix(60).joined(separator: "\n"))")
  }

  private func faultsOfCase(_ expectation: Expectation, _ folder: URL) -> [String] {
    guard let format = ManifestFormat.all.first(where: { $0.name == expectation.format }) else {
      return ["no format \(expectation.format)"]
    }
    do {
      var read: [String: [ManifestEntry]] = [:]
      for (side, path) in expectation.files {
        let input = Input(name: path, bytes: Array(try contents(folder, path)))
        read[side] = try format.entries(of: input)
      }
      var faults = expectation.packages.flatMap { side, packages in
        faultsOfEntries(read[side] ?? [], packages).map { "\(side): \($0)" }
      }
      if let diff = expectation.diff, let before = read["before"], let after = read["after"] {
        faults += faultsOfDifference(ManifestDifference(from: before, to: after), diff)
      }
      return faults
    } catch { return ["\(error)"] }
  }

  private func faultsOfEntries(_ entries: [ManifestEntry], _ packages: [Package]) -> [String] {
    var open = entries
    var faults: [String] = []
    for package in packages {
      let match = open.firstIndex { entry in
        named(entry) == Named(ecosystem: package.ecosystem, name: package.name, version: package.version)
          && (package.line...package.endLine).contains(entry.lines.lowerBound)
      }
      guard let match else {
        faults.append("missing \(package)")
        continue
      }
      if let dev = package.dev, open[match].isDevelopment != dev { faults.append("scope of \(package)") }
      if package.dev == nil, open[match].isDevelopment != nil { faults.append("scope of \(package) is not said") }
      open.remove(at: match)
    }
    return faults + open.map { "too much: \(named($0)) \($0.lines)" }
  }

  private func faultsOfDifference(_ difference: ManifestDifference, _ expected: Difference) -> [String] {
    let changed = Set(
      difference.changed.map { change in
        var name = named(change.to)
        (name.from, name.to, name.version) = (change.from.version, change.to.version, nil)
        return name
      })
    return (Set(difference.added.map(named)) == Set(expected.added) ? [] : ["added \(difference.added.map(named))"])
      + (Set(difference.removed.map(named)) == Set(expected.removed) ? [] : ["removed"])
      + (changed == Set(expected.changed) ? [] : ["changed \(changed)"])
  }

  private func named(_ entry: ManifestEntry) -> Named {
    Named(ecosystem: ecosystems[entry.type] ?? "flake:\(entry.type)", name: entry.name, version: entry.version)
  }

  /// The names of the ecosystems in the OSV schema, by purl type.
  private let ecosystems = [
    "npm": "npm", "cargo": "crates.io", "composer": "Packagist", "conan": "ConanCenter", "nuget": "NuGet",
    "docker": "docker", "gem": "RubyGems", "golang": "Go", "maven": "Maven", "hex": "Hex", "swift": "SwiftURL",
    "pypi": "PyPI", "cocoapods": "CocoaPods", "pub": "Pub", "cran": "CRAN", "hackage": "Hackage",
    "terraform": "terraform", "gradle-plugin": "gradle-plugin",
  ]

  private func folders(in root: URL) throws -> [URL] {
    let manager = FileManager.default
    return try manager.contentsOfDirectory(at: root, includingPropertiesForKeys: [.isDirectoryKey]).flatMap { format in
      (try? manager.contentsOfDirectory(at: format, includingPropertiesForKeys: nil)) ?? []
    }.sorted { $0.path < $1.path }
  }

  /// The bytes of a file, which may be compressed.
  private func contents(_ folder: URL, _ path: String) throws -> Data {
    let plain = folder.appending(path: path)
    if !path.hasSuffix(".gz"), FileManager.default.fileExists(atPath: plain.path) { return try Data(contentsOf: plain) }
    let packed = path.hasSuffix(".gz") ? plain.path : plain.path + ".gz"
    return Data(try run("/usr/bin/gzip", ["-dc", packed]).output.utf8)
  }
}
