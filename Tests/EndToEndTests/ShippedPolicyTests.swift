import Foundation
import TestSupport
import Testing

/// The policies of `policies/`, tried on a repository.
@Suite struct ShippedPolicyTests {
  private static let library = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../policies")
    .standardizedFileURL

  /// The policy, without what it asks of reports.
  private static func policy(_ name: String) throws -> String {
    let text = try String(contentsOf: library.appending(path: "\(name)/policy.yaml"), encoding: .utf8)
    return text.split(separator: "\n", omittingEmptySubsequences: false)
      .filter { $0 != "evidence:" && !$0.hasPrefix("  - { kind:") }.joined(separator: "\n")
  }

  private static let old = [("error", 2), ("error", 5), ("warning", 8)].map { level, line in
    Statement(rule: "r\(line)", level: level, path: "src/web/index.py", line: line)
  }

  /// All that main has came on 2026-11-01.
  @Test(arguments: ["starter", "standard", "strict"])
  func `a change of a word in the README is not blocked by what main had, when main was touched yesterday`(
    _ name: String
  ) throws {
    let bench = try Bench(
      base: [".gatehouse/policy.yaml": .text(Self.policy(name)), "README.md": "# Shop\n"],
      change: ["src/pay/charge.py": .text(Files.code()), "README.md": "# The shop\n"])
    let answer = try bench.check([.sarif(Self.old, time: "2026-11-02T11:00:00Z")], now: "2026-11-02T12:00:00Z")
    #expect(answer.status == 0, "\(answer.outcome.output)")
    #expect(answer.findings.map { $0["newness"].text } == ["inherited", "inherited", "inherited"])
    #expect(answer.findings.map { $0["firstSeen"]["source"].text } == ["git", "git", "git"])
    let new = try bench.check(
      [.sarif(Self.old + [Statement(rule: "r", path: "README.md", line: 1)], time: "2026-11-02T11:00:00Z")],
      now: "2026-11-02T12:00:00Z")
    #expect(new.status == (name == "starter" ? 0 : 1), "what the change brings still counts")
  }

  /// Main has had its findings since 2026-11-01, and a commit on the day before the check touched another file.
  @Test(arguments: ["starter", "standard", "strict"])
  func `what main has had for too long is overdue, when main was touched yesterday`(_ name: String) throws {
    let bench = try Bench(base: [".gatehouse/policy.yaml": .text(Self.policy(name))])
    let yesterday = ["GIT_COMMITTER_DATE": "2027-08-31T12:00:00Z", "GIT_AUTHOR_DATE": "2027-08-31T12:00:00Z"]
    func touch(_ parent: String) throws -> String {
      let tree = try bench.git("rev-parse", "refs/heads/main^{tree}")
      return try bench.git("commit-tree", tree, "-p", parent, "-m", "touched", environment: yesterday)
    }
    try bench.git("update-ref", "refs/heads/main", touch(bench.base))
    try bench.git("update-ref", "refs/heads/change", touch(touch(bench.base)))
    let head = try bench.git("rev-parse", "refs/heads/change")
    func check() throws -> Answer {
      try bench.check(
        [.sarif(Self.old, time: "2027-09-01T11:00:00Z")], ["--scanned", head], bound: false, now: "2027-09-01T12:00:00Z"
      )
    }
    let answer = try check()
    #expect(answer.status == (name == "starter" ? 0 : 1))
    #expect(answer.findings.allSatisfy { $0["firstSeen"]["time"].text?.hasPrefix("2026-11-01") == true })
    // A clone without the first commit does not know it, blocks nothing for it, and says what would tell.
    let clone = bench.folder.appending(path: "clone")
    try bench.git(
      "clone", "-q", "--bare", "--depth", "1", "--no-single-branch", "file://" + bench.repository.path, clone.path)
    let shallow = try bench.check(
      [.sarif(Self.old, time: "2027-09-01T11:00:00Z")], ["--scanned", head, "--repo", clone.path], bound: false,
      now: "2027-09-01T12:00:00Z")
    let told = shallow.decision["diagnostics"].list.first { $0["code"].text == "deadline-unknown" }
    #expect(shallow.status == 0)
    #expect(told?["help"].text?.contains("fetch-depth: 0") == true)
  }
}
