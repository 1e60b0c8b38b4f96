import Foundation
import Model
import TestSupport
import Testing

@testable import Git

/// A repository at `refs/heads/main` with a linked working tree of `refs/heads/change`, which has more files.
private func sandbox() throws -> Sandbox {
  let sandbox = try Sandbox(
    commit("refs/heads/main", mark: 1, ["a": "1\n"])
      + commit("refs/heads/change", from: [":1"], ["reports/x.json": "[]\n", "e\u{301}.json": "[]\n"]))
  try sandbox.git(["reset", "-q", "--hard"])
  try sandbox.git(["worktree", "add", "-q", "../linked", "change"])
  return sandbox
}

private func tracked(_ sandbox: Sandbox) throws -> TrackedFiles {
  let (repository, tip) = (try sandbox.open(), try sandbox.commit("refs/heads/change"))
  return try TrackedFiles(head: repository.tree(at: tip), commits: [tip.description], in: repository)
}

@Test func `a file that the head has is tracked, however it is named`() throws {
  let sandbox = try sandbox()
  let outside = sandbox.folder.path
  // The main working tree has the base checked out: the same path in it is one that the change can write to.
  try sandbox.write("[]", "reports/x.json")
  try sandbox.write("[]", "reports/y.json")
  try sandbox.write("[]", "\u{e9}.json")
  for (link, target) in [("x", "repo/reports/x.json"), ("r", "repo/reports"), ("y", "repo/reports/y.json")] {
    try FileManager.default.createSymbolicLink(atPath: "\(outside)/\(link)", withDestinationPath: target)
  }
  let files = try tracked(sandbox)
  let cases: [(path: String, tracked: String?)] = [
    ("repo/reports/x.json", "reports/x.json"), ("repo/reports/../reports//./x.json", "reports/x.json"),
    ("linked/reports/x.json", "reports/x.json"), ("x", "reports/x.json"), ("r/x.json", "reports/x.json"),
    ("repo/reports/y.json", nil), ("linked/reports/y.json", nil), ("y", nil), ("r/y.json", nil), ("none", nil),
    ("repo/a", "a"), ("linked/a", "a"), ("repo/reports", nil), ("repo/reports/none.json", nil),
    ("repo/\u{e9}.json", nil), ("linked/e\u{301}.json", "e\u{301}.json"),
  ]
  for (path, expected) in cases {
    let found = try files.trackedPath(of: "\(outside)/\(path)")
    #expect(found.map { Array($0.utf8) } == expected.map { Array($0.utf8) }, "\(path)")
  }
}

@Test func `a file that the index has is tracked, also where the index cannot be read`() throws {
  let sandbox = try sandbox()
  try sandbox.write("[]", "new.json")
  #expect(try tracked(sandbox).trackedPath(of: sandbox.path + "/new.json") == nil)
  try sandbox.git(["add", "new.json"])
  #expect(try tracked(sandbox).trackedPath(of: sandbox.path + "/new.json") == "new.json")
  try sandbox.git(["commit", "-q", "-m", "new"])
  try sandbox.git(["update-index", "--split-index"])
  #expect(try tracked(sandbox).trackedPath(of: sandbox.path + "/new.json") == "new.json", "the commit stands for it")
  #expect(try tracked(sandbox).trackedPath(of: sandbox.path + "/other.json") == nil)
}

@Test func `a link of the head makes tracked whatever it leads to`() throws {
  let sandbox = try sandbox()
  let change = sandbox.folder.appending(path: "linked")
  try Data("[]".utf8).write(to: sandbox.folder.appending(path: "outside.json"))
  try FileManager.default.createDirectory(
    at: sandbox.folder.appending(path: "folder"), withIntermediateDirectories: true)
  for (link, target) in [("l.json", "../outside.json"), ("out", "../folder")] {
    try FileManager.default.createSymbolicLink(
      atPath: change.appending(path: link).path, withDestinationPath: target)
  }
  func git(_ arguments: [String]) throws {
    let outcome = try run("/usr/bin/git", arguments, in: change, environment: Sandbox.environment)
    try #require(outcome.status == 0, "\(outcome.errors)")
  }
  try git(["add", "-A"])
  try git(["commit", "-q", "-m", "links"])
  let files = try tracked(sandbox)
  #expect(try files.trackedPath(of: change.path + "/l.json") == "l.json")
  #expect(try files.trackedPath(of: change.path + "/out/x.json") == "out")
  #expect(try files.trackedPath(of: sandbox.folder.path + "/outside.json") == nil)
}

@Test func `another clone counts if it has the head checked out, and a submodule of the head always`() throws {
  let sandbox = try sandbox()
  try sandbox.git(["clone", "-q", "--branch", "change", sandbox.path, "../clone"])
  try sandbox.git(["clone", "-q", sandbox.path, "nested"])
  let files = try tracked(sandbox)
  #expect(try files.trackedPath(of: sandbox.folder.path + "/clone/reports/x.json") == "reports/x.json")
  #expect(try files.trackedPath(of: sandbox.folder.path + "/clone/reports/y.json") == nil)
  #expect(try files.trackedPath(of: sandbox.path + "/nested/a") == nil, "it has the base checked out")
  try sandbox.git(["add", "nested"])
  #expect(try tracked(sandbox).trackedPath(of: sandbox.path + "/nested/a") == "nested/a")
  #expect(try tracked(sandbox).trackedPath(of: sandbox.path + "/nested/new") == nil)
}
