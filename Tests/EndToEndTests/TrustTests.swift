import Foundation
import TestSupport
import Testing

/// The change under review cannot judge itself.
@Suite struct TrustTests {
  /// What somebody does to the files that judge, besides bringing the bad line.
  struct Attempt: Sendable {
    let testDescription: String
    let change: [String: Entry?]
    /// Whether these are files that judge, so that the reviewer must be told.
    var isTold = true
    /// Whether nothing could be judged once this is merged.
    var isBreaking = false

    init(_ name: String, _ change: [String: Entry?], isTold: Bool = true, isBreaking: Bool = false) {
      (testDescription, self.change, self.isTold, self.isBreaking) = (name, change, isTold, isBreaking)
    }
  }

  static let attempts = [
    Attempt("policy weakened", [".gatehouse/policy.yaml": .text(Files.weak)]),
    Attempt("policy deleted", [".gatehouse/policy.yaml": nil], isBreaking: true),
    Attempt("policy emptied", [".gatehouse/policy.yaml": ""], isBreaking: true),
    Attempt(
      "policy renamed", [".gatehouse/policy.yaml": nil, ".gatehouse/old.yaml": .text(Files.policy)], isBreaking: true),
    Attempt(
      "policy moved into policies/", [".gatehouse/policy.yaml": nil, ".gatehouse/policies/p.yaml": .text(Files.weak)]),
    Attempt(
      "a second policy",
      [".gatehouse/policies/p.yaml": .text(Files.weak.replacingOccurrences(of: "bench", with: "second"))]),
    Attempt(
      "policy a link", [".gatehouse/policy.yaml": .link(to: "../weak.yaml"), "weak.yaml": .text(Files.weak)],
      isBreaking: true),
    Attempt("policy a submodule", [".gatehouse/policy.yaml": .submodule], isBreaking: true),
    Attempt("owners changed", ["CODEOWNERS": "* @mallory\n"]),
    Attempt("owners deleted", ["CODEOWNERS": nil]),
    Attempt("owners shadowed", [".github/CODEOWNERS": "* @mallory\n"]),
    Attempt("owners with a twin", ["codeowners": "* @mallory\n"], isTold: false),
    Attempt(
      "owners too large",
      ["CODEOWNERS": .text(String(repeating: "* @mallory # \(String(repeating: "m", count: 50))\n", count: 50_000))],
      isBreaking: true),
    Attempt("a waiver of one's own", [".gatehouse/waivers.yaml": .text(Files.generousWaivers)]),
    Attempt("waivers deleted", [".gatehouse/waivers.yaml": nil]),
    Attempt(
      "a statement of one's own",
      [".gatehouse/vex/mine.openvex.json": .text(Files.vex("CVE-2026-1001", "not_affected"))]),
    Attempt(
      "a statement changed", [".gatehouse/vex/acme.openvex.json": .text(Files.vex("CVE-2026-1001", "not_affected"))]),
    Attempt(
      "everything",
      [
        ".gatehouse/policy.yaml": .text(Files.weak), "CODEOWNERS": "* @mallory\n",
        ".gatehouse/waivers.yaml": .text(Files.generousWaivers),
        ".gatehouse/vex/acme.openvex.json": .text(Files.vex("CVE-2026-1001", "not_affected")),
      ]),
    Attempt(
      "attributes that hide the file", [".gitattributes": "*.py -diff binary linguist-generated\n"], isTold: false),
    Attempt("a mailmap", [".mailmap": "Ines <ines@acme.example> <mallory@acme.example>\n"], isTold: false),
    Attempt(
      "a configuration of git",
      [".gitconfig": "[core]\n\tworktree = /\n", ".gitmodules": "[submodule \"x\"]\n\tpath = x\n\turl = /\n"],
      isTold: false),
  ]

  /// The bad line, and a new dependency that a statement could speak of.
  static let reports = [Report.sarif(), .trivy()]
  static let dependency: [String: Entry?] = ["package.json": #"{"dependencies":{"left-pad":"1.0.0"}}"#]

  static let bench = Swift.Result { try Bench(change: dependency, changes: attempts.map(\.change)) }
  static let plain = Swift.Result { try bench.get().check(reports) }

  @Test(arguments: Depth.cases(Array(attempts.indices), 8))
  func `who edits the judge is judged as everybody else`(_ index: Int) throws {
    let (attempt, bench, expected) = (Self.attempts[index], try Self.bench.get(), try Self.plain.get())
    let answer = try bench.check(
      Self.reports, ["--scanned", bench.heads[index]],
      asking: ["--base", "refs/heads/main", "--head", "refs/heads/change-\(index)"],
      bound: false)
    #expect(expected.status == 1 && expected.findings.count == 2)
    #expect(answer.status == 1, "\(answer.outcome.output)")
    func judged(_ answer: Answer) -> JSON {
      answer.decision.without("head", "diagnostics", "evidence", "actions", "actionsChecked")
    }
    #expect(judged(answer).differences(to: judged(expected)) == [], "\(attempt.testDescription)")
    let told = answer.decision["diagnostics"].list.filter { $0["code"].text == "policy-changed" }
    #expect(told.isEmpty != attempt.isTold, "\(attempt.testDescription): \(told)")
    #expect(told.allSatisfy { $0["help"].text?.contains("@acme/") == true }, "whose review it needs: \(told)")
    // Nothing else is said than that.
    let broken = answer.decision["diagnostics"].list.filter { $0["code"].text == "policy-broken" }
    #expect(broken.count == (attempt.isBreaking ? 1 : 0), "\(attempt.testDescription): \(broken)")
    #expect(answer.decision["actions"].list.first?["text"].text?.hasPrefix("repair ") == attempt.isBreaking)
    let rest = Set(answer.decision["diagnostics"].list).subtracting(told + broken)
    #expect(rest == Set(expected.decision["diagnostics"].list))
  }

  @Test func `the reviewer is told what the new policy would let through`() throws {
    let bench = try Bench(change: [".gatehouse/policy.yaml": .text(Files.weak)])
    #expect(try bench.check().outcome.output.contains("would let 1 finding through"))
    let waived = try Bench(change: [".gatehouse/waivers.yaml": .text(Files.generousWaivers)])
    #expect(try waived.check().outcome.output.contains("would let 1 finding through"))
  }

  @Test func `the same waiver and the same statement count once they are on the base`() throws {
    let base: [String: Entry?] = [
      ".gatehouse/waivers.yaml": .text(Files.generousWaivers),
      ".gatehouse/vex/acme.openvex.json": .text(Files.vex("CVE-2026-1001", "not_affected")),
    ]
    let answer = try Bench(base: base, change: Self.dependency).check(Self.reports)
    #expect(answer.status == 0, "\(answer.outcome.output)")
    #expect(Set(answer.findings.compactMap { $0["suppressedBy"]["kind"].text }) == ["waiver", "vex"])
  }

  @Test func `a tag named like the branch changes nothing`() throws {
    let bench = try Bench(change: [".gatehouse/policy.yaml": .text(Files.weak)])
    for tag in ["main", "refs/heads/main", "heads/main"] { try bench.git("update-ref", "refs/tags/\(tag)", bench.head) }
    let answer = try bench.check()
    #expect((answer.status, answer.decision["base"]["commit"].text) == (1, bench.base))
  }

  @Test func `a branch from before the rule is judged by the rule`() throws {
    let bench = try Bench(base: [".gatehouse/policy.yaml": .text(Files.weak), ".gatehouse/vex/acme.openvex.json": nil])
    #expect(try bench.check().status == 0)
    let blob = try bench.git("hash-object", "-w", "--stdin", input: Files.lax)
    try bench.git("read-tree", "main")
    try bench.git("update-index", "--add", "--cacheinfo", "100644,\(blob),.gatehouse/policy.yaml")
    let tip = try bench.git("commit-tree", "-m", "A rule", "-p", "main", try bench.git("write-tree"))
    try bench.git("update-ref", "refs/heads/main", tip)
    let answer = try bench.check()
    #expect(answer.status == 1)
    #expect(answer.decision["policy"][0]["name"].text == "lax")
  }

  @Test func `what lies in the working tree or the index has no effect`() throws {
    let bench = try Bench()
    let clean = try bench.check()
    for (path, text) in [
      (".gatehouse/policy.yaml", Files.weak), ("CODEOWNERS", "* @mallory\n"),
      (".gatehouse/waivers.yaml", Files.generousWaivers), ("src/pay/charge.py", ""),
    ] {
      let file = bench.repository.appending(path: path)
      try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data(text.utf8).write(to: file)
    }
    try bench.git("add", "-A")
    let dirty = try bench.check()
    #expect(dirty.status == 1)
    #expect(dirty.decision.differences(to: clean.decision) == [])
  }

  /// Ways to name the policy that lies in the working tree of the change.
  @Test(arguments: ["", "link/", "repo/../", "/", "repo/.git/../../", "./"])
  func `a policy named by any path into the repository is the base's`(_ way: String) throws {
    let bench = try Bench()
    try FileManager.default.createSymbolicLink(
      atPath: bench.folder.appending(path: "link").path, withDestinationPath: ".")
    let home = bench.repository.appending(path: ".gatehouse")
    try FileManager.default.createDirectory(at: home, withIntermediateDirectories: true)
    try Data(Files.weak.utf8).write(to: home.appending(path: "policy.yaml"))
    let named = try bench.check([.sarif()], ["--policy", "\(bench.folder.path)/\(way)repo/.gatehouse/policy.yaml"])
    #expect(named.status == 1, "\(named.outcome.output)")
  }

  @Test func `a link that the change puts in the policy's position leads nowhere`() throws {
    let bench = try Bench(change: [".gatehouse/policy.yaml": .link(to: "../../weak.yaml")])
    try bench.write(Report("weak.yaml", Files.weak), in: ".")
    try bench.git("checkout", "-q", "-f", "change")
    let path = bench.repository.appending(path: ".gatehouse/policy.yaml").path
    #expect(try bench.check([.sarif()], ["--policy", path]).status == 1)
    // The organisation's own file, outside, is the caller's to name.
    #expect(try bench.check([.sarif()], ["--policy", bench.folder.appending(path: "weak.yaml").path]).status == 0)
  }

  @Test func `a statement that the change brings suppresses nothing, though it is named`() throws {
    let bench = try Bench(
      change: Self.dependency.merging(["mine.json": .text(Files.vex("CVE-2026-1001", "not_affected"))]) { $1 })
    try bench.git("checkout", "-q", "-f", "change")
    let answer = try bench.check(
      [.sarif([]), .trivy()], ["--vex", bench.repository.appending(path: "mine.json").path])
    #expect(answer.status == 2, "\(answer.outcome.output)")
    #expect(answer.obstacles == ["vex-not-trusted"])
  }

  @Test func `a statement from outside suppresses only when the base's policy pins or accepts it`() throws {
    let document = Files.vex("CVE-2026-1001", "not_affected")
    func check(_ terms: String, _ text: String) throws -> Answer {
      let policy = Files.policy.replacing("vex:\n", with: "vex:\n\(terms)")
      let bench = try Bench(base: [".gatehouse/policy.yaml": .text(policy)], change: Self.dependency)
      let file = try bench.write(Report("vendor.json", text), in: ".")
      return try bench.check([.sarif([]), .trivy()], ["--vex", file.path])
    }
    let refused = try check("", document)
    #expect(refused.status == 1, "\(refused.outcome.output)")
    let told = refused.decision["diagnostics"].list.first { $0["code"].text == "vex-outside" }
    let help = try #require(told?["help"].text)
    let digest = try #require(help.firstMatch(of: /sha256:[0-9a-f]{64}/)).output
    #expect(try check("  documents: [\"\(digest)\"]\n", document).status == 0, "the hint, followed, leads to a verdict")
    #expect(try check("  documents: [\"\(digest)\"]\n", document + " ").status == 1, "another document is not pinned")
    #expect(try check("  accept-unsigned: true\n", document).status == 0)
    #expect(try check("  accept-unsigned: false\n", document).status == 1)
  }
}
