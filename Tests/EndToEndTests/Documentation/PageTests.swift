import Foundation
import TestSupport
import Testing

/// The documentation is true: commands are run, screens compared, files read, links followed. A page is found by its folder, so
/// a new one needs no new test. The screens are rewritten by `make golden`.
@Suite struct PageTests {
  @Test(arguments: Page.all.filter { !$0.blocks.filter(\.isRun).isEmpty })
  func `each command of a page works, and each screen is the one that is shown`(page: Page) throws {
    var lines = page.lines
    var repositories: [PageRepository.Kind: PageRepository] = [:]
    var changes: [(Range<Int>, [String])] = []
    for block in page.blocks where block.isRun {
      let kind = try #require(block.kind, "\(page.path):\(block.lines.lowerBound) is run in an unknown repository")
      if let (word, commands) = block.shown {
        let outcome = try PageRepository.make(kind).sh("{ \(commands)\n} 2>&1")
        let parts = outcome.output.trimmingCharacters(in: .newlines).components(separatedBy: "\n\n")
        changes.append((block.lines, parts.filter { $0.contains(word) }))
        #expect(parts.contains { $0.contains(word) }, "\(page.path): \(word)\n\(outcome.output)")
        continue
      }
      let repository = try repositories[kind] ?? PageRepository.make(kind)
      repositories[kind] = repository
      if block.language == "sh" {
        for command in commands(in: block.text) {
          let outcome = try repository.sh(command)
          #expect([0, 1].contains(outcome.status), "\(command): \(outcome.status)\n\(outcome.errors)\(outcome.output)")
        }
      } else {
        changes.append((block.lines, try repository.screen(of: block.text)))
      }
    }
    for (range, screen) in changes.reversed() {
      lines.replaceSubrange(range, with: screen.joined(separator: "\n\n").components(separatedBy: "\n"))
    }
    if lines != page.lines { try expectGolden(lines.joined(separator: "\n"), page.url) }
  }

  /// A block that has a test of its own is marked `apart`, and that test names the page.
  @Test func `what is tested apart has a test that names the page`() throws {
    let named = try testSources().flatMap { $0.components(separatedBy: ".md\"") }.compactMap {
      $0.components(separatedBy: "\"").last.map { $0 + ".md" }
    }
    for page in Page.all where page.blocks.contains(where: { $0.words.contains("apart") }) {
      #expect(named.contains(page.path), "no test names \(page.path)")
    }
  }

  /// A block without a language would be passed over.
  @Test(arguments: Page.all) func `each block of a page says its language`(page: Page) {
    for block in page.blocks { #expect(!block.language.isEmpty, "\(page.path):\(block.lines.lowerBound)") }
  }

  @Test(arguments: Page.all) func `each link of a page leads somewhere`(page: Page) throws {
    for link in page.links {
      let parts = link.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
      let target = parts[0].isEmpty ? page.url : page.url.deletingLastPathComponent().appending(path: parts[0])
      let file = target.standardizedFileURL
      #expect(FileManager.default.fileExists(atPath: file.path), "\(page.path) links to \(link)")
      guard parts.count == 2, let other = Page.all.first(where: { $0.url.standardizedFileURL == file }) else {
        continue
      }
      #expect(
        other.anchors.contains(parts[1]), "\(other.path) has no heading #\(parts[1]), to which \(page.path) links")
    }
  }

  /// What is typed in the repository that is to be guarded.
  @Test(arguments: Page.all) func `no command of a page overwrites .gitignore or adds files that nobody named`(
    page: Page
  ) {
    for block in page.blocks where ["sh", "console"].contains(block.language) {
      #expect(!block.text.contains(/(^|[^>])>\s*\.gitignore/), "\(page.path):\(block.lines.lowerBound)")
      #expect(!block.text.contains(/git add (-A|--all|\.(\s|$))/), "\(page.path):\(block.lines.lowerBound)")
    }
  }

  @Test func `every page of docs is in its table of contents`() throws {
    let contents = try Page("docs/README.md")
    for page in Page.all where page.path.hasPrefix("docs/") && page.path != contents.path {
      #expect(contents.links.contains(String(page.path.dropFirst(5))), "\(page.path)")
    }
  }

  /// A paragraph, a row of a table or a block of more than a few words.
  @Test func `nothing stands twice`() throws {
    var places: [String: String] = [:]
    for page in Page.all where page.path != "CHANGELOG.md" {
      let paragraphs = page.prose.joined(separator: "\n").components(separatedBy: "\n\n").filter {
        !$0.contains("| --")
      }
      for text in paragraphs + page.blocks.map(\.text) where text.count > 160 {
        let words = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        if let other = places.updateValue(page.path, forKey: words) {
          Issue.record("\(other) and \(page.path) both have: \(words.prefix(120))…")
        }
      }
    }
  }

  @Test(arguments: Page.all.filter { !$0.blocks("yaml").isEmpty })
  func `each file that a page shows is right`(page: Page) throws {
    let folder = try TemporaryFolder()
    let files = page.blocks("yaml").compactMap { ShownFile($0) }
    for (file, next) in zip(files, files.dropFirst().map(Optional.some) + [nil]) {
      try file.write(in: folder)
      // Tests read the policy before them.
      if next?.name == "tests.yaml" { continue }
      let outcome = try file.check(in: folder)
      #expect(outcome.status == 0, "\(page.path): \(file.text.prefix(80))…\n\(outcome.errors)\(outcome.output)")
    }
  }

  @Test func `each promise names tests that are there`() throws {
    let page = try Page("docs/fails-closed.md")
    let tests = Set(
      try testSources().flatMap { $0.components(separatedBy: "func `").dropFirst() }.compactMap {
        $0.components(separatedBy: "`").first
      })
    let names = page.prose.filter { $0.hasPrefix("Tests: ") || $0.hasPrefix("  `") }.flatMap {
      $0.matches(of: /`([^`]+)`/).map { String($0.output.1) }
    }
    #expect(names.count > 20)
    for name in names { #expect(tests.contains(name), "no test is called \(name)") }
  }

  private func testSources() throws -> [String] {
    let files = FileManager.default.enumerator(at: Page.root.appending(path: "Tests"), includingPropertiesForKeys: nil)
    return try (files?.allObjects ?? []).compactMap { $0 as? URL }.filter { $0.pathExtension == "swift" }.map {
      try String(contentsOf: $0, encoding: .utf8)
    }
  }
}

extension Page.Block {
  /// Whether this suite runs it. What is marked `apart` has a test of its own, and `elsewhere` needs the network or other
  /// programs.
  var isRun: Bool {
    !words.contains("apart") && !words.contains("elsewhere") && (["sh", "console"].contains(language) || shown != nil)
  }

  /// The repository that it is run in.
  var kind: PageRepository.Kind? { words.first.map { PageRepository.Kind(rawValue: $0) } ?? .shop }

  /// What a comment `shows WORD: COMMANDS` asks for: the paragraphs with the word in what the commands print, in a fresh
  /// repository.
  var shown: (word: String, commands: String)? {
    guard language == "text", let comment, comment.hasPrefix("shows "),
      let parts = comment.dropFirst(6).firstRange(of: ": ")
    else { return nil }
    return (String(comment.dropFirst(6)[..<parts.lowerBound]), String(comment.dropFirst(6)[parts.upperBound...]))
  }
}

/// The commands of a block: lines, joined where a quote, a here-document or a backslash goes on.
func commands(in block: String) -> [String] {
  var (commands, open) = ([String](), "")
  for line in block.components(separatedBy: "\n") {
    open += open.isEmpty ? line : "\n" + line
    let document = open.firstMatch(of: /<<-?'?([A-Z]+)'?/).map { String($0.output.1) }
    let isOpen = document.map { $0 != line } ?? (open.count { $0 == "'" } % 2 == 1 || line.hasSuffix("\\"))
    if isOpen { continue }
    if !open.isEmpty, !open.hasPrefix("#") { commands.append(open) }
    open = ""
  }
  return commands + (open.isEmpty ? [] : [open])
}
