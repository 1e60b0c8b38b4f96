import Foundation
import Interning
import Model
import Testing

@testable import Git

struct FileVersionsTests {
  @Test func `the versions of a file are those of the first-parent line, each with the commit that brought it`() throws
  {
    let sandbox = try Sandbox()
    var commits: [String] = []
    for text in ["one", "one", "two", nil] as [String?] {
      if let text { try sandbox.write(text, "w.yaml") }
      try sandbox.write("\(commits.count)", "other")
      try sandbox.git(["add", "-A"])
      try sandbox.git(["commit", "-q", "-m", "c"])
      commits.append(try sandbox.git(["rev-parse", "HEAD"]))
    }
    let repository = try sandbox.open()
    var versions = FileVersions(
      of: "w.yaml", from: try sandbox.commit("HEAD"), in: repository, limit: 100, commits: 10)
    let second = try #require(try versions.older())
    #expect(second.commit.description == commits[2] && second.parent?.description == commits[1])
    #expect(second.content == Array("two".utf8))
    let first = try #require(try versions.older())
    #expect(first.commit.description == commits[0] && first.parent == nil && first.content == Array("one".utf8))
    #expect(try versions.older() == nil)
    var short = FileVersions(of: "w.yaml", from: try sandbox.commit("HEAD"), in: repository, limit: 100, commits: 1)
    #expect(try short.older() == nil, "who brought it is not known")
  }

  @Test func `in a merge a line is new only if no parent has it`() throws {
    let sandbox = try Sandbox()
    func commit(_ text: String, _ file: String) throws {
      try sandbox.write(text, file)
      try sandbox.git(["add", "-A"])
      try sandbox.git(["commit", "-q", "-m", "c"])
    }
    try commit("a\nb\nc\n", "f")
    try sandbox.git(["checkout", "-q", "-b", "side"])
    try commit("side\n", "g")
    try sandbox.git(["checkout", "-q", "main"])
    try commit("a\nb\nc\nmain\n", "f")
    try commit("new\n", "h")
    try sandbox.git(["checkout", "-q", "side"])
    try sandbox.git(["merge", "-q", "--no-commit", "--no-ff", "main"])
    #expect(try sandbox.open().mergeHeads().map(\.description) == [sandbox.git(["rev-parse", "main"])])
    #expect(try sandbox.open().stagedChanges().sorted.isEmpty)
    try sandbox.write("a\nown\nb\nc\nmain\n", "f")
    try sandbox.write("new\nown\n", "h")
    try sandbox.git(["add", "-A"])
    let changes = try sandbox.open().stagedChanges().sorted
    #expect(changes.map(\.path) == ["f", "h"] && changes.map(\.added) == [[2...2], [2...2]])
    try sandbox.write("nonsense\n", ".git/MERGE_HEAD")
    #expect(throws: Diagnostic.self) { try sandbox.open().stagedChanges() }
  }

  @Test func `links are followed inside the tree`() throws {
    let sandbox = try Sandbox()
    try sandbox.write("x\n", "src/deep/a.py")
    let links = [
      ("lib", "src/deep"), ("b.py", "lib/a.py"), ("src/up", "../lib"), ("loop", "loop"), ("out", "../else"),
      ("abs", "/etc"),
    ]
    for (name, target) in links {
      try FileManager.default.createSymbolicLink(
        atPath: sandbox.repository.appending(path: name).path, withDestinationPath: target)
    }
    try sandbox.git(["add", "-A"])
    try sandbox.git(["commit", "-q", "-m", "c"])
    let repository = try sandbox.open()
    for tree in [try repository.tree(at: sandbox.commit("HEAD")), try repository.indexTree()] as [any Tree] {
      let files = CommitFiles(of: tree)
      func file(_ path: String) throws -> String? { try files.target(of: InternedString(path))?.file.wrappedValue }
      #expect(try file("lib/a.py") == "src/deep/a.py" && file("b.py") == "src/deep/a.py")
      #expect(try file("src/up/a.py") == "src/deep/a.py")
      #expect(try file("loop") == nil && file("out/a") == nil && file("abs/passwd") == nil && file("lib/b.py") == nil)
      #expect(try files.target(of: InternedString("b.py"))?.links.map(\.wrappedValue) == ["b.py", "lib"])
    }
  }
}
