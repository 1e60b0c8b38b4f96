import Foundation
import TestSupport
import Testing

/// A baseline lets a team with a backlog begin: it suppresses what was there, until one day, and nothing that comes later.
@Suite struct BaselineTests {
  /// Denies what is there as well.
  static let policy = Files.policy.replacingOccurrences(of: "newness: [introduced, surfaced]", with: "kind: sast")

  static func baseline(_ ids: [String], created: String = "2026-11-01", until: String = "2027-01-31") -> Entry {
    .text(
      "gatehouse-baseline: 1\ncreated: \(created)\nuntil: \(until)\nfindings:\(ids.isEmpty ? " []" : "")\n"
        + ids.map { "  - \($0) # high\n" }.joined())
  }

  /// A base that has the bad line, a change elsewhere, and the id of the finding.
  static func backlog(_ baseline: (String) -> Entry?, change: [String: Entry?] = ["README.md": "hello\n"]) throws
    -> Bench
  {
    let bad: [String: Entry?] = ["src/pay/charge.py": .text(Files.code(line: "    eval(request.body)"))]
    let base = bad.merging([".gatehouse/policy.yaml": .text(policy)]) { $1 }
    let bench = try Bench(base: base, change: bad.merging(change) { $1 })
    let id = try #require(bench.check().findings.first?["id"].text)
    return try Bench(
      base: base.merging([".gatehouse/baseline.yaml": baseline(id)]) { $1 },
      change: bad.merging(change) { $1 })
  }

  @Test func `what the baseline lists is suppressed until its last day, and shown`() throws {
    let bench = try Self.backlog { Self.baseline([$0]) }
    let answer = try bench.check()
    #expect(answer.status == 0, "\(answer.outcome.output)")
    let suppressed = answer.findings.first?["suppressedBy"]
    #expect(suppressed?["kind"].text == "baseline" && suppressed?["until"].text == "2027-01-31", "\(answer.findings)")
    #expect(suppressed?["at"]["file"].text == ".gatehouse/baseline.yaml" && suppressed?["at"]["line"].number == 5)
    let late = try Self.backlog { Self.baseline([$0], created: "2026-08-01", until: "2026-11-19") }.check()
    #expect(late.status == 1 && late.codes.contains("baseline-expired"), "\(late.outcome.output)")
    let last = try Self.backlog { Self.baseline([$0], created: "2026-08-01", until: "2026-11-20") }.check()
    #expect(last.status == 0 && last.codes.contains("baseline-expired"), "the last day is inclusive, and it is told")
  }

  @Test func `without the baseline, or with another id in it, the backlog blocks`() throws {
    #expect(try Self.backlog { _ in nil }.check().status == 1)
    let other = try Self.backlog { _ in Self.baseline([String(repeating: "0", count: 32)]) }.check()
    #expect(other.status == 1)
  }

  @Test func `what a change brings is never in the baseline, though its id stands there`() throws {
    let plain = try Bench(base: [".gatehouse/policy.yaml": .text(Self.policy)])
    let id = try #require(plain.check().findings.first?["id"].text)
    let bench = try Bench(base: [
      ".gatehouse/policy.yaml": .text(Self.policy), ".gatehouse/baseline.yaml": Self.baseline([id]),
    ])
    let answer = try bench.check()
    #expect(answer.status == 1, "\(answer.outcome.output)")
    #expect(answer.findings.first?["reasons"].list.contains { $0["code"].text == "baseline-not-applied" } == true)
  }

  @Test func `a baseline that only the change brings suppresses nothing, and its effect is told`() throws {
    let plain = try Self.backlog { _ in nil }
    let id = try #require(plain.check().findings.first?["id"].text)
    let bench = try Self.backlog({ _ in nil }, change: [".gatehouse/baseline.yaml": Self.baseline([id])])
    let answer = try bench.check()
    #expect(answer.status == 1)
    let told = answer.decision["diagnostics"].list.filter { $0["code"].text == "policy-changed" }
      .flatMap { $0["because"].list.compactMap(\.text) }
    #expect(told.contains("it adds 1 finding to the baseline"), "\(told)")
    #expect(told.contains { $0.contains("would let 1 finding through: pass instead of fail") }, "\(told)")
  }

  @Test func `the id means the finding that had it when the baseline came`() throws {
    // Another line of the same text comes above the listed one: it is new, and the listed one stays listed.
    let twice =
      (1...10).map { $0 == 3 || $0 == 7 ? "    eval(request.body)" : "    step_\($0)()" }
      .joined(separator: "\n") + "\n"
    let bench = try Self.backlog({ Self.baseline([$0]) }, change: ["src/pay/charge.py": .text(twice)])
    let answer = try bench.check([.sarif([Statement(line: 3), Statement(line: 7)])])
    #expect(answer.status == 1, "\(answer.outcome.output)")
    let kinds = answer.findings.map { ($0["location"]["startLine"].number, $0["suppressedBy"]["kind"].text) }
    #expect(
      kinds.contains { $0.0 == 7 && $0.1 == "baseline" } && kinds.contains { $0.0 == 3 && $0.1 == nil }, "\(kinds)")
  }

  @Test func `a list whose last line was deleted is empty, and other lists are not`() throws {
    let lists = [
      ("baseline.yaml", "gatehouse-baseline: 1\ncreated: 2026-11-01\nuntil: 2027-01-01\nfindings:\n", Int32(0)),
      ("waivers.yaml", "gatehouse-waivers: 1\nwaivers:\n", 0),
      ("waivers.yaml", "gatehouse-waivers: 1\nwaivers: none\n", 2),
      ("policy.yaml", "gatehouse: 1\nname: x\nrules:\n", 2),
    ]
    for (name, text, status) in lists {
      let bench = try Bench(base: [".gatehouse/\(name)": .text(text)])
      try bench.git("symbolic-ref", "HEAD", "refs/heads/main")
      try bench.git("reset", "-q", "--hard")
      let checked = try bench.ask(["policy", "check"])
      #expect(checked.status == status, "\(text): \(checked.errors)")
      if status == 0 { #expect(try bench.check().status == 1, "it suppresses nothing") }
    }
  }

  @Test(arguments: [
    ("gatehouse-baseline: 1\ncreated: 2026-11-01\nuntil: 2026-10-01\nfindings: []\n", 3, "ends before it begins"),
    ("gatehouse-baseline: 1\ncreated: 2026-11-01\nuntil: 2028-10-01\nfindings: []\n", 3, "366 are the most"),
    ("gatehouse-baseline: 1\ncreated: 2026-11-01\nuntil: 2027-01-01\nfindings: [abc]\n", 4, "beginning of an id"),
    ("gatehouse-baseline: 1\ncreated: 2026-11-01\nuntil: 2027-01-01\nfindings: [eval]\n", 4, "not the id of a finding"),
    (
      "gatehouse-baseline: 1\ncreated: 2026-11-01\nuntil: 2027-01-01\nfindings: [0123456789ABCDEF0123456789ABCDEF]\n",
      4,
      "write `0123456789abcdef0123456789abcdef`"
    ),
    ("gatehouse-baseline: 1\ncreated: 2026-11-01\nfindings: []\n", 1, "`until`"),
    ("gatehouse-baseline: 1\ncreated: 2026-11-01\nuntil: 2027-01-01\nfinding: []\n", 4, "findings"),
  ])
  func `a baseline that is wrong is told with its place`(_ text: String, _ line: Int, _ words: String) throws {
    let bench = try Bench()
    let folder = bench.folder.appending(path: "policy")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    try Data(Files.policy.utf8).write(to: folder.appending(path: "policy.yaml"))
    try Data(text.utf8).write(to: folder.appending(path: "baseline.yaml"))
    let outcome = try bench.ask(["policy", "check", folder.path])
    #expect(outcome.status == 2)
    #expect(outcome.errors.contains("baseline.yaml:\(line):") && outcome.errors.contains(words), "\(outcome.errors)")
  }
}
