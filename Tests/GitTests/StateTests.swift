import Foundation
import Model
import TestSupport
import Testing

@testable import Git

private let history =
  commit("refs/heads/main", mark: 1, ["a": "1\n"]) + commit("refs/heads/main", mark: 2, ["a": "2\n", "b/c": "3\n"])

/// Settings that a repository of that kind has, and the code it must end in; nil where it must open.
private let formats: [(settings: String, code: DiagnosticCode?)] = [
  ("[core]\nrepositoryformatversion = 1\n[extensions]\nobjectFormat = sha256\n", .repositorySHA256),
  ("[core]\nrepositoryformatversion = 1\n[extensions]\nobjectFormat = sha1\n", nil),
  ("[core]\nrepositoryformatversion = 1\n[extensions]\nrefStorage = reftable\n", .repositoryReftable),
  ("[core]\nrepositoryformatversion = 1\n[extensions]\nrefStorage = files\n", nil),
  ("[core]\nrepositoryformatversion = 1\n[extensions]\nfutureThing = true\n", .repositoryExtension),
  ("[core]\nrepositoryformatversion = 2\n", .repositoryExtension),
  (
    "[core]\nrepositoryformatversion = 1\n[extensions]\nworktreeConfig\npreciousObjects = true\nrelativeWorktrees = 1\n",
    nil
  ),
  ("[extensions]\nworktreeConfig = true\n", nil),
  ("[core]\nworktree = /etc\n", nil),
  ("[include]\npath = fifo\n[core]\nfsmonitor = touch /tmp/owned\n", nil),
  ("[core\n", .repositoryUnreadable),
]

@Test func `each format of repository opens or says why not`() throws {
  let sandbox = try Sandbox(history)
  try run("/usr/bin/mkfifo", [sandbox.path + "/.git/fifo"])
  let before = try String(contentsOfFile: sandbox.path + "/.git/config", encoding: .utf8)
  for (settings, expected) in formats {
    try sandbox.write(before + settings, ".git/config")
    let found = code { () throws(Diagnostic) in
      let repository = try sandbox.open()
      #expect(repository.workDirectory == sandbox.path)
      _ = try repository.head()
    }
    #expect(found == expected, "\(settings)")
  }
}

@Test func `a named pipe in position of a file is refused and never waited for`() throws {
  for file in ["config", "HEAD", "packed-refs", "shallow", "index", "refs/heads/main"] {
    let sandbox = try Sandbox(history)
    let path = sandbox.path + "/.git/" + file
    try? FileManager.default.removeItem(atPath: path)
    if file == "packed-refs" { try FileManager.default.removeItem(atPath: sandbox.path + "/.git/refs/heads/main") }
    try run("/usr/bin/mkfifo", [path])
    let found = code { _ = try sandbox.open().stagedChanges() }
    #expect(found == .repositoryUnreadable, "\(file)")
  }
}

@Test func `a repository is found from below, through worktrees and links, and a bare one only by name`() throws {
  let sandbox = try Sandbox(history)
  try sandbox.git(["reset", "-q", "--hard"])
  try sandbox.git(["worktree", "add", "-q", "../linked", "-b", "other"])
  try sandbox.git(["init", "-q", "--bare", "b/bare.git"])
  try FileManager.default.createSymbolicLink(
    atPath: sandbox.folder.path + "/link", withDestinationPath: sandbox.path + "/b")
  func gitDirectory(_ path: String) throws -> String {
    try Repository(at: sandbox.folder.path + path, useEnvironment: false, trusted: []).gitDirectory
  }
  let own = sandbox.path + "/.git"
  for path in ["/repo", "/repo/b", "/repo/.git", "/repo/.git/refs", "/link"] { #expect(try gitDirectory(path) == own) }
  #expect(try gitDirectory("/linked") == own + "/worktrees/linked")
  #expect(try gitDirectory("/repo/b/bare.git") == sandbox.path + "/b/bare.git")
  let linked = try Repository(at: sandbox.folder.path + "/linked", useEnvironment: false, trusted: [])
  #expect(try linked.head()?.ref == "refs/heads/other" && !linked.isBare && linked.stagedChanges().sorted.isEmpty)
  let error = try complaint { _ = try gitDirectory("/repo/b/bare.git/refs") }
  #expect(error.help == "name it: --repo \(sandbox.path)/b/bare.git")
  #expect(code { _ = try Repository(at: "/", useEnvironment: false, trusted: []) } == .repositoryUnreadable)
  #expect(code { _ = try gitDirectory("/nowhere") } == .repositoryUnreadable)
}

@Test func `a repository of another user needs somebody's word`() throws {
  let sandbox = try Sandbox(history)
  let home = sandbox.folder.appending(path: "home")
  func open(_ words: String, user: UInt32, trusted: [String] = [], _ more: [String: String] = [:]) throws {
    try FileManager.default.createDirectory(at: home, withIntermediateDirectories: true)
    try Data(words.utf8).write(to: home.appending(path: ".gitconfig"))
    let environment = ["HOME": home.path, "GIT_CONFIG_NOSYSTEM": "1"].merging(more) { $1 }
    _ = try Repository(at: sandbox.path, environment, trusted: trusted, user: user)
  }
  let (me, other) = (FileSystem.user, FileSystem.user + 1)
  #expect(code { try open("", user: me) } == nil)
  let error = try complaint { try open("", user: other) }
  #expect(error.code == .repositoryOwner && error.because.first?.contains("belongs to user \(me)") == true)
  #expect(error.help?.contains("--trust-repo \(sandbox.path)") == true)
  for (words, opens) in [
    ("directory = *", true), ("directory = \(sandbox.path)", true), ("directory = \(sandbox.path)/.git", true),
    ("directory = ~/../repo", true), ("directory = \(sandbox.folder.path)/*", true), ("directory = /else", false),
    ("directory = *\ndirectory =\n", false), ("directory =\ndirectory = *\n", true),
  ] {
    #expect((code { try open("[safe]\n\(words)\n", user: other) } == nil) == opens, "\(words)")
  }
  #expect(code { try open("", user: other, trusted: [sandbox.path]) } == nil)
  #expect(code { try open("", user: other, trusted: ["*"]) } == nil)
  #expect(code { try open("", user: other, trusted: [sandbox.path + "/b"]) } == .repositoryOwner)
  let said = ["GIT_CONFIG_COUNT": "1", "GIT_CONFIG_KEY_0": "safe.directory", "GIT_CONFIG_VALUE_0": "*"]
  #expect(code { try open("", user: other, said) } == nil)
  try sandbox.git(["config", "safe.directory", "*"])
  #expect(code { try open("", user: other) } == .repositoryOwner, "its own word counts for nothing")
}

@Test func `a shallow clone names its parents and the fetch that brings them`() throws {
  let full = try Sandbox(
    history + commit("refs/heads/side", mark: 3, from: [":1"], ["d": "1\n"])
      + commit("refs/heads/main", mark: 4, from: [":2", ":3"], ["d": "1\n"]))
  let tip = try full.commit("refs/heads/main")
  for depth in [1, 2] {
    let sandbox = try Sandbox(bare: true)
    try sandbox.git(["remote", "add", "upstream", "file://" + full.path])
    try sandbox.git(["fetch", "-q", "--depth", "\(depth)", "upstream", "refs/heads/main:refs/heads/main"])
    let repository = try sandbox.open()
    let parents = try repository.parents(of: tip)
    #expect(repository.isShallow && parents.count == 2)
    #expect(repository.contains(parents[0]) == (depth == 2))
    let error = try complaint { _ = try repository.mergeBases(parents[0], parents[1]) }
    let help =
      depth == 1 ? "`git fetch --no-tags --depth=1 upstream \(parents[0])`" : "`git fetch --unshallow upstream`"
    #expect(error.code == .repositoryShallow && error.help?.contains(help) == true)
    if depth == 1 {
      #expect(code { _ = try repository.changes(from: parents[0], to: tip) } == .repositoryShallow)
    } else {
      #expect(try repository.changes(from: parents[0], to: tip).sorted.map(\.path) == ["d"])
    }
  }
}

@Test func `a content that was left out is named, never empty`() throws {
  let sandbox = try Sandbox(history)
  let tip = try sandbox.commit("refs/heads/main")
  let blob = try sandbox.git(["rev-parse", "refs/heads/main:a"])
  let file = sandbox.path + "/.git/objects/\(blob.prefix(2))/\(blob.dropFirst(2))"
  try FileManager.default.removeItem(atPath: file)
  let repository = try sandbox.open()
  for body in [
    { _ = try repository.tree(at: tip).read("a", limit: 100) }, { _ = try repository.tree(at: tip).list("") },
    { _ = try repository.changes(from: nil, to: tip) },
  ] as [() throws -> Void] {
    let error = try complaint(body)
    #expect(error.code == .repositoryIncomplete && error.because == ["object \(blob) is missing"])
    #expect(error.help?.contains("git fsck") == true)
  }
  #expect(try repository.tree(at: tip).read("b/c", limit: 100) == Array("3\n".utf8))
  try sandbox.git(["config", "remote.origin.promisor", "true"])
  let error = try complaint { _ = try sandbox.open().tree(at: tip).read("a", limit: 100) }
  #expect(error.help?.contains("git fetch --refetch --no-filter origin") == true)
}

@Test func `alternates are read and end, even when they go round`() throws {
  let lender = try Sandbox(history)
  let sandbox = try Sandbox(bare: true)
  try sandbox.write("# borrowed\n\(lender.path)/.git/objects\n", "objects/info/alternates")
  try lender.write("\(sandbox.path)/objects\n/nowhere\n", ".git/objects/info/alternates")
  #expect(try sandbox.open().contains(lender.commit("refs/heads/main")))
}

@Test func `a hook's variables count only when they are asked for`() throws {
  let (one, other) = (try Sandbox(history), try Sandbox())
  let environment = ["GIT_DIR": one.path + "/.git", "GIT_INDEX_FILE": ".git/other-index"]
  let asked = try Repository(at: other.path, environment: environment, useEnvironment: true, trusted: [])
  let silent = try Repository(at: other.path, environment: environment, useEnvironment: false, trusted: [])
  #expect(asked.gitDirectory == one.path + "/.git" && silent.gitDirectory == other.path + "/.git")
  let quarantine = [
    "GIT_OBJECT_DIRECTORY": ".git/objects", "GIT_ALTERNATE_OBJECT_DIRECTORIES": one.path + "/.git/objects",
  ]
  #expect(try other.open(environment: quarantine).contains(one.commit("refs/heads/main")))
}
