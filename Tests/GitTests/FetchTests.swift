import Foundation
import Model
import TestSupport
import Testing

@testable import Git

private let history =
  commit("refs/heads/main", mark: 1, ["a": "1\n"]) + commit("refs/heads/main", mark: 2, ["a": "2\n"])
  + commit("refs/heads/main", mark: 3, ["a": "3\n"]) + commit("refs/heads/side", mark: 4, from: [":1"], ["b": "1\n"])

@Test(arguments: [
  ("refs/remotes/origin/main", "git fetch --no-tags origin +refs/heads/main:refs/remotes/origin/main"),
  ("refs/remotes/up/a/b", "git fetch --no-tags up +refs/heads/a/b:refs/remotes/up/a/b"),
  ("refs/remotes/pull/7/merge", "git fetch --no-tags origin +refs/pull/7/merge:refs/remotes/pull/7/merge"),
  ("refs/pull/7/head", "git fetch --no-tags origin +refs/pull/7/head:refs/pull/7/head"),
  ("refs/tags/v1", "git fetch --no-tags origin +refs/tags/v1:refs/tags/v1"),
  (
    "refs/remotes/origin/a'$(b)",
    "git fetch --no-tags origin '+refs/heads/a'\\''$(b):refs/remotes/origin/a'\\''$(b)'"
  ),
]) func `the command that a missing ref is fetched with names what the remote has`(_ ref: String, _ command: String) {
  #expect(FetchCommand(ref: ref, from: "origin").description == command)
}

@Test func `the hint for a missing remote-tracking ref, run as it is, brings it`() throws {
  let full = try Sandbox(history + commit("refs/heads/it's $(HOME)".replacing(" ", with: "-"), mark: 5, ["c": "1\n"]))
  let sandbox = try Sandbox()
  try sandbox.git(["remote", "add", "up", "file://" + full.path])
  for name in ["refs/remotes/up/main", "refs/remotes/up/it's-$(HOME)"] {
    let error = try complaint { _ = try sandbox.open().resolve(name) }
    let command = try #require(error.help?.split(separator: "`").first { $0.hasPrefix("git fetch") })
    let outcome = try run(
      "/bin/sh", ["-c", String(command)], in: sandbox.repository,
      environment: Sandbox.environment.merging(["PATH": "/usr/bin:/bin"]) { $1 })
    #expect(outcome.status == 0, "\(command): \(outcome.errors)")
    #expect(code { _ = try sandbox.open().resolve(name) } == nil)
  }
}

@Test func `what the last fetch brought is known, and only that`() throws {
  let full = try Sandbox(history)
  let sandbox = try Sandbox()
  try sandbox.git(["remote", "add", "origin", "file://" + full.path + "/.git"])
  #expect(try sandbox.open().lastFetched(branch: "main") == [])
  try sandbox.git(["fetch", "-q", "origin", "+refs/heads/*:refs/remotes/origin/*"])
  let (main, side) = (try full.commit("refs/heads/main"), try full.commit("refs/heads/side"))
  let repository = try sandbox.open()
  #expect(try repository.lastFetched(branch: "main").map(\.commit) == [main])
  #expect(try repository.lastFetched(branch: "side").map(\.commit) == [side])
  #expect(try repository.lastFetched(branch: "mai") == [] && repository.lastFetched(branch: "main' of x") == [])
  #expect(try repository.lastFetched(branch: "main")[0].url.hasSuffix(full.path + "/"))
  try sandbox.git(["fetch", "-q", "origin", "side"])
  #expect(try repository.lastFetched(branch: "main") == [])
}

@Test func `whether a commit is in the history is told, and in a shallow clone only as far as it goes`() throws {
  let full = try Sandbox(history)
  let (tip, side) = (try full.commit("refs/heads/main"), try full.commit("refs/heads/side"))
  let (middle, root) = (try full.commit("refs/heads/main~1"), try full.commit("refs/heads/main~2"))
  let gone = try #require(CommitID(String(repeating: "7", count: 40)))
  let whole = try full.open()
  #expect(try [tip, middle, root].allSatisfy { try whole.ancestry(of: $0, in: tip) == .contained })
  #expect(try whole.ancestry(of: side, in: tip) == .notContained && whole.ancestry(of: gone, in: tip) == .absent)
  let sandbox = try Sandbox(bare: true)
  try sandbox.git(["remote", "add", "origin", "file://" + full.path])
  try sandbox.git(["fetch", "-q", "--depth=1", "origin", "+refs/heads/*:refs/heads/*"])
  let shallow = try sandbox.open()
  // The parent of the tip is named by it, though it was not fetched.
  #expect(try [tip, middle].allSatisfy { try shallow.ancestry(of: $0, in: tip) == .contained })
  #expect(try shallow.ancestry(of: side, in: tip) == .cut && shallow.ancestry(of: root, in: tip) == .absent)
  try sandbox.git(["fetch", "-q", "--unshallow", "origin"])
  #expect(try sandbox.open().ancestry(of: side, in: tip) == .notContained)
}
