import Foundation
import Interning
import Model
import Testing

@testable import Git

private func lines(_ range: ClosedRange<Int>, changing: [Int: String?] = [:]) -> String {
  range.compactMap { number in
    if let change = changing[number] { return change.map { $0 + "\n" } }
    return "line \(number)\n"
  }.joined()
}

/// Blocks that end alike: which of the equal lines are the new ones is a matter of taste, and git's is followed.
private let first = "start {\n  one\n}\n\n"
private let last = "start {\n  two\n}\n"

private let history =
  commit(
    "refs/heads/main", mark: 1,
    [
      "edited": lines(1...40), "gone": "a\nb\n", "old/kept.py": lines(1...30), "old/moved.py": lines(100...140),
      "same": "=\n", "binary": "a\0b\n", "becomes-link": "target\n", "mode": "m\n", "empty": "", "twin-1": "twin\n",
      "no-end": "1\n2", "blocks": first + last, "equal-1": "equal\n", "equal-2": "equal\n", "equal-3": "equal\n",
      "p/named.py": lines(200...260, changing: [200: "p", 210: "p", 220: "p", 230: "p"]),
      "q/nearer.py": lines(200...260),
    ])
  + commit(
    "refs/heads/main", mark: 2,
    [
      "edited": lines(1...40, changing: [3: nil, 10: "ten", 20: "line 20\nmore\nand more", 40: nil]), "gone": nil,
      "old/kept.py": nil, "new/kept.py": lines(1...30, changing: [5: "five"]), "old/moved.py": nil,
      "new/other.py": lines(100...140, changing: [101: "new"]), "binary": "a\0c\n", "born": "1\n2\n3\n",
      "new-empty": "", "twin-1": nil, "twin-2": "twin\n", "no-end": "1\n2\n",
      "blocks": first + "start {\n  mid\n}\n\n" + last, "equal-1": nil, "equal-2": nil, "equal-3": nil,
      "x/equal-2": "equal\n", "p/named.py": nil, "q/nearer.py": nil,
      "r/named.py": lines(200...260, changing: [240: "r"]),
      "big": String(repeating: "x\n", count: LineDiff.sizeLimit / 2 + 1),
    ])
    + """
    commit refs/heads/main
    committer Ada <ada@example.com> 1700000000 +0000
    data 0
    D becomes-link
    M 120000 inline becomes-link
    data 6
    target
    M 100755 inline mode
    data 2
    m


    """

/// What `git diff -M -U0` says, in our words: status, old path, path, new ranges, old ranges.
private func told(_ sandbox: Sandbox, _ arguments: [String]) throws -> [String] {
  let names = try sandbox.git(["diff", "-M", "--name-status", "-z"] + arguments).split(separator: "\0").map(String.init)
  var (rows, at) = ([(path: String, row: String)](), 0)
  let words = ["A": "added", "M": "modified", "D": "deleted", "R": "renamed", "T": "type-changed"]
  while at < names.count {
    let status = String(names[at].prefix(1))
    let (old, new) = status == "R" ? (names[at + 1], names[at + 2]) : (names[at + 1], names[at + 1])
    at += status == "R" ? 3 : 2
    let patch = try sandbox.git(["diff", "-M", "-U0"] + arguments + ["--", old, new])
    let hunks = patch.matches(of: /(?m)^@@ -(\d+)(?:,(\d+))? \+(\d+)(?:,(\d+))? @@/).map { hunk in
      [hunk.1, hunk.2 ?? "1", hunk.3, hunk.4 ?? "1"].compactMap { Int($0) }
    }
    let side = { (start: Int, count: Int) in
      hunks.filter { $0[count] > 0 }.map { $0[start]...($0[start] + $0[count] - 1) }
    }
    let whole = patch.contains("\nBinary files ")
    rows.append((new, "\(words[status] ?? status) \(old) \(new) " + (whole ? "binary" : "\(side(2, 3)) \(side(0, 1))")))
  }
  return rows.sorted { $0.path.utf8.lexicographicallyPrecedes($1.path.utf8) }.map(\.row)
}

private func said(_ change: FileChange) -> String {
  "\(change.status.rawValue) \(change.oldPath ?? change.path) \(change.path) "
    + (change.isWhole ? "binary" : "\(change.added) \(change.removed)")
}

@Test func `changes are those of git diff, down to the line`() throws {
  let sandbox = try Sandbox(packed: true, history)
  let (tip, root) = (try sandbox.commit("refs/heads/main"), try sandbox.commit("refs/heads/main~2"))
  let repository = try sandbox.open()
  let changes = try repository.changes(from: root, to: tip).sorted
  let expected = try told(sandbox, [root.description, tip.description])
  #expect(expected.count > 15)
  // The only difference is on purpose: too large a file counts as a whole.
  #expect(changes.filter { $0.path != "big" }.map(said) == expected.filter { !$0.contains(" big ") })
  #expect(changes.first { $0.path == "big" }?.isWhole == true)
  #expect(changes.filter(\.isOfModeAlone).map(\.path) == ["mode"])
  #expect(try repository.changes(from: tip, to: tip).sorted.isEmpty)
  let listed = try sandbox.git(["ls-tree", "-r", "-z", "--name-only", "refs/heads/main"]).split(separator: "\0")
  #expect(try repository.changes(from: nil, to: tip).sorted.map(\.path) == listed.map(String.init))
}

@Test func `what is kept elsewhere, or numbered in several ways, has no known lines`() throws {
  let head = "commit refs/heads/main\ncommitter Ada <a@b> 1700000000 +0000\ndata 0\n"
  func version(_ number: Int) -> String {
    let pointer = "version https://git-lfs.github.com/spec/v1\noid sha256:\(number)\nsize \(number)\n"
    let files = [
      "pointer": pointer, "line-separator": "a\u{2028}b\nc\(number)\n", "next-line": "a\u{85}b\nc\(number)\n",
      "file": "\(number)\n",
    ]
    let id = String(repeating: "\(number)", count: 40)
    return head + files.map { "M 100644 inline \($0)\ndata \($1.utf8.count)\n\($1)\n" }.joined()
      + "M 120000 inline link\ndata 1\n\(number)\nM 160000 \(id) module\n\n"
  }
  let sandbox = try Sandbox(version(1) + version(2))
  let changes = try sandbox.open().changes(
    from: sandbox.commit("refs/heads/main~1"), to: sandbox.commit("refs/heads/main"))
  #expect(changes.sorted.filter(\.isWhole).map(\.path) == ["line-separator", "link", "module", "next-line", "pointer"])
  #expect(changes.sorted.map(\.path).contains("file"))
}

@Test func `a line finds the position it had before`() throws {
  let sandbox = try Sandbox(history)
  let repository = try sandbox.open()
  let tip = try sandbox.commit("refs/heads/main")
  let changes = try repository.changes(from: sandbox.commit("refs/heads/main~2"), to: tip)
  let edited = LineMap(changes["edited"])
  let new = lines(1...40, changing: [3: nil, 10: "ten", 20: "line 20\nmore\nand more", 40: nil]).split(separator: "\n")
  for (index, text) in new.enumerated() {
    #expect(edited.base(of: index + 1) == (text.hasPrefix("line ") ? Int(text.dropFirst(5)) : nil), "\(text)")
  }
  #expect(LineMap(changes["twin-2"]).base(of: 1) == 1)
  for path in ["born", "gone", "binary", "becomes-link", "big"] {
    #expect(LineMap(changes[path]).base(of: 1) == nil, "\(path)")
  }
}

@Test func `more than a million pairs are not compared, but the files that are followed are`() throws {
  func tree(_ folder: String, _ word: String) -> String {
    (1000..<2001).map { "M 100644 inline \(folder)/\(word)\($0)\ndata 24\nkept \($0)\nkept \($0)\n\(word)\n" }.joined()
  }
  let head = "commit refs/heads/main\ncommitter Ada <a@b> 1700000000 +0000\ndata 0\n"
  let sandbox = try Sandbox(packed: true, head + tree("a", "one") + head + "D a\n" + tree("b", "two") + "\n")
  let (tip, root) = (try sandbox.commit("refs/heads/main"), try sandbox.commit("refs/heads/main~1"))
  let repository = try sandbox.open()
  let statuses = try Set(repository.changes(from: root, to: tip).sorted.map(\.status))
  #expect(statuses == [.added, .deleted])
  let (answers, _) = try repository.arrivals(
    of: [HistoryQuery(path: "b/two1500", lines: [1, 3])], at: tip, now: Timestamp(seconds: 2_000_000_000))
  #expect(answers[0].lines.map { $0?.commit } == [root.description, tip.description])
}

@Test func `the index is compared with HEAD, and the one a hook names with it`() throws {
  let sandbox = try Sandbox(history)
  try sandbox.git(["reset", "-q", "--hard"])
  #expect(try sandbox.open().stagedChanges().sorted.isEmpty)
  try sandbox.write(lines(1...10), "edited")
  try sandbox.write("new\n", "a b/größe.py")
  try sandbox.write("unstaged\n", "same")
  try sandbox.write("later\n", "intended")
  try sandbox.git(["add", "edited", "a b"])
  try sandbox.git(["add", "-N", "intended"])
  try sandbox.git(["rm", "-q", "--cached", "born"])
  let repository = try sandbox.open()
  #expect(try repository.stagedChanges().sorted.map(said) == told(sandbox, ["--cached"]))
  #expect(try repository.indexTree().read("a b/größe.py", limit: 10) == Array("new\n".utf8))
  #expect(try repository.indexTree().read("same", limit: 10) == Array("=\n".utf8))
  #expect(try repository.indexTree().read("born", limit: 10) == nil)
  #expect(code { _ = try repository.indexTree().read("becomes-link", limit: 10) } == .entryNotRegular)
  try FileManager.default.copyItem(atPath: sandbox.path + "/.git/index", toPath: sandbox.path + "/.git/hook-index")
  try sandbox.git(["reset", "-q"])
  let hook = try sandbox.open(environment: ["GIT_INDEX_FILE": ".git/hook-index"])
  #expect(try hook.stagedChanges().sorted.count == 3 && sandbox.open().stagedChanges().sorted.isEmpty)
}

@Test func `the index answers as the commit that is made of it`() throws {
  let sandbox = try Sandbox(history)
  try sandbox.git(["reset", "-q", "--hard"])
  let repository = try sandbox.open()
  let (index, commit) = (try repository.indexTree(), try repository.tree(at: sandbox.commit("refs/heads/main")))
  for folder in ["", "new", "r", "nowhere", "new/kept.py/x"] {
    #expect(try index.list(folder) == commit.list(folder), "\(folder)")
  }
  for path in ["", "new", "new/kept.py", "same", "same/x", "becomes-link", "new/", "/same", "ne"] {
    #expect(try index.kind(of: path) == commit.kind(of: path), "\(path)")
  }
  for body in [
    { _ = try index.kind(of: "becomes-link/x") }, { _ = try index.list("becomes-link") },
    { _ = try index.list("same") }, { _ = try commit.list("same") },
    { _ = try commit.kind(of: "becomes-link/x") }, { _ = try commit.list("becomes-link") },
    { _ = try index.read("new", limit: 9) }, { _ = try commit.read("new", limit: 9) },
  ] as [() throws -> Void] {
    #expect(code(body) == .entryNotRegular)
  }
}

@Test func `threads that share a repository get right answers`() async throws {
  let sandbox = try Sandbox(packed: true, history)
  let repository = try sandbox.open()
  let files = CommitFiles(of: try repository.tree(at: sandbox.commit("refs/heads/main")))
  await withTaskGroup(of: Bool.self) { group in
    for task in 0..<16 {
      group.addTask {
        let (known, absent) = (["same", "new/kept.py", "becomes-link"], ["gone", "new", "no/where\(task)"])
        return known.allSatisfy { !files.isMissing(InternedString($0)) }
          && absent.allSatisfy { files.isMissing(InternedString($0)) }
      }
    }
    for await isRight in group { #expect(isRight) }
  }
}

@Test func `an index that cannot be read in full says how to make it readable`() throws {
  for (command, expected, help) in [
    (["update-index", "--split-index"], DiagnosticCode.indexSplit, "git update-index --no-split-index"),
    (["sparse-checkout", "set", "--cone", "--sparse-index", "old"], .indexSparse, "reapply --no-sparse-index"),
  ] {
    let sandbox = try Sandbox(commit("refs/heads/main", ["old/a": "1\n", "new/b": "2\n"]))
    try sandbox.git(["reset", "-q", "--hard"])
    try sandbox.git(command)
    let error = try complaint { _ = try sandbox.open().stagedChanges() }
    #expect(error.code == expected && error.help?.contains(help) == true)
  }
}

@Test func `an unresolved conflict is not something to judge`() throws {
  let sandbox = try Sandbox(history)
  try sandbox.git(["reset", "-q", "--hard"])
  let blob = try sandbox.git(["rev-parse", "HEAD:same"])
  try sandbox.git(["update-index", "--index-info"], input: Data("100644 \(blob) 2\tclash\n".utf8))
  let error = try complaint { _ = try sandbox.open().stagedChanges() }
  #expect(error.code == .indexConflict && error.text.hasPrefix("clash "))
}
