import Foundation
import TestSupport
import Testing

/// What `policy check`, `policy test` and `doctor` say of a bundle that is valid and hardly meant.
@Suite struct PolicyCheckTests {
  private static let policy = """
    gatehouse: 1
    name: p
    rules:
      - { id: r, when: { severity: { at-least: high } }, effect: deny }
    waivers: { approvers: codeowners, longest: { critical: 14d } }

    """
  private static let id = "0123456789abcdef0123456789abcdef"
  private static let vex = """
    {"@context": "https://openvex.dev/ns/v0.2.0", "@id": "https://x.example/1", "author": "https://x.example",
     "timestamp": "2026-11-20T09:00:00Z", "version": 1, "statements": [{"vulnerability": {"name": "CVE-2026-0001"},
     "products": [{"@id": "pkg:pypi/x@1"}], "status": "not-affected"}]}
    """
  private static let test = "  - { name: t, given: { severity: high }, expect: { effect: deny } }\n"

  private func ask(_ command: [String], _ files: [String: String]) throws -> ProgramResult {
    let folder = FileManager.default.temporaryDirectory.appending(path: "policy-check-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    for (path, text) in files.merging(["policy.yaml": Self.policy], uniquingKeysWith: { mine, _ in mine }) {
      let file = folder.appending(path: ".gatehouse/\(path)")
      try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data(text.utf8).write(to: file)
    }
    return try gatehouse(command, in: folder)
  }

  private static func bundle(_ rule: String) -> [String: String] {
    ["policy.yaml": policy.replacing("  - { id: r", with: "  - { id: mine, \(rule), effect: deny }\n  - { id: r")]
  }

  /// Files, the status, and what is said; nothing for a bundle that is as it should be.
  private static let bundles: [(files: [String: String], status: Int32, said: String?)] = [
    ([:], 0, nil),
    (bundle("when: { kind: sast }, unless: { kind: [sast, iac] }"), 0, "rule `mine` can never apply"),
    (bundle("when: { kind: sast }, from: 2999-01-01"), 0, "rule `mine` has no effect before 2999-01-01"),
    (bundle("when: { rule: /a.*/ }"), 0, "reads like a regular expression"),
    (bundle("when: { id: CVE-2026-* }"), 2, "wildcards have no meaning here"),
    (
      ["policy.yaml": policy.replacing("critical: 14d", with: "low: 14d")], 0,
      "findings of severity critical, high, medium, unknown cannot be waived"
    ),
    (
      ["baseline.yaml": "gatehouse-baseline: 1\ncreated: 2026-11-01\nuntil: 2027-01-01\nfindings: [\(id), \(id)]\n"], 0,
      "this finding is in the list twice"
    ),
    (["vex/a.json": vex], 2, "not-affected"),
    (["vex/a.json": vex.replacing("not-affected", with: "under_investigation")], 0, nil),
  ]

  @Test(arguments: bundles.indices) func `what a bundle hardly means is told`(_ index: Int) throws {
    let (files, status, said) = Self.bundles[index]
    let result = try ask(["policy", "check"], files)
    #expect(result.status == status, "\(result)")
    if let said {
      #expect(result.errors.contains(said), "\(result)")
    } else {
      #expect(result.errors == "", "\(result)")
    }
    if said?.contains("twice") == true { #expect(result.output.contains("a baseline of 1 finding"), "\(result)") }
  }

  @Test func `the doctor names a rule that cannot apply`() throws {
    for (rule, said) in [
      ("when: { kind: sast }, unless: { kind: [sast, iac] }", "rule `mine` can never apply"),
      ("when: { kind: sast }, from: 2999-01-01", "rule `mine` has no effect before 2999-01-01"),
      ("when: { package: \"pkg:pip/x\" }", "purls call it `pypi`"),
      ("when: { owner: \"@acme/paymnets\" }", "did you mean `@acme/payments`?"),
    ] {
      let policy = Files.policy.replacing(
        "  - id: new-medium", with: "  - { id: mine, \(rule), effect: deny }\n  - id: new-medium")
      let bench = try Bench(base: [".gatehouse/policy.yaml": .text(policy)])
      let result = try bench.ask([
        "doctor", "--now", Bench.now, "--base", "refs/heads/main", "--head", "refs/heads/change", "--scanned",
        bench.head,
        bench.write(.sarif()).path,
      ])
      #expect(result.status == 1 && (result.output + result.errors).contains(said), "\(result)")
    }
  }

  @Test(
    arguments: [
      (test + test, 0, "two tests have this name"),
      (test.replacing("severity: high", with: "severity: high, path: /src/a.py"), 2, "write `src/a.py`"),
      (test.replacing("severity: high", with: "severity: high, path: /a.py, image: x"), 0, ""),
    ] as [(String, Int32, String)])
  func `tests that are hardly meant are told`(_ tests: String, _ status: Int32, _ said: String) throws {
    let text = "gatehouse-tests: 1\nnow: 2026-11-20T10:00:00Z\ntests:\n" + tests
    let result = try ask(["policy", "test"], ["tests.yaml": text])
    #expect(result.status == status, "\(result)")
    #expect(said.isEmpty ? result.errors.isEmpty : result.errors.contains(said), "\(result)")
  }
}
