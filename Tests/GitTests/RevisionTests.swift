import Foundation
import Testing

@testable import Git

private let history =
  commit("refs/heads/main", mark: 1, ["a": "1\n"])
  + commit("refs/heads/main", mark: 2, time: 1_700_000_100, ["a": "2\n"])
  + commit("refs/heads/side", mark: 3, from: [":1"], ["b": "1\n"])
  + "tag v1\nfrom :2\ntagger Ada <ada@example.com> 1700000000 +0000\ndata 0\n"

@Test(arguments: [false, true]) func `an id, a full ref and a tag name a commit`(packed: Bool) throws {
  let sandbox = try Sandbox(bare: packed, packed: packed, history)
  if packed { try sandbox.git(["pack-refs", "--all"]) }
  let tip = try sandbox.commit("refs/heads/main")
  let repository = try sandbox.open()
  #expect(
    try repository.resolve("refs/heads/main") == ResolvedRevision(commit: tip, ref: "refs/heads/main", peeledTag: false)
  )
  #expect(try repository.resolve("HEAD").ref == "refs/heads/main")
  #expect(try repository.head() == repository.resolve("HEAD"))
  #expect(try repository.resolve(tip.description) == ResolvedRevision(commit: tip, ref: nil, peeledTag: false))
  #expect(try repository.resolve("refs/tags/v1") == ResolvedRevision(commit: tip, ref: "refs/tags/v1", peeledTag: true))
  #expect(try repository.resolve(try sandbox.git(["rev-parse", "refs/tags/v1"])).commit == tip)
  #expect(try repository.time(of: tip).seconds == 1_700_000_100)
  #expect(try repository.parents(of: tip) == [sandbox.commit("refs/heads/main~1")])
  #expect(repository.isBare == packed && repository.workDirectory == (packed ? nil : sandbox.path))
}

@Test func `a short name is refused with the full names it may mean`() throws {
  let sandbox = try Sandbox(history)
  for name in ["refs/tags/main", "refs/tags/origin/main", "refs/remotes/origin/main"] {
    try sandbox.git(["update-ref", name, "refs/heads/side"])
  }
  let repository = try sandbox.open()
  for (name, help) in [
    ("main", "say refs/heads/main or refs/remotes/origin/main or refs/tags/main"),
    ("origin/main", "say refs/remotes/origin/main or refs/tags/origin/main"), ("v1", "say refs/tags/v1"),
    ("HEAD~1", "give a full ref name such as refs/heads/main, or the full id that `git rev-parse` prints"),
    ("../../etc", "give a full ref name such as refs/heads/main, or the full id that `git rev-parse` prints"),
  ] {
    let error = try complaint { _ = try repository.resolve(name) }
    #expect(error.code == .revisionShortName && error.help == help)
  }
}

@Test func `an id is an id even when a branch bears it as its name`() throws {
  let sandbox = try Sandbox(history)
  let (tip, side) = (try sandbox.commit("refs/heads/main"), try sandbox.commit("refs/heads/side"))
  try sandbox.git(["update-ref", "refs/heads/\(tip)", side.description])
  #expect(try sandbox.open().resolve(tip.description).commit == tip)
}

@Test func `a name that is not there says what is`() throws {
  let sandbox = try Sandbox(history)
  try sandbox.git(["update-ref", "refs/remotes/origin/trunk", "refs/heads/main"])
  let repository = try sandbox.open()
  let error = try complaint { _ = try repository.resolve("refs/heads/trunk") }
  #expect(error.code == .revisionNotFound && error.because == ["there is refs/remotes/origin/trunk"])
  #expect(code { _ = try repository.resolve(String(repeating: "0", count: 40)) } == .revisionNotFound)
  let blob = try sandbox.git(["rev-parse", "refs/heads/main:a"])
  #expect(try complaint { _ = try repository.resolve(blob) }.text == "\(blob) names a blob, not a commit")
}

@Test func `a repository without a commit has no head and stages everything`() throws {
  let sandbox = try Sandbox()
  try sandbox.write("1\n2\n", "a")
  try sandbox.git(["add", "a"])
  let repository = try sandbox.open()
  #expect(try repository.head() == nil)
  #expect(code { _ = try repository.resolve("HEAD") } == .headUnborn)
  let change = try #require(try repository.stagedChanges().sorted.first)
  #expect(change.status == .added && change.added == [1...2])
}

@Test func `a ref that leads round in a circle is an error`() throws {
  let sandbox = try Sandbox(history)
  try sandbox.write("ref: refs/heads/two\n", ".git/refs/heads/one")
  try sandbox.write("ref: refs/heads/one\n", ".git/refs/heads/two")
  try sandbox.write("ref: ../../config\n", ".git/refs/heads/out")
  try sandbox.write("nonsense\n", ".git/refs/heads/bad")
  let repository = try sandbox.open()
  for name in ["one", "out", "bad"] {
    #expect(code { _ = try repository.resolve("refs/heads/\(name)") } == .repositoryUnreadable)
  }
}

@Test func `merge bases are all of the best, or none`() throws {
  let sandbox = try Sandbox(
    history + commit("refs/heads/x", mark: 4, from: [":2", ":3"], ["b": "1\n"])
      + commit("refs/heads/y", mark: 5, from: [":3", ":2"], ["a": "2\n"])
      + commit("refs/heads/alone", mark: 6, fresh: true, ["z": "1\n"]))
  let names = ["main", "side", "x", "y", "alone"]
  let ids = try Dictionary(uniqueKeysWithValues: names.map { ($0, try sandbox.commit("refs/heads/" + $0)) })
  let repository = try sandbox.open()
  for (one, other) in [("main", "side"), ("x", "y"), ("y", "x"), ("main", "x"), ("x", "x"), ("x", "alone")] {
    let (first, second) = (try #require(ids[one]), try #require(ids[other]))
    let told = other == "alone" ? "" : try sandbox.git(["merge-base", "--all", first.description, second.description])
    let expected = told.split(separator: "\n").map(String.init)
    #expect(try repository.mergeBases(first, second).map(\.description) == expected, "\(one) and \(other)")
  }
}
