import Foundation
import Model
import System
import TestSupport
import Testing

@testable import Ownership

private func owners(_ file: String, _ path: String, _ dialect: Dialect) -> String {
  codeowners(file, dialect).owners(of: path).names.joined(separator: " ")
}

@Test(arguments: [
  (".*\\\\.go @a\nsrc/.* @b @a\n", "src/x.go", "@a @b"), (".*\\\\.go @a\nsrc/.* @b\n", "x.go", "@a"),
  ("src @a\n", "src/x", ""),
  // A line that begins with ! owns what the expression does not match.
  ("!docs/.* @a\n", "src/x", "@a"), ("!docs/.* @a\n", "docs/x", ""), ("\\!x @a\n", "y", "@a"),
  // One backslash belongs to the line, two to the expression.
  ("a\\ b @x\n", "a b", "@x"), ("a\\#b @x\n", "a#b", "@x"), ("a\\\\.b @x\n", "a.b", "@x"), ("a\\\\.b @x\n", "axb", ""),
  ("a\\.b @x\n", "axb", "@x"),
  // The anchors belong to the first and the last alternative.
  ("a|b @x\n", "az", "@x"), ("a|b @x\n", "zb", "@x"), ("a|b @x\n", "zaz", ""),
  ("x org/team bob @b\n", "x", "@org/team @bob @b"), ("x#y @a\n", "x", ""), ("x\\\ty @a \t\n", "x y", "@a"),
  ("x\t@a\r\n", "x", "@a"),
])
func `Gitea adds up the owners of all lines that match`(_ file: String, _ path: String, _ expected: String) {
  #expect(owners(file, path, .gitea) == expected)
}

@Test(arguments: [
  ("* @a\n*.js @b\n", "x/y.js", "@b"), ("* @a\ndocs/* @b\n", "docs/a/b", "@a"), ("* @a\n/x/\n", "x/y", ""),
  ("*.js @a # by @b\n", "y.js", "@a"),
  ("/pay/ @acme/pay:random(2) x@acme.example\n", "pay/a", "@acme/pay x@acme.example"),
  ("/pay @{1-2} @a.b\n", "pay/a", "@{1-2} @a.b"),
])
func `in Bitbucket the last line that matches decides, and a group is an owner however reviewers are chosen`(
  _ file: String, _ path: String, _ expected: String
) {
  #expect(owners(file, path, .bitbucket) == expected)
}

@Test(arguments: [Dialect.gitea, .bitbucket])
func `each line is a rule or is named with its position and a hint, by Gitea and Bitbucket`(dialect: Dialect) throws {
  let folder = fixtures().appending(path: dialect.rawValue)
  let codeowners = codeowners(
    try String(contentsOf: folder.appending(path: "lines.CODEOWNERS"), encoding: .utf8), dialect)
  let rules = codeowners.rules.map { "\($0.line)  \($0.pattern)  \($0.owners.joined(separator: " "))" }
  try expectGolden(
    (rules + shown(codeowners.diagnostics)).joined(separator: "\n") + "\n", folder.appending(path: "lines.golden"))
}

/// Files in memory.
private struct Files: Tree {
  let files: [String: String]
  var description: String { "the tree" }

  func read(_ path: String, limit: Int) throws(Diagnostic) -> [UInt8]? {
    guard let text = files[path] else { return nil }
    if text.utf8.count > limit { throw tooLarge(path, size: text.utf8.count, limit: limit) }
    return Array(text.utf8)
  }

  func list(_ folder: String) throws(Diagnostic) -> [TreeEntry] {
    files.keys.filter { $0.split(separator: "/").dropLast().joined(separator: "/") == folder }.sorted()
      .map { TreeEntry(path: $0, kind: .file, size: files[$0]?.utf8.count) }
  }

  func kind(of path: String) throws(Diagnostic) -> TreeEntry.Kind? {
    files[path] != nil ? .file : files.keys.contains { $0.hasPrefix(path + "/") } ? .folder : nil
  }
}

@Test(
  arguments: [
    // The places of the files, the hint; the file that is read, its dialect, and the codes of what is said.
    ([".github/CODEOWNERS"], DialectHint.none, ".github/CODEOWNERS", Dialect.github, []),
    ([".gitlab/CODEOWNERS"], .none, ".gitlab/CODEOWNERS", .gitlab, []),
    ([".gitea/CODEOWNERS"], .none, ".gitea/CODEOWNERS", .gitea, []),
    ([".forgejo/CODEOWNERS"], .none, ".forgejo/CODEOWNERS", .gitea, []),
    ([".bitbucket/CODEOWNERS"], .none, ".bitbucket/CODEOWNERS", .bitbucket, []),
    (["CODEOWNERS"], .none, "CODEOWNERS", .github, []), (["docs/CODEOWNERS"], .none, "docs/CODEOWNERS", .github, []),
    // The folder of one forge tells how the root is read, and the root comes first there.
    (["CODEOWNERS", ".gitlab/CODEOWNERS"], .none, "CODEOWNERS", .gitlab, []),
    (["CODEOWNERS", ".github/CODEOWNERS"], .none, ".github/CODEOWNERS", .github, []),
    ([".github/CODEOWNERS", ".gitlab/CODEOWNERS"], .none, ".github/CODEOWNERS", .github, ["codeowners-ambiguous"]),
    // The CI system and the user decide before the places.
    (["CODEOWNERS"], .ciSystem(.gitlab, name: "GitLab CI"), "CODEOWNERS", .gitlab, []),
    (
      [".github/CODEOWNERS", ".gitlab/CODEOWNERS"], .ciSystem(.gitlab, name: "GitLab CI"), ".gitlab/CODEOWNERS",
      .gitlab, []
    ),
    // Where the places say nothing, the host of the clone decides, and then the files of one forge's CI system.
    (["CODEOWNERS"], .remote(.gitlab, host: "gitlab.com"), "CODEOWNERS", .gitlab, []),
    ([".github/CODEOWNERS"], .remote(.gitlab, host: "gitlab.com"), ".github/CODEOWNERS", .github, []),
    (["CODEOWNERS", ".gitlab-ci.yml"], .none, "CODEOWNERS", .gitlab, []),
    (["CODEOWNERS", ".forgejo/workflows/a.yml"], .none, "CODEOWNERS", .gitea, []),
    (["CODEOWNERS", ".gitlab-ci.yml"], .remote(.github, host: "github.com"), "CODEOWNERS", .github, []),
    (["CODEOWNERS", ".gitlab-ci.yml", ".github/workflows/a.yml"], .none, "CODEOWNERS", .github, []),
    // Owners count that the project names for another forge only.
    ([".github/CODEOWNERS"], .ciSystem(.gitlab, name: "GitLab CI"), ".github/CODEOWNERS", .github, []),
    ([".gitlab/CODEOWNERS"], .named(.github), nil, .github, ["codeowners-missing"]),
    (["docs/CODEOWNERS", "CODEOWNERS"], .named(.gitea), "CODEOWNERS", .gitea, []),
    (["CODEOWNERS"], .named(.bitbucket), nil, .bitbucket, ["codeowners-missing"]),
    ([], .none, nil, .github, ["codeowners-missing"]),
    ([".gitlab/codeowners"], .none, nil, .github, ["codeowners-missing"]),
  ] as [([String], DialectHint, String?, Dialect, [String])])
func `the dialect is chosen by name, CI system or place, and said`(
  _ places: [String], _ hint: DialectHint, _ file: String?, _ dialect: Dialect, _ codes: [String]
) throws {
  let tree = Files(files: Dictionary(uniqueKeysWithValues: places.map { ($0, "* @a\n") }))
  let loaded = try Codeowners.load(from: tree, hint: hint)
  #expect(loaded.file?.name == file && loaded.dialect == dialect && loaded.file?.dialect ?? dialect == dialect)
  #expect(loaded.notes.map(\.code.name) == codes, "\(loaded.notes.map(\.text))")
  #expect(
    loaded.explanation.text.contains(file.map { "\($0) is read in \(dialect.forge)'s dialect" } ?? "no CODEOWNERS"))
}

@Test func `each forge's limit is refused, and the one below it is read`() throws {
  for dialect in Dialect.allCases {
    let path = dialect.standardLocations[0]
    let filler = String(repeating: "#", count: dialect.sizeLimit - 1)
    #expect(try Codeowners.load(from: Files(files: [path: filler]), hint: .named(dialect)).file != nil)
    let error = #expect(throws: Diagnostic.self) {
      try Codeowners.load(from: Files(files: [path: filler + "#"]), hint: .named(dialect))
    }
    #expect(error?.code == .codeownersTooLarge)
  }
}

private let paths = ["src/a.py", "src/b.js", "src/free/c.py", "docs/x.md", "docs/y.txt", "Makefile", "gen/a.py"]

@Test(arguments: [
  (Dialect.github, "github"), (.gitlab, "gitlab"), (.gitea, "gitea"),
])
func `a check names rules without effect, dead patterns, cleared files and duplicates`(
  _ dialect: Dialect, _ name: String
) throws {
  let folder = fixtures().appending(path: "lint")
  let file = codeowners(
    try String(contentsOf: folder.appending(path: "\(name).CODEOWNERS"), encoding: .utf8), dialect)
  try expectGolden(
    shown(file.lint(paths.map { Array($0.utf8) })).joined(separator: "\n") + "\n",
    folder.appending(path: "\(name).golden"))
}

@Test func `a check names the files that another one hides`() throws {
  let tree = Files(files: [".github/CODEOWNERS": "* @a\n", "CODEOWNERS": "* @b\n", "docs/CODEOWNERS": "* @c\n"])
  let file = try #require(try Codeowners.load(from: tree).file)
  #expect(try file.hidden(in: tree).map { $0.position?.file } == ["CODEOWNERS", "docs/CODEOWNERS"])
}

@Test func `files that get other owners are found, also if they move`() {
  let (before, after) = (codeowners("* @a\n/b/ @b @c\n"), codeowners("/b/ @C @b\n/c/ @c\n"))
  let files = ["b/x", "c/x", "y"].map { (path: Array($0.utf8), oldPath: [UInt8]?.none) }
  let moved = (path: Array("c/moved".utf8), oldPath: Array("b/moved".utf8) as [UInt8]?)
  let changes = ownerChanges(from: before, to: after, of: files + [moved]).map {
    "\(String(decoding: $0.path, as: UTF8.self)) \($0.before.names) \($0.after.names)"
  }
  #expect(changes == [#"c/x ["@a"] ["@c"]"#, #"y ["@a"] []"#, #"c/moved ["@b", "@c"] ["@c"]"#])
}
