import Foundation
import TestSupport
import Testing

/// The gate stays closed for a repository in an odd state: a state that hides history, a name that could mean two things, a tree that could be read in two
/// ways are never a pass.
@Suite struct RepositoryStatesTests {
  static let question = ["--base", "refs/heads/main", "--head", "refs/heads/change"]

  @Test(arguments: [
    (["--base", "main", "--head", "refs/heads/change"], "revision-short-name"),
    (["--base", "origin/main", "--head", "refs/heads/change"], "revision-short-name"),
    (["--base", "HEAD~1", "--head", "refs/heads/change"], "revision-short-name"),
    (["--base", "refs/heads/gone", "--head", "refs/heads/change"], "revision-not-found"),
    (["--base", "refs/heads/main", "--head", "refs/heads/gone"], "revision-not-found"),
    (["--base", String(repeating: "1", count: 40), "--head", "refs/heads/change"], "revision-not-found"),
    (["--base", "refs/heads/../heads/main", "--head", "refs/heads/change"], "revision-short-name"),
  ])
  func `a name that is not one commit is refused`(_ question: [String], _ code: String) throws {
    let answer = try Bench.shared.check([.sarif([])], asking: question)
    #expect((answer.status, answer.verdict) == (2, "undecided"))
    #expect(answer.obstacles.contains(code), "\(answer.obstacles)")
  }

  @Test func `an option with an empty value is refused, as its variable may be unset`() throws {
    let made = try Bench.shared.ask(["check", "--base", "", "--head", "refs/heads/change", "r.json"])
    #expect(made.status == 2 && made.errors.contains("--base has no value: a variable"), "\(made.errors)")
  }

  @Test func `a short name is refused with all that it could mean`() throws {
    let bench = try Bench()
    try bench.git("tag", "main", bench.head)
    let answer = try bench.check([.sarif([])], asking: ["--base", "main", "--head", "refs/heads/change"])
    #expect(answer.status == 2)
    #expect(answer.outcome.output.contains("refs/heads/main") && answer.outcome.output.contains("refs/tags/main"))
    // And it does not matter to who says which one is meant.
    #expect(try bench.check().status == 1)
  }

  @Test func `a branch that bears an id as its name is not that commit`() throws {
    let bench = try Bench()
    try bench.git("update-ref", "refs/heads/\(bench.base)", bench.head)
    let answer = try bench.check(asking: ["--base", bench.base, "--head", bench.head])
    #expect(answer.status == 1)
    #expect(answer.decision["base"]["commit"].text == bench.base)
  }

  enum State: String, CaseIterable, Sendable {
    case shallow, missingBlob, missingPolicyBlob, missingTree, unbornHead, unrelated, duplicatePolicy, policyIsFolder
    case homeIsLink, homeIsSubmodule, ownersTooLarge, ownersIsLink, waiversIsLink, vexIsLink, waiversBroken, vexBroken
    case noRepository, sha256, emptyObject, mergeConflict, splitIndex

    /// What must be among the obstacles.
    var codes: Set<String> {
      switch self {
      case .shallow: ["repository-shallow"]
      case .missingBlob, .missingPolicyBlob, .missingTree: ["repository-incomplete"]
      case .unbornHead: ["head-unborn"]
      case .unrelated: ["merge-base-missing"]
      case .duplicatePolicy: ["entry-duplicate"]
      case .policyIsFolder, .homeIsLink, .homeIsSubmodule, .ownersIsLink, .waiversIsLink, .vexIsLink:
        ["entry-not-regular"]
      case .ownersTooLarge: ["codeowners-too-large"]
      case .waiversBroken: ["policy-unknown-key", "waiver-invalid", "policy-missing-key"]
      case .vexBroken: ["json-invalid", "vex-invalid"]
      case .noRepository, .emptyObject: ["repository-unreadable", "repository-incomplete"]
      case .sha256: ["repository-sha256"]
      case .mergeConflict: ["index-conflict"]
      case .splitIndex: ["index-split"]
      }
    }
  }

  @Test(arguments: Depth.cases(State.allCases, 10))
  func `a repository in an odd state leaves the verdict open`(_ state: State) throws {
    var (bench, question) = (try Bench(base: state.files), Self.question)
    try state.make(&bench, &question)
    let answer = try bench.check([.sarif([])], asking: question, bound: !question.contains("--staged"))
    #expect((answer.status, answer.verdict) == (2, "undecided"), "\(answer.outcome.output)\(answer.outcome.errors)")
    #expect(!state.codes.isDisjoint(with: answer.obstacles), "\(answer.obstacles)")
  }

  @Test func `another user's repository is read only when it is named`() throws {
    guard geteuid() == 0 else { return }
    let bench = try Bench()
    try run("/bin/chown", ["-R", "65534", bench.repository.path])
    let answer = try bench.check()
    #expect(answer.status == 2)
    #expect(answer.obstacles == ["repository-owner"])
    #expect(try bench.check([.sarif()], ["--trust-repo", bench.repository.path]).status == 1)
  }

  @Test(arguments: [
    ["CI": "true"], ["CI": "1"], ["GITHUB_ACTIONS": "true"],
    ["GITHUB_ACTIONS": "true", "GITHUB_EVENT_PATH": "/nowhere"],
  ])
  func `in CI the base is never guessed`(_ environment: [String: String]) throws {
    let answer = try Bench.shared.check([.sarif([])], asking: [], environment: environment)
    #expect((answer.status, answer.verdict) == (2, "undecided"), "\(answer.outcome.output)")
  }

  @Test func `in CI the working tree's policy is refused`() throws {
    let answer = try Bench.shared.check(
      [.sarif([])], ["--policy-from", "worktree"], asking: [], environment: ["CI": "true"])
    #expect(answer.status == 2)
  }

  @Test func `a preview without a base counts everything as new`() throws {
    let answer = try Bench.shared.check(asking: [])
    #expect(answer.status == 1)
    #expect(answer.codes.contains("base-unknown"))
    #expect(answer.findings[0]["effect"].text == "deny")
  }
}

extension RepositoryStatesTests.State {
  /// What main holds otherwise.
  fileprivate var files: [String: Entry?] {
    switch self {
    case .policyIsFolder: [".gatehouse/policy.yaml": nil, ".gatehouse/policy.yaml/policy.yaml": .text(Files.policy)]
    case .homeIsLink: Self.withoutHome.merging([".gatehouse": .link(to: "src")]) { $1 }
    case .homeIsSubmodule: Self.withoutHome.merging([".gatehouse": .submodule]) { $1 }
    case .ownersTooLarge:
      [
        "CODEOWNERS": .text(
          String(repeating: "# a line of sixty-four characters, so that a few make many bytes\n", count: 49_000))
      ]
    case .ownersIsLink: ["CODEOWNERS": .link(to: "owners.txt")]
    case .waiversIsLink: [".gatehouse/waivers.yaml": .link(to: "policy.yaml")]
    case .vexIsLink: [".gatehouse/vex/acme.openvex.json": .link(to: "../waivers.yaml")]
    case .waiversBroken: [".gatehouse/waivers.yaml": "gatehouse-waivers: 1\nwaivers:\n  - { id: W-1, forever: true }\n"]
    case .vexBroken: [".gatehouse/vex/acme.openvex.json": "{"]
    case .shallow, .missingBlob, .missingPolicyBlob, .missingTree, .unbornHead, .unrelated, .duplicatePolicy,
      .noRepository,
      .sha256, .emptyObject, .mergeConflict, .splitIndex:
      [:]
    }
  }

  private static let withoutHome: [String: Entry?] = [
    ".gatehouse/policy.yaml": nil, ".gatehouse/waivers.yaml": nil, ".gatehouse/vex/acme.openvex.json": nil,
  ]

  /// Brings the repository into the state.
  fileprivate func make(_ bench: inout Bench, _ question: inout [String]) throws {
    switch self {
    case .shallow:
      // Two commits more on each side, and a clone that has the last of each: where they part cannot be told.
      for (branch, tip) in [("main", bench.base), ("change", bench.head)] {
        let next = try bench.git("commit-tree", "-m", "next", "-p", tip, "\(branch)^{tree}")
        try bench.git("update-ref", "refs/heads/\(branch)", next)
      }
      let clone = bench.folder.appending(path: "clone").path
      try bench.git(
        "clone", "-q", "--mirror", "--depth", "1", "--no-single-branch", "file://\(bench.repository.path)", clone)
      question = ["--repo", clone] + question
    case .missingBlob: try bench.lose("change:src/pay/charge.py")
    case .missingPolicyBlob: try bench.lose("main:.gatehouse/policy.yaml")
    case .missingTree: try bench.lose("main:src")
    case .unbornHead:
      try bench.git("symbolic-ref", "HEAD", "refs/heads/newborn")
      question = ["--base", "refs/heads/main"]
    case .unrelated:
      let id = try bench.git("commit-tree", "-m", "another beginning", "change^{tree}")
      question = ["--base", "refs/heads/main", "--head", id]
    case .duplicatePolicy: question[1] = try bench.doubled(".gatehouse", "policy.yaml")
    case .noRepository: try FileManager.default.removeItem(at: bench.git)
    case .emptyObject:
      try bench.lose("main")
      try Data().write(to: bench.git.appending(path: "objects/\(bench.base.prefix(2))/\(bench.base.dropFirst(2))"))
    case .sha256:
      let config = "[core]\n\trepositoryformatversion = 1\n[extensions]\n\tobjectFormat = sha256\n"
      try Data(config.utf8).write(to: bench.git.appending(path: "config"))
    case .mergeConflict:
      try bench.git("read-tree", "-m", "--aggressive", "change~1^{tree}", "change", "change")
      try bench.git("read-tree", "-m", "main", "change", try bench.git("commit-tree", "-m", "x", "main:src"))
      question = ["--staged"]
    case .splitIndex:
      try bench.git("read-tree", "change")
      try bench.git("update-index", "--split-index")
      question = ["--staged"]
    case .policyIsFolder, .homeIsLink, .homeIsSubmodule, .ownersTooLarge, .ownersIsLink, .waiversIsLink, .vexIsLink,
      .waiversBroken, .vexBroken:
      break
    }
  }
}

extension Bench {
  /// Takes one object out of the repository.
  fileprivate func lose(_ name: String) throws {
    let id = try git("rev-parse", name)
    let packs = git.appending(path: "objects/pack")
    let files = FileManager.default
    for pack in try files.contentsOfDirectory(at: packs, includingPropertiesForKeys: nil)
    where pack.pathExtension == "pack" {
      let moved = folder.appending(path: pack.lastPathComponent)
      try files.moveItem(at: pack, to: moved)
      try? files.removeItem(at: pack.deletingPathExtension().appendingPathExtension("idx"))
      try run(
        "/bin/sh", ["-c", "git unpack-objects -q < \"$0\"", moved.path], in: repository, environment: gitEnvironment)
    }
    try files.removeItem(at: git.appending(path: "objects/\(id.prefix(2))/\(id.dropFirst(2))"))
  }

  /// A commit on main whose folder holds a file of that name twice, which no honest git writes.
  fileprivate func doubled(_ folder: String, _ name: String) throws -> String {
    let weak = try git("hash-object", "-w", "--stdin", input: Files.weak)
    let script = """
      git cat-file tree main:\(folder) > "$1"
      printf '100644 \(name)\\0' >> "$1"
      printf '%s' \(weak) | sed 's/../\\\\x&/g' | xargs -0 printf >> "$1"
      inner=$(git hash-object -t tree -w --literally "$1")
      git ls-tree main | sed "s/tree [0-9a-f]*\\t\(folder)$/tree $inner\\t\(folder)/" | git mktree
      """
    let outcome = try run(
      "/bin/bash", ["-c", script, "doubled", self.folder.appending(path: "tree").path], in: repository,
      environment: gitEnvironment)
    guard outcome.status == 0 else { throw GitFailed(arguments: [script], errors: outcome.errors) }
    return try git(
      "commit-tree", "-m", "doubled", "-p", "main", outcome.output.trimmingCharacters(in: .whitespacesAndNewlines))
  }
}
