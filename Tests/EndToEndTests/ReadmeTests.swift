import Foundation
import TestSupport
import Testing

/// What the pages say beyond the commands and screens that `PageTests` checks.
@Suite struct ReadmeTests {
  @Test func `each line of the list per team has a team, and the teams are in order`() throws {
    let page = try Page("docs/outcome.md")
    let command = try #require(page.blocks("sh").first { $0.contains("sort_by(.team") })
    let lines = try PageRepository.make(.shop).sh(command).output.split(separator: "\n")
    let rows = lines.map { $0.split(separator: "\t").map(String.init) }
    #expect(rows.count > 10 && rows.allSatisfy { $0.count == 5 })
    #expect(rows.map(\.[0]) == rows.map(\.[0]).sorted())
  }

  @Test func `what the page on evidence shows is right`() throws {
    let shop = try PageRepository.make(.shop)
    let yaml = try Page("docs/evidence.md").blocks("yaml")
    let rule = "gatehouse: 1\nname: shown\nrules: [{ id: r, when: { kind: sast }, effect: deny }]\n"
    for demand in yaml.prefix(2) {
      try Data((rule + demand + "\n").utf8).write(to: shop.folder.appending(path: "shown.yaml"))
      #expect(try shop.sh("gatehouse policy check shown.yaml").status == 0)
    }
    for (shown, name) in [(yaml[2], "bandit.json.gatehouse.yaml"), (yaml[3], "gatehouse.yaml")] {
      let position = shop.folder.appending(path: "shown-\(name)")
      try FileManager.default.createDirectory(at: position.appending(path: "web"), withIntermediateDirectories: true)
      try Data(shown.utf8).write(to: position.appending(path: name))
      let read = try shop.sh(
        "cp reports/bandit.json '\(position.path)'; printf '[]' >'\(position.path)/web/gitleaks.json'; "
          + "gatehouse normalize '\(position.path)' 2>&1")
      #expect(!read.output.contains("manifest-invalid") && !read.output.contains("report-missing"), "\(read.output)")
      // Nobody but the manifest says that Gitleaks ended well.
      #expect(read.output.contains("error[report-empty]") == (name != "gatehouse.yaml"), "\(read.output)")
    }
  }

  @Test func `the run on the first screen is the demo's`() throws {
    let page = try Page("README.md")
    let outcome = try run("/bin/sh", [Page.root.appending(path: "examples/shop/demo.sh").path, gatehousePath])
    #expect(outcome.status == 0, "\(outcome.errors)")
    let block = try #require(page.blocks.first { $0.text.contains("(exit 1: 0 pass") })
    var lines = page.lines
    let screen = outcome.output.trimmingCharacters(in: .newlines)
    lines.replaceSubrange(block.lines, with: screen.components(separatedBy: "\n"))
    if lines != page.lines { try expectGolden(lines.joined(separator: "\n"), page.url) }
  }
}
