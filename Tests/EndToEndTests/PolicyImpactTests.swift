import Foundation
import TestSupport
import Testing

/// What a change of the policy does once it is merged is told to the reviewer, and a change after which nothing could be
/// judged is refused.
@Suite struct PolicyImpactTests {
  /// The files of a change, and what the message about the first of them says.
  struct Edit: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let change: [String: Entry?]
    let says: [String]
    var saysNot: [String] = []

    init(_ name: String, _ change: [String: Entry?], says: [String], saysNot: [String] = []) {
      (testDescription, self.change, self.says, self.saysNot) = (name, change, says, saysNot)
    }
  }

  private static func policy(_ old: String, _ new: String) -> [String: Entry?] {
    [".gatehouse/policy.yaml": .text(Files.policy.replacingOccurrences(of: old, with: new))]
  }

  static let sameForAll = "with the new version every finding has the same effect"
  static let edits = [
    Edit("a comment", policy("name: bench", "name: bench # ours"), says: [sameForAll], saysNot: ["it "]),
    Edit(
      "the order of keys", policy("kind: sast, commit: head", "commit: head, kind: sast"), says: [sameForAll],
      saysNot: ["it "]),
    Edit(
      "everything gone", [".gatehouse/policy.yaml": .text(Files.weak)],
      says: [
        "the new version would let 1 finding through: pass instead of fail",
        "it removes rules new-medium, no-new-high; `vex`; `waivers`", "it adds rule nothing",
        "it no longer asks for evidence { kind: sast, commit: head, max-age: 24h }",
      ]),
    Edit(
      "a denial that warns", policy("effect: deny", "effect: warn"),
      says: ["the new version would let 1 finding through", "it changes rule no-new-high (effect: deny → warn)"],
      saysNot: ["removes"]),
    Edit(
      "a warning that is gone for findings that are not there", policy("{ is: medium }", "{ is: low }"),
      says: [sameForAll, "it changes rule new-medium ("]),
    Edit(
      "more evidence", policy("  - { kind: sast", "  - { kind: secret }\n  - { kind: sast"),
      says: ["the new version would miss 1 piece of evidence more: undecided instead of fail"]),
    Edit(
      "a waiver", [".gatehouse/waivers.yaml": .text(Files.generousWaivers)],
      says: ["would let 1 finding through", "it adds waiver W-1"], saysNot: ["removes"]),
    Edit(
      "a term of waivers", policy("high: 30d", "high: 300d"), says: [sameForAll, "it changes `waivers`"]),
  ]

  static let bench = Swift.Result { try Bench(changes: edits.map(\.change)) }

  @Test func `a comment says all that a change takes out of the policy`() throws {
    let bench = try Bench(changes: [[".gatehouse/policy.yaml": .text(Files.weak)]])
    let answer = try bench.check(
      [.sarif()], asking: ["--base", "refs/heads/main", "--head", "refs/heads/change-0"],
      formats: ["--format", "markdown"])
    for part in ["it removes rules", "it adds rule nothing", "it no longer asks for evidence"] {
      #expect(answer.outcome.output.contains(part), "\(answer.outcome.output)")
    }
  }

  private func told(_ answer: Answer) -> [String] {
    answer.decision["diagnostics"].list.filter { $0["code"].text == "policy-changed" }
      .flatMap { $0["because"].list.compactMap(\.text) }
  }

  @Test(arguments: edits.indices)
  func `a change of the policy is told by effects, rules, evidence and waivers`(_ index: Int) throws {
    let (edit, bench) = (Self.edits[index], try Self.bench.get())
    let answer = try bench.check(
      [.sarif()], ["--scanned", bench.heads[index]],
      asking: ["--base", "refs/heads/main", "--head", "refs/heads/change-\(index)"], bound: false)
    #expect(answer.status == 1, "\(answer.outcome.output)")
    let told = told(answer)
    for sentence in edit.says { #expect(told.contains { $0.contains(sentence) }, "\(sentence): \(told)") }
    for words in edit.saysNot { #expect(!told.contains { $0.hasPrefix(words) }, "\(words): \(told)") }
  }

  @Test func `what the target branch got meanwhile is not taken for a removal`() throws {
    let bench = try Bench(
      change: ["src/pay/charge.py": .text(Files.code()), ".gatehouse/policy.yaml": .text(Files.policy + "# ours\n")])
    try bench.git("symbolic-ref", "HEAD", "refs/heads/main")
    try bench.git("reset", "-q", "--hard")
    let strict = Files.policy.replacingOccurrences(
      of: "rules:\n", with: "rules:\n  - { id: secrets, when: { kind: secret }, effect: deny }\n")
    for (path, text) in [(".gatehouse/waivers.yaml", Files.generousWaivers), (".gatehouse/policy.yaml", strict)] {
      try Data(text.utf8).write(to: bench.repository.appending(path: path))
    }
    try bench.git("commit", "-qam", "meanwhile")
    let answer = try bench.check([.sarif([])])
    #expect(answer.status == 0, "\(answer.outcome.output)")
    #expect(told(answer) == ["there is no finding that could be judged otherwise"])
  }

  static let unreadable = Files.policy.replacingOccurrences(of: "effect: deny", with: "effect: block")

  @Test func `a change that makes the policy unreadable fails by itself, with the place`() throws {
    for change in [
      [".gatehouse/policy.yaml": Entry.text(Self.unreadable)], [".gatehouse/waivers.yaml": "waivers: [\n"],
      [".gatehouse/policies/team/more.yaml": .text(Files.weak)],
    ] {
      let bench = try Bench(
        change: change.merging(["src/pay/charge.py": .text(Files.code())]) { $1 }.mapValues(Optional.some))
      let answer = try bench.check([.sarif([])])
      #expect(answer.status == 1 && answer.verdict == "fail", "\(answer.outcome.output)")
      let broken = answer.decision["diagnostics"].list.filter { $0["code"].text == "policy-broken" }
      #expect(broken.count == 1)
      #expect(broken.first?["at"]["file"].text == change.keys.first, "\(broken)")
      #expect(answer.decision["actionsChecked"] == .flag(false))
    }
  }

  /// Files after whose merge no change could be judged.
  static let lockouts: [(path: String, entry: Entry)] = [
    (".Gatehouse/policy.yaml", .text(Files.policy)), (".GATEHOUSE/notes", "x\n"),
    (".gatehouse.yaml", .text(Files.policy)),
    (".gatehouse.yml", "x: 1\n"), (".gatehouse/vex", "x\n"), (".gatehouse/vex", .link(to: "../src")),
    (".gatehouse/policies", .submodule), (".gatehouse/policies", "x\n"), (".gatehouse/policies/x.yaml", .link(to: "y")),
  ]

  @Test func `a file that would keep every later change from a verdict fails the change that brings it`() throws {
    let noVEX: [String: Entry?] = [".gatehouse/vex/acme.openvex.json": nil]
    let harmless: [String: Entry?] = ["src/pay/charge.py": .text(Files.code())]
    let bench = try Bench(
      base: noVEX, bases: Self.lockouts.map { [$0.path: $0.entry] },
      changes: Self.lockouts.map { harmless.merging([$0.path: $0.entry]) { $1 } })
    for (index, lockout) in Self.lockouts.enumerated() {
      let own = try bench.check(
        [.sarif([])], ["--scanned", bench.heads[index]],
        asking: ["--base", "refs/heads/main", "--head", "refs/heads/change-\(index)"], bound: false)
      #expect(own.status == 1 && own.codes.contains("policy-broken"), "\(lockout): \(own.outcome.output)")
      let later = try bench.check(
        [.sarif()], asking: ["--base", "refs/heads/base-\(index)", "--head", "refs/heads/change", "--allow-unrelated"])
      #expect(later.status == 2, "\(lockout): \(later.outcome.output)")
      #expect(!later.outcome.output.contains("this change repairs it"), "\(lockout): \(later.outcome.output)")
    }
  }

  @Test func `a commit that makes the policy unreadable is refused in a hook as well`() throws {
    let bench = try HookTests.committer()
    try bench.write(.sarif([]))
    try Data(Self.unreadable.utf8).write(to: bench.repository.appending(path: ".gatehouse/policy.yaml"))
    try bench.git("add", ".gatehouse/policy.yaml")
    let refused = try run(
      "/usr/bin/git", ["commit", "-q", "-m", "try"], in: bench.repository, environment: gitEnvironment)
    #expect(refused.status == 1 && (refused.output + refused.errors).contains("nothing could be judged"))
  }

  @Test func `the change that repairs an unreadable policy is told from all others`() throws {
    let bench = try Bench(
      base: [".gatehouse/policy.yaml": .text(Self.unreadable)], change: [".gatehouse/policy.yaml": .text(Files.policy)],
      changes: [
        [".gatehouse/policy.yaml": .text(Self.unreadable)], [".gatehouse/policy.yaml": .text(Self.unreadable + "#\n")],
      ])
    let repairing = try bench.check()
    #expect(repairing.status == 2)
    #expect(repairing.decision["preview"].text == "fail", "by its own policy the bad line blocks")
    #expect(repairing.outcome.output.contains("this change repairs it"))
    #expect(repairing.codes.contains("policy-unknown-name"), "what is wrong at the base: \(repairing.codes)")
    for index in bench.heads.indices {
      let other = try bench.check(asking: ["--base", "refs/heads/main", "--head", "refs/heads/change-\(index)"])
      #expect(other.status == 2 && other.decision["preview"] == .null)
      #expect(other.outcome.output.contains("this change does not repair it"))
    }
  }

  @Test func `the change that brings the first policy is undecided, with a preview by its own policy`() throws {
    let none: [String: Entry?] = [
      ".gatehouse/policy.yaml": nil, ".gatehouse/waivers.yaml": nil, ".gatehouse/vex/acme.openvex.json": nil,
    ]
    let first: [String: Entry?] = [".gatehouse/policy.yaml": .text(Files.policy)]
    let bench = try Bench(
      base: none, change: first,
      changes: [
        ["src/pay/charge.py": .text(Files.code())], [".gatehouse/policy.yaml": nil],
        [".gatehouse/policy.yaml": .text(Self.unreadable)],
      ])
    func ask(_ index: Int, _ reports: [Report]) throws -> Answer {
      try bench.check(
        reports, ["--scanned", bench.heads[index]],
        asking: ["--base", "refs/heads/main", "--head", "refs/heads/change-\(index)"], bound: false)
    }
    let bad = try bench.check()
    #expect(bad.status == 2 && bad.decision["preview"].text == "fail" && bad.findings.count == 1)
    #expect(bad.obstacles == ["policy-missing-at-base"])
    let good = try ask(0, [.sarif([])])
    #expect(good.status == 2 && good.decision["preview"].text == "pass", "\(good.outcome.output)")
    let without = try ask(1, [.sarif()])
    #expect(without.status == 2 && without.obstacles == ["policy-missing"] && without.decision["preview"] == .null)
    let broken = try ask(2, [.sarif()])
    #expect(broken.status == 2 && broken.obstacles.contains("policy-unknown-name"), "\(broken.obstacles)")
    // Merged as it is, it would keep every change from a verdict, so nothing advises to merge it.
    let told = broken.decision["diagnostics"][0]
    #expect(told["text"].text?.contains("with this change merged, nothing could be judged") == true, "\(told)")
    #expect(!broken.outcome.output.contains("bypass"), "\(broken.outcome.output)")
  }

  @Test func `the objects of a push are read in a pre-receive hook, and those of no other repository`() throws {
    let bench = try Bench()
    let server = bench.folder.appending(path: "server.git")
    try bench.git(
      "clone", "-q", "--bare", "--no-local", "--single-branch", "--branch", "main", bench.repository.path, server.path)
    try bench.git("-C", server.path, "config", "receive.unpackLimit", "1")
    try bench.write(.sarif())
    let hook = server.appending(path: "hooks/pre-receive")
    try FileManager.default.createDirectory(at: hook.deletingLastPathComponent(), withIntermediateDirectories: true)
    let script = """
      #!/bin/sh
      read old new ref
      '\(gatehousePath)' check --repo . --base refs/heads/main --head $new --scanned $new --now \(Bench.now) '\(bench.folder.path)/reports'

      """
    try Data(script.utf8).write(to: hook)
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: hook.path)
    func push() throws -> ProgramResult {
      try run(
        "/usr/bin/git", ["push", "-q", server.path, "refs/heads/change"], in: bench.repository,
        environment: gitEnvironment)
    }
    let refused = try push()
    #expect(refused.status == 1 && refused.errors.contains("src/pay/charge.py:7"), "\(refused.errors)")
    try bench.write(.sarif([]))
    #expect(try push().status == 0)
    // A folder that lies elsewhere is not believed to be a quarantine.
    let elsewhere = try bench.check(
      environment: ["GIT_QUARANTINE_PATH": server.appending(path: "objects").path, "CI": "false"])
    #expect(elsewhere.status == 1)
  }
}
