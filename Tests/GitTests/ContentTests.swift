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
  let root = try repository.entries(in: "", at: tip)
  #expect(
    root.map { "\($0.path) \($0.mode) \($0.size.map(String.init) ?? "-")" } == [
      "bad-\u{10FFFF}-name regular 1", "bin.txt regular 0", "bin tree -", "folder-link symlink 3", "link symlink 5",
      "module submodule -", "plain regular 3",
    ])
  #expect(try repository.entries(in: "bin", at: tip).map(\.path) == ["bin/run"])
  #expect(try repository.entries(in: "nowhere", at: tip).isEmpty)
  #expect(try repository.entry("bin/run", at: tip)?.mode == .executable)
  for path in ["", "/plain", "plain/", "bin//run", "./plain", "bin/../plain", "Plain", "plain/x"] {
    #expect(try repository.entry(path, at: tip) == nil, "\(path)")
  }
  let listed = try sandbox.git(["ls-tree", "-r", "-z", "--name-only", "refs/heads/main"]).split(separator: "\0").count
  let paths = try repository.paths(at: tip)
  #expect(paths.count == listed && paths.first == "bad-\u{10FFFF}-name")
  #expect(try repository.blob(paths[0], at: tip, limit: 1) == [0x78])
}

@Test func `only a regular file is read, and only within the limit`() throws {
  let sandbox = try Sandbox(history)
  let tip = try sandbox.commit("refs/heads/main")
  let repository = try sandbox.open()
  #expect(try repository.blob("plain", at: tip, limit: 3) == Array("abc".utf8))
  #expect(try repository.blob("absent", at: tip, limit: 3) == nil)
  let large = try complaint { _ = try repository.blob("plain", at: tip, limit: 2) }
  #expect(large.code == .fileTooLarge && large.text == "plain has 3 bytes" && large.because == ["at most 2 are read"])
  for (path, mode) in [
    ("link", "120000"), ("module", "160000"), ("bin", "040000"), ("folder-link/run", "120000"), ("module/x", "160000"),
  ] {
    let error = try complaint { _ = try repository.blob(path, at: tip, limit: 100) }
    #expect(error.code == .entryNotRegular && error.text.contains("mode \(mode)"), "\(path)")
  }
  #expect(code { _ = try repository.entries(in: "link", at: tip) } == .entryNotRegular)
}

@Test func `two entries of one name are refused wherever the tree is read`() throws {
  let sandbox = try Sandbox(history)
  let good = try sandbox.commit("refs/heads/main")
  let blob = try sandbox.git(["rev-parse", "refs/heads/main:plain"])
  let id = try #require(BlobID(blob)).id.bytes
  let tree = Data(Array("120000 CODEOWNERS\0".utf8) + id + Array("100644 CODEOWNERS\0".utf8) + id)
  let made = try sandbox.git(["hash-object", "-w", "-t", "tree", "--literally", "--stdin"], input: tree)
  let bad = try #require(CommitID(try sandbox.git(["commit-tree", made, "-m", "bad"])))
  let repository = try sandbox.open()
  for body in [
    { _ = try repository.blob("CODEOWNERS", at: bad, limit: 100) }, { _ = try repository.paths(at: bad) },
    { _ = try repository.entries(in: "", at: bad) }, { _ = try repository.changes(from: good, to: bad) },
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
  let error = try complaint { _ = try sandbox.open().objects.pairs(from: nil, to: bomb, limit: 10_000) }
  #expect(error.code == .treeTooLarge && error.because == ["at most 10000 entries, and folders 4096 deep"])
}
