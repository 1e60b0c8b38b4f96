import Foundation
import TestSupport
import Testing

/// Each command of the guides for contributors and maintainers exists, and those that change nothing are run.
@Suite struct GuideTests {
  private static let root = URL(filePath: #filePath).appending(path: "../../..").standardizedFileURL

  @Test(arguments: ["CONTRIBUTING.md", "docs/release.md", "examples/shop/README.md"])
  func `each command of a guide works`(guide: String) throws {
    let page = try Page(guide)
    let commands = page.blocks("sh").flatMap { $0.split(separator: "\n").map(String.init) }.filter {
      !$0.hasPrefix("#")
    }
    #expect(!commands.isEmpty)
    for command in commands {
      let words = command.split(separator: " ").map(String.init)
      switch words.first {
      case "make":
        let outcome = try run("/usr/bin/make", ["-n"] + words.dropFirst(), in: Self.root)
        #expect(outcome.status == 0, "\(command): \(outcome.errors)")
      case "gatehouse":
        let folder = URL(filePath: gatehousePath).deletingLastPathComponent().path
        let outcome = try run("/bin/sh", ["-c", "PATH=\"\(folder):$PATH\"; \(command)"], in: Self.root)
        #expect([0, 1].contains(outcome.status), "\(command): \(outcome.status)\n\(outcome.errors)")
      case "swift", "GATEHOUSE_GOLDEN=write":
        let filter = try #require(command.split(separator: "--filter ").last, "\(command)")
        #expect(try isNameOfTests(filter.trimmingCharacters(in: ["'", " "])), "\(command)")
      case "sh":
        let script = page.url.deletingLastPathComponent().appending(path: words[1])
        #expect(FileManager.default.fileExists(atPath: script.path), "\(command)")
      case let script? where script.hasPrefix("scripts/"):
        #expect(FileManager.default.isExecutableFile(atPath: Self.root.appending(path: script).path), "\(command)")
      default:
        #expect(["git", "export", "gh", "sha256sum", "osv-scanner"].contains(words[0]), "\(command)")
      }
    }
  }

  @Test func `the bill of materials of a release is JSON and names the program`() throws {
    let outcome = try run("/bin/sh", ["scripts/sbom"], in: Self.root)
    #expect(outcome.status == 0, "\(outcome.errors)")
    let object = try JSONSerialization.jsonObject(with: Data(outcome.output.utf8)) as? [String: Any]
    #expect(object?["bomFormat"] as? String == "CycloneDX")
    #expect(outcome.output.contains("pkg:") && outcome.output.contains("gatehouse"))
  }

  @Test func `the project's own policy is right and passes its tests`() throws {
    for command in ["check", "test"] {
      let outcome = try run(gatehousePath, ["policy", command, ".gatehouse"], in: Self.root)
      #expect(outcome.status == 0, "\(outcome.output)\(outcome.errors)")
    }
  }

  /// Whether a suite, a test or a target of tests has the name.
  private func isNameOfTests(_ name: String) throws -> Bool {
    let tests = Self.root.appending(path: "Tests")
    let files = FileManager.default.enumerator(at: tests, includingPropertiesForKeys: nil)
    for case let file as URL in files ?? .init() where file.pathExtension == "swift" {
      if file.pathComponents.contains(name) { return true }
      if try String(contentsOf: file, encoding: .utf8).contains(name) { return true }
    }
    return false
  }
}
