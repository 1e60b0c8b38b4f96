import Foundation
import TestSupport
import Testing

/// The policies of `policies/`, tried on a repository.
@Suite struct ShippedPolicyTests {
  private static let library = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../policies")
    .standardizedFileURL

  /// Main was touched on 2026-11-01, so nothing shows that its findings are older than a day.
  @Test(arguments: ["starter", "standard", "strict"])
  func `a change of a word in the README is not blocked by what main had, when main was touched yesterday`(
    _ name: String
  ) throws {
    let text = try String(contentsOf: Self.library.appending(path: "\(name)/policy.yaml"), encoding: .utf8)
    // Which reports must be there is not what is tried here.
    let policy = text.split(separator: "\n", omittingEmptySubsequences: false)
      .filter { $0 != "evidence:" && !$0.hasPrefix("  - { kind:") }.joined(separator: "\n")
    let bench = try Bench(
      base: [".gatehouse/policy.yaml": .text(policy), "README.md": "# Shop\n"],
      change: ["src/pay/charge.py": .text(Files.code()), "README.md": "# The shop\n"])
    let old = [("error", 2), ("error", 5), ("warning", 8)].map { level, line in
      Statement(rule: "r\(line)", level: level, path: "src/web/index.py", line: line)
    }
    let answer = try bench.check([.sarif(old, time: "2026-11-02T11:00:00Z")], now: "2026-11-02T12:00:00Z")
    #expect(answer.status == 0, "\(answer.outcome.output)")
    #expect(answer.findings.map { $0["newness"].text } == ["inherited", "inherited", "inherited"])
    let told = answer.decision["diagnostics"].list.filter { $0["code"].text == "deadline-unknown" }
    #expect(told.map { $0["text"].text } == ["3 findings of the past have no known first day, so no deadline"])
    let new = try bench.check(
      [.sarif(old + [Statement(rule: "r", path: "README.md", line: 1)], time: "2026-11-02T11:00:00Z")],
      now: "2026-11-02T12:00:00Z")
    #expect(new.status == (name == "starter" ? 0 : 1), "what the change brings still counts")
  }
}
