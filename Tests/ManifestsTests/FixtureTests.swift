import Foundation
import Model
import System
import TestSupport
import Testing

@testable import Manifests

@Suite struct ManifestFixtures {
  /// The files of `Fixtures/FORMAT/CASE/`, each with what is read of it in `FILE.golden`. A folder `base` has the file
  /// before a change, whose difference the golden file shows as well.
  struct Case: CustomTestStringConvertible {
    let format: String
    let file: URL
    /// The name in a repository. Git often ignores files of some names, so their fixtures are named otherwise:
    /// `Package-resolved.input` for `Package.resolved`.
    var name: String {
      guard file.pathExtension == "input" else { return file.lastPathComponent }
      return file.deletingPathExtension().lastPathComponent.replacing("-", with: ".")
    }
    var testDescription: String { "\(format)/\(file.deletingLastPathComponent().lastPathComponent)" }
  }

  static let cases: [Case] =
    (try? folders(in: fixtures()).flatMap { format in
      try folders(in: format).flatMap { folder in
        try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
          .filter { $0.pathExtension != "golden" && !$0.hasDirectoryPath }
          .map { Case(format: format.lastPathComponent, file: $0) }
      }
    }) ?? []

  @Test(arguments: cases) func `a file is read entry by entry`(_ one: Case) throws {
    let format = try #require(ManifestFormat.of(one.name))
    #expect(format.name == one.format)
    let head = try format.entries(of: input(one.file))
    var text = head.map(line).joined()
    let base = one.file.deletingLastPathComponent().appending(path: "base/\(one.file.lastPathComponent)")
    if FileManager.default.fileExists(atPath: base.path) {
      let difference = ManifestDifference(from: try format.entries(of: input(base)), to: head)
      text += difference.added.map { "+ \(name($0))\n" }.joined()
      text += difference.removed.map { "- \(name($0))\n" }.joined()
      text += difference.changed.map { "~ \(name($0.from)) -> \($0.to.version ?? "none")\n" }.joined()
    }
    try expectGolden(text, one.file.appendingPathExtension("golden"))
  }

  @Test func `every format has a fixture`() {
    let known = Set(Self.cases.map(\.format))
    #expect(ManifestFormat.all.map(\.name).filter { !known.contains($0) } == [])
  }

  @Test func `the formats are sorted by name, and no name occurs twice`() {
    let names = ManifestFormat.all.map(\.name)
    #expect(names == Set(names).sorted())
  }

  @Test(arguments: cases) func `a file that is cut off or of another kind is never one without packages`(_ one: Case)
    throws
  {
    let format = try #require(ManifestFormat.of(one.name))
    for bytes in [Array("<!doctype html><p>not found".utf8), Array("{\"a\": 1}".utf8)] {
      let entries = try? format.entries(of: Input(name: one.file.lastPathComponent, bytes: bytes))
      #expect(entries == nil || !format.isLockFile)
    }
  }

  private func input(_ file: URL) throws -> Input {
    Input(name: file.lastPathComponent, bytes: Array(try Data(contentsOf: file)))
  }

  private func line(_ entry: ManifestEntry) -> String {
    let scope = entry.isDevelopment.map { $0 ? " development" : " runtime" } ?? ""
    let lines =
      entry.lines.count == 1 ? "\(entry.lines.lowerBound)" : "\(entry.lines.lowerBound)-\(entry.lines.upperBound)"
    return "\(lines): \(name(entry))\(entry.requirement.map { " requires \($0)" } ?? "")\(scope)\n"
  }

  private func name(_ entry: ManifestEntry) -> String { "\(entry.type) \(entry.name) \(entry.version ?? "none")" }
}
