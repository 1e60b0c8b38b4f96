import Documents
import Foundation
import Interning
import Model
import System
import Testing

@testable import Pipeline

/// The files that `init` writes for CI systems, made from templates.
@Suite struct CIFileTests {
  private static let files = SetupSystem.all.flatMap(\.files)

  /// The files that run scanners in CI: all but the one that includes another, the comment, and the hook.
  private static let scanning = files.filter { text($0).contains("gatehouse record") }

  private static func text(_ file: CIFile, _ values: CIValues = CIValues()) -> String { file.text(values) }

  private static let subsets: [[CIScanner]] = [[.bandit], [.checkov], [.bandit, .checkov]]

  @Test(arguments: files.map(\.path), subsets)
  func `a template names the scanners that are wanted, and stays readable without the others`(
    _ path: String, _ scanners: [CIScanner]
  ) throws {
    for file in Self.files where file.path == path {
      let text = file.text(CIValues(branch: "trunk", version: "9.8.7", digest: "d1", scanners: scanners))
      for scanner in CIScanner.allCases where !scanners.contains(scanner) { #expect(!text.contains(scanner.rawValue)) }
      #expect(!text.contains(CIValues.version) && !text.contains(CIValues.unknownDigest))
      #expect(text.firstMatch(of: /\bmain\b/) == nil)
      if path.hasSuffix("yml") || path.hasSuffix("yaml") {
        _ = try YAMLDocument(Input(name: path, bytes: Array(text.utf8)))
      }
    }
  }

  @Test func `every system runs the scanners by the same commands, and pins the same versions`() {
    func lines(_ file: CIFile, _ word: String) -> [Substring] {
      Self.text(file).split(separator: "\n").compactMap { line in
        line.firstRange(of: word).map { line[$0.lowerBound...] }
      }
    }
    #expect(Self.scanning.count == 7)
    for file in Self.scanning {
      let records = lines(file, "gatehouse record --commit")
      #expect(records.count == CIScanner.allCases.count, "\(file.path)")
      #expect(records == lines(Self.scanning[0], "gatehouse record --commit"), "\(file.path)")
      #expect(lines(file, "--only-binary :all: ") == lines(Self.scanning[0], "--only-binary :all: "), "\(file.path)")
    }
  }

  @Test(arguments: scanning.map(\.path))
  func `programs are installed by a digest that somebody must have looked up`(_ path: String) {
    for file in Self.scanning where file.path == path {
      #expect(Self.text(file).contains(CIValues.unknownDigest))
      #expect(Self.text(file, CIValues(digest: "abc")).contains("abc"))
    }
  }

  @Test func `Python takes no module of the folder in which it runs, and scanners pass over no folder`() {
    for file in SetupSystem.all.flatMap(\.files) {
      let text = Self.text(file)
      for line in text.split(separator: "\n") where line.contains("python3 ") && !line.contains("runs-on") {
        #expect(line.contains("python3 -I "), "\(file.path): \(line)")
      }
      for line in text.split(separator: "\n") where line.contains("-- bandit ") || line.contains(" bandit --quiet") {
        #expect(line.contains("--ignore-nosec -x // "), "\(file.path): \(line)")
      }
      for line in text.split(separator: "\n") where line.contains("-- checkov ") {
        #expect(line.contains("CKV_IGNORE_HIDDEN_DIRECTORIES=false CKV_IGNORED_DIRECTORIES=none"), "\(file.path)")
      }
    }
  }

  @Test func `the names of scanners' settings are those of scanners that are known, and of no manifest`() {
    for (_, names) in ScannerSettings.files {
      for name in names { #expect(!["pyproject.toml", "package.json", "setup.cfg", "tox.ini"].contains(name)) }
    }
    let bandit = ScannerSettings(of: "bandit")
    #expect(bandit.contains(Array("a/b/.bandit".utf8)) && !bandit.contains(Array("a.bandit".utf8)))
    #expect(!bandit.contains(Array(".checkov.yaml".utf8)))
    #expect(ScannerSettings(of: nil).contains(Array("x/.checkov.yaml".utf8)))
    #expect(ScannerSettings(of: "cfn-lint").contains(Array("x/.cfnlintrc".utf8)))
    let other = ScannerSettings(of: nil, run: "/usr/bin/house-scanner")
    for path in [".house-scanner.yml", "a/.housescannerrc", ".house_scanner/rules.toml"] {
      #expect(!other.isKnown && other.contains(Array(path.utf8)), "\(path)")
    }
    #expect(!other.contains(Array("house-scanner.py".utf8)) && !other.contains(Array(".house".utf8)))
    #expect(ScannerSettings(of: "gosec").isKnown && !ScannerSettings(of: "gosec").contains(Array(".bandit".utf8)))
    #expect(ScannerSettings(of: "brakeman").contains(Array("config/brakeman.ignore".utf8)))
    #expect(!ScannerSettings(of: "brakeman").contains(Array("x/config/brakeman.ignore".utf8)))
  }

  // MARK: - The pages

  private static let root = URL(filePath: #filePath).appending(path: "../../..").standardizedFileURL
  private static let templates = "Sources/Pipeline/Setup/Templates"

  private static func page(_ name: String) throws -> String {
    try String(contentsOf: root.appending(path: "docs/\(name).md"), encoding: .utf8)
  }

  @Test func `the pages name each system that init knows, and link to each template`() throws {
    let ci = try Self.page("ci")
    let pages = try ci + Self.page("github") + Self.page("gitlab")
    for option in SetupSystem.options { #expect(ci.contains("`\(option)`"), "\(option)") }
    for file in try FileManager.default.contentsOfDirectory(atPath: Self.root.appending(path: Self.templates).path) {
      let isShown = file == "gitlab-ci.yml" || pages.contains("(../\(Self.templates)/\(file))")
      #expect(isShown, "no page links to \(file)")
    }
  }

  /// What a page shows beside the templates: parts to add, which must be YAML, and pin what the templates pin.
  @Test(arguments: ["github", "gitlab", "ci"]) func `what a page shows can be pasted`(_ name: String) throws {
    let actions = Self.files.flatMap { Self.text($0).matches(of: /uses: (actions\/\S+)/).map { String($0.output.1) } }
    for part in try Self.page(name).components(separatedBy: "```yaml\n").dropFirst() {
      let block = String(part.prefix(upTo: try #require(part.range(of: "```")).lowerBound))
      _ = try YAMLDocument(Input(name: "\(name).md", bytes: Array(block.utf8)))
      for match in block.matches(of: /uses: (actions\/\S+)/) { #expect(actions.contains(String(match.output.1))) }
    }
  }

  @Test func `gitlab-ci yml is what the page tells to add`() throws {
    let include = Self.files.first { $0.path == ".gitlab-ci.yml" }.map { Self.text($0) }
    #expect(try Self.page("gitlab").contains("```yaml\n\(try #require(include))```"))
  }

  @Test func `the hashed requirements of the page name the versions of the templates`() throws {
    let page = try Self.page("github")
    for match in Self.text(Self.scanning[0]).matches(of: /--only-binary :all: (\S+)/) {
      #expect(page.contains(String(match.output.1)))
    }
  }
}
