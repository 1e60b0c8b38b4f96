import Foundation
import Model
import TestSupport
import Testing

@testable import Ownership

/// Each rule that determines the owners: its section, line and owners.
private func entries(_ file: String, _ path: String) -> [String] {
  codeowners(file, .gitlab).rules(for: path).map {
    "\($0.section?.name ?? "-"):\($0.line) \($0.owners.joined(separator: " "))"
  }
}

@Test(arguments: [
  // The last entry of each section, in the order of the sections.
  ("* @a\n*.py @b\n[Docs]\n*.md @d\ndoc/ @e\n", "doc/x.md", ["codeowners:1 @a", "Docs:5 @e"]),
  // Headers of one name are one section, whatever the case; the first spelling stays.
  ("[Docs]\n*.md @d\n[Other]\n* @o\n[DOCS] @x\ndoc/\n", "doc/a.md", ["Docs:6 @x", "Other:4 @o"]),
  // An exclusion counts wherever it stands, in its own section only.
  ("!*.md\n* @a\n*.md @b\n[Docs]\n* @d\n", "x.md", ["codeowners:2 @a", "Docs:5 @d"]),
  ("* @a\n!*.md\ndoc/*.md @b\n[Docs]\n* @d\n", "doc/x.md", ["Docs:5 @d"]),
  ("* @a\n!/doc/\n", "doc/x/y.md", []),
  // A repeated pattern keeps its place.
  ("/a/ @x\n/a/b/ @y\n/a/ @z\n", "a/b/f", ["codeowners:2 @y"]),
  ("/a/ @x\n/a/b/ @y\n/a/ @z\n", "a/f", ["codeowners:3 @z"]),
  ("*.rb @x\n/**/*.rb @y\n", "a.rb", ["codeowners:2 @y"]),
  // Names, roles, addresses, groups.
  (
    "* @@Maintainers @group/sub/deep a.b@c.example @u.v-w\n", "a",
    ["codeowners:1 @@maintainer @group/sub/deep a.b@c.example @u.v-w"]
  ),
  ("* @a # and @b\n", "x", ["codeowners:1 @a @b"]), ("* @a.git, @b.\n", "x", ["codeowners:1 @a.gi @b"]),
  // Escapes and spaces.
  ("\\#x @a\n", "d/#x", ["codeowners:1 @a"]), ("a\\ b/ @a\n", "a b/c", ["codeowners:1 @a"]),
  ("  *.md\t@a\t@b  \n", "x.md", ["codeowners:1 @a @b"]),
  ("[X]\n/\\[id\\].ts @a\n", "[id].ts", ["X:2 @a"]), ("/[a-c].ts @a\n", "b.ts", ["codeowners:1 @a"]),
  // Default owners are those of the nearest header.
  ("[X] @d @e\n*.a\n*.b @f\n[X]\n*.c\n", "x.a", ["X:2 @d @e"]), ("[X] @d @e\n*.a\n*.b @f\n[X]\n*.c\n", "x.c", ["X:5 "]),
])
func `GitLab takes one entry of each section`(_ file: String, _ path: String, _ expected: [String]) {
  #expect(entries(file, path) == expected)
}

@Test func `owners of optional sections may approve only where no others are`() {
  let codeowners = codeowners("^[Docs]\n*.md @docs\n[Security][2]\n/auth/ @sec\n^[Docs]\n/auth/*.md @more\n", .gitlab)
  let both = codeowners.owners(of: "auth/x.md")
  #expect(both.names == ["@more", "@sec"] && both.approvers == ["@sec"])
  #expect(codeowners.owners(of: "x.md").approvers == ["@docs"])
  #expect(codeowners.rules(for: "auth/x.py").map { $0.section?.approvals } == [2])
  #expect(codeowners.owners(of: "x.py") == .unmatched)
}

@Test func `a required header makes an optional section of its name required`() {
  #expect(
    codeowners("^[Docs]\n*.md @a\n[docs]\n*.txt @b\n", .gitlab).rules(for: "x.md").map { $0.section?.isOptional } == [
      false
    ])
}

@Test func `GitLab's errors have positions and hints`() throws {
  let file = fixtures().appending(path: "gitlab/lines.CODEOWNERS")
  let codeowners = codeowners(try String(contentsOf: file, encoding: .utf8), .gitlab)
  let rules = codeowners.rules.map { rule in
    "\(rule.line)  [\(rule.section?.name ?? "-")] \(rule.isExclusion ? "!" : "")\(rule.pattern)  \(rule.owners.joined(separator: " "))"
  }
  try expectGolden(
    (rules + shown(codeowners.diagnostics)).joined(separator: "\n") + "\n",
    fixtures().appending(path: "gitlab/lines.golden"))
}
