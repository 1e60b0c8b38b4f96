import Foundation
import Model
import TestSupport
import Testing

@testable import Git

private let history = commit("refs/heads/main", ["a": "1\n", "b/c": "3\n"])

/// A working tree with files whose paths have many lengths, a link, an executable file and a submodule.
private func sandbox() throws -> Sandbox {
  let sandbox = try Sandbox(history)
  try sandbox.git(["reset", "-q", "--hard"])
  for length in 1...20 { try sandbox.write("\(length)\n", "d/" + String(repeating: "x", count: length)) }
  try sandbox.write("#!/bin/sh\n", "run")
  try FileManager.default.createSymbolicLink(atPath: sandbox.path + "/link", withDestinationPath: "a")
  try sandbox.git(["add", "-A"])
  try sandbox.git(["update-index", "--chmod=+x", "run"])
  try sandbox.git(["update-index", "--add", "--cacheinfo", "160000,\(String(repeating: "5", count: 40)),sub"])
  return sandbox
}

/// What `git ls-files --stage` says of the entries.
private func listed(_ sandbox: Sandbox) throws -> [String] {
  try sandbox.git(["ls-files", "--stage", "-z"]).split(separator: "\0").map(String.init)
}

private func read(_ sandbox: Sandbox) throws -> [String] {
  let modes: [FileMode: String] = [.regular: "100644", .executable: "100755", .symlink: "120000", .submodule: "160000"]
  let index = try IndexFile(sandbox.path + "/.git/index").staged()
  return (0..<index.count).map { number in
    let entry = index.entry(number)
    return "\(modes[entry.mode] ?? "?") \(entry.id) 0\t\(GitPath.text(of: index.path(number)))"
  }
}

@Test(arguments: [2, 3, 4]) func `an index of each version is read as git lists it`(_ version: Int) throws {
  let sandbox = try sandbox()
  // Version 3 is version 2 with flags that only some entries have.
  if version == 3 { try sandbox.git(["update-index", "--skip-worktree", "a"]) }
  try sandbox.git([
    "update-index", "--force-write-index", "--index-version", "\(max(version, version == 3 ? 2 : version))",
  ])
  #expect(try Data(contentsOf: sandbox.repository.appending(path: ".git/index"))[7] == UInt8(version))
  let expected = try listed(sandbox)
  #expect(try read(sandbox) == expected && expected.count > 20)
  let index = try IndexFile(sandbox.path + "/.git/index")
  #expect(index.mode(of: Array("b/c".utf8)) == .regular && index.mode(of: Array("sub".utf8)) == .submodule)
  #expect(index.mode(of: Array("b".utf8)) == nil && index.mode(of: Array("zz".utf8)) == nil)
}

@Test func `an index without a checksum is read, one with a wrong checksum is not`() throws {
  let sandbox = try sandbox()
  let expected = try listed(sandbox)
  let file = sandbox.repository.appending(path: ".git/index")
  let whole = try Data(contentsOf: file)
  // What git writes where `index.skipHash` is set.
  try (whole.dropLast(20) + Data(count: 20)).write(to: file)
  #expect(try read(sandbox) == expected)
  for offset in [4, 12, 60, whole.count / 2, whole.count - 21, whole.count - 1] {
    var damaged = whole
    damaged[offset] ^= 0x55
    try damaged.write(to: file)
    #expect(code { _ = try IndexFile(file.path) } == .repositoryUnreadable, "\(offset)")
  }
}

@Test func `an index that is damaged and has no checksum is never read beyond its end`() throws {
  let sandbox = try sandbox()
  let file = sandbox.repository.appending(path: ".git/index")
  let whole = try Data(contentsOf: file).dropLast(20) + Data(count: 20)
  for length in stride(from: 0, to: whole.count, by: 7) {
    try (whole.prefix(length) + Data(count: 20)).write(to: file)
    _ = code { _ = try IndexFile(file.path) }
  }
  for offset in stride(from: 0, to: whole.count - 20, by: 3) {
    var damaged = whole
    damaged[offset] ^= 0xFF
    try damaged.write(to: file)
    _ = code { _ = try IndexFile(file.path) }
  }
}

@Test func `an index that is split, sparse or in conflict is refused with its own code`() throws {
  let split = try sandbox()
  try split.git(["update-index", "--split-index"])
  #expect(code { _ = try IndexFile(split.path + "/.git/index") } == .indexSplit)
  let sparse = try sandbox()
  try sparse.git(["commit", "-q", "-m", "all"])
  try sparse.git(["sparse-checkout", "set", "--cone", "--sparse-index", "d"])
  #expect(code { _ = try IndexFile(sparse.path + "/.git/index") } == .indexSparse)
  let conflict = try sandbox()
  let id = try conflict.git(["rev-parse", ":a"])
  try conflict.git(
    ["update-index", "--index-info"], input: Data("0 \(String(repeating: "0", count: 40))\ta\n100644 \(id) 2\ta\n".utf8)
  )
  let index = try IndexFile(conflict.path + "/.git/index")
  #expect(code { _ = try index.staged() } == .indexConflict)
  #expect(index.mode(of: Array("a".utf8)) == .regular, "it is tracked all the same")
}

@Test func `staged changes are those of git, whatever trees the index has cached`() throws {
  let sandbox = try sandbox()
  try sandbox.git(["commit", "-q", "-m", "all"])
  let commands = [
    ["status"], ["rm", "-q", "-r", "--cached", "d"], ["mv", "a", "d/a"], ["rm", "-q", "--cached", "run"],
    ["mv", "d", "e"],
    ["rm", "-q", "--cached", "sub"],
  ]
  for command in commands {
    for hasTrees in [true, false] {
      try sandbox.git(["reset", "-q", "--hard"])
      try sandbox.git(["read-tree", "HEAD"])
      try sandbox.git(command)
      try sandbox.write("new\n", "b/deep/new")
      try sandbox.write("edited\n", "b/c")
      try sandbox.git(["add", "b"])
      if hasTrees { try sandbox.git(["write-tree"]) }
      let told = try sandbox.git(["diff", "--cached", "--no-renames", "--name-only", "-z"]).split(separator: "\0")
      let changes = try sandbox.open().stagedChanges().sorted.flatMap { [$0.oldPath, $0.path].compactMap(\.self) }
      #expect(Set(changes) == Set(told.map(String.init)), "\(command) \(hasTrees)")
    }
  }
}
