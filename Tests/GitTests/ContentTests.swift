import Foundation
import Testing

@testable import Git

private let history = """
  commit refs/heads/main
  committer Ada <ada@example.com> 1700000000 +0000
  data 0
  M 100644 inline plain
  data 3
  abc
  M 100755 inline bin/run
  data 2
  #!
  M 120000 inline link
  data 5
  plain
  M 120000 inline folder-link
  data 3
  bin
  M 160000 0123456789012345678901234567890123456789 module
  M 100644 inline bin.txt
  data 0

  M 100644 inline "bad-\\377-name"
  data 1
  x

  """

@Test func `each kind of entry is told apart, with its size before its bytes`() throws {
  let sandbox = try Sandbox(history)
  let tip = try sandbox.commit("refs/heads/main")
  let repository = try sandbox.open()
  let root = try repository.tree(at: tip).list("")
  #expect(
    root.map { "\($0.path) \($0.kind) \($0.size.map(String.init) ?? "-")" } == [
      "bad-\u{10FFFF}-name file 1", "bin folder -", "bin.txt file 0", "folder-link link 3", "link link 5",
      "module submodule -", "plain file 3",
    ])
  #expect(try repository.tree(at: tip).list("bin").map(\.path) == ["bin/run"])
  #expect(try repository.tree(at: tip).list("nowhere").isEmpty)
  #expect(try repository.tree(at: tip).kind(of: "bin/run") == .file)
  for path in ["", "/plain", "plain/", "bin//run", "./plain", "bin/../plain", "Plain", "plain/x"] {
    #expect(try repository.tree(at: tip).kind(of: path) == nil, "\(path)")
  }
  #expect(try repository.tree(at: tip).read(root[0].path, limit: 1) == [0x78])
}

@Test func `only a regular file is read, and only within the limit`() throws {
  let sandbox = try Sandbox(history)
  let tip = try sandbox.commit("refs/heads/main")
  let repository = try sandbox.open()
  #expect(try repository.tree(at: tip).read("plain", limit: 3) == Array("abc".utf8))
  #expect(try repository.tree(at: tip).read("absent", limit: 3) == nil)
  let large = try complaint { _ = try repository.tree(at: tip).read("plain", limit: 2) }
  #expect(large.code == .fileTooLarge && large.text == "plain has 3 bytes" && large.because == ["at most 2 are read"])
  for (path, kind) in [
    ("link", "symbolic link"), ("module", "submodule"), ("bin", "folder"), ("folder-link/run", "symbolic link"),
    ("module/x", "submodule"),
  ] {
    let error = try complaint { _ = try repository.tree(at: tip).read(path, limit: 100) }
    #expect(error.code == .entryNotRegular && error.text.contains("is a \(kind), not a "), "\(path)")
  }
  #expect(code { _ = try repository.tree(at: tip).list("link") } == .entryNotRegular)
}

@Test func `two entries of one name are refused wherever the tree is read`() throws {
  let sandbox = try Sandbox(history)
  let good = try sandbox.commit("refs/heads/main")
  let blob = try sandbox.git(["rev-parse", "refs/heads/main:plain"])
  let id = try #require(ObjectID(hex: blob.utf8)).bytes
  let tree = Data(Array("120000 CODEOWNERS\0".utf8) + id + Array("100644 CODEOWNERS\0".utf8) + id)
  let made = try sandbox.git(["hash-object", "-w", "-t", "tree", "--literally", "--stdin"], input: tree)
  let bad = try #require(CommitID(try sandbox.git(["commit-tree", made, "-m", "bad"])))
  let repository = try sandbox.open()
  for body in [
    { _ = try repository.tree(at: bad).read("CODEOWNERS", limit: 100) },
    { _ = try repository.changes(from: nil, to: bad) },
    { _ = try repository.tree(at: bad).list("") }, { _ = try repository.changes(from: good, to: bad) },
  ] as [() throws -> Void] {
    #expect(code(body) == .entryDuplicate)
  }
}

@Test func `a tree that unfolds without end is refused`() throws {
  let sandbox = try Sandbox()
  var id = try sandbox.git(["hash-object", "-w", "--stdin"], input: Data("x".utf8))
  for level in 0..<8 {
    let rows = (0..<10).map { "\(level == 0 ? "100644 blob" : "040000 tree") \(id)\t\($0)\n" }
    id = try sandbox.git(["mktree"], input: Data(rows.joined().utf8))
  }
  let bomb = ObjectID(hex: id.utf8)
  let error = try complaint { _ = try sandbox.open().objects.differences(from: nil, to: bomb, limit: 10_000) }
  #expect(error.code == .treeTooLarge && error.because == ["at most 10000 entries, and folders 4096 deep"])
}
