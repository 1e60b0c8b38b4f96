import Foundation
import TestSupport
import Testing

/// Every command finds the same files of a policy bundle, wherever they are.
@Suite struct OneLoaderTests {
  /// Checks HEAD on its own, by the bundle of its commit and by that of the working tree, which has the same files.
  private func bothPreviews(_ bench: Bench) throws -> [Answer] {
    try bench.git("reset", "-q", "--hard")
    return try ["base", "worktree"].map { try bench.check(asking: ["--policy-from", $0]) }
  }

  @Test func `a policy in the folder policies is found in a commit, a working tree and a folder`() throws {
    for file in ["a.yaml", "b.yml"] {
      let bench = try Bench(base: [".gatehouse/policy.yaml": nil, ".gatehouse/policies/\(file)": .text(Files.policy)])
      let answers = try bothPreviews(bench)
      #expect(answers.map(\.status) == [1, 1])
      #expect(answers[0].decision["policies"] == answers[1].decision["policies"])
      let checked = try bench.ask(["policy", "check"])
      #expect(checked.status == 0 && checked.output.hasPrefix(".gatehouse: "), "\(checked.errors)")
    }
  }

  /// Files of a bundle that no loader reads, by path, with the severity of what is said of them.
  static let unread = [
    ("policies/team/strict.yaml", Files.policy, "error"), ("policies.yaml", Files.policy, "error"),
    ("Policy.yaml", Files.policy, "error"), ("policy.yaml.txt", Files.policy, "error"),
    ("team/policy.yml", Files.policy, "error"), ("policies/a.YAML", "{\"gatehouse\": 1}", "error"),
    ("Waivers.yaml", Files.generousWaivers, "warning"), ("waiver.yml", "waivers: []", "warning"),
    ("vex/a.openvex", "{}", "warning"), ("vex/2026/a.json", "{}", "warning"),
    ("vex/2026/b.json", #"{"@context": "https://openvex.dev/ns/v0.2.0", "statements": []}"#, "error"),
    ("vex/c.openvex", #"{"@context": "https://openvex.dev/ns/v0.2.0", "statements": []}"#, "error"),
    ("tests/more/a.yaml", "{}", "warning"),
    ("allowed-signers", "al@acme.example ssh-ed25519 AAAA\n", "warning"), ("keyring.asc", "-----BEGIN PGP", "warning"),
  ]

  @Test(arguments: Depth.cases(Array(unread.indices), 6))
  func `a file of the bundle that is not read is named`(_ index: Int) throws {
    let (path, text, severity) = Self.unread[index]
    let bench = try Bench(base: [".gatehouse/\(path)": .text(text)])
    for answer in try bothPreviews(bench) + [bench.check()] {
      let said = answer.decision["diagnostics"].list.filter { $0["code"].text == "policy-file-unread" }
      #expect(said.map { $0["severity"].text } == [severity])
      #expect(said.allSatisfy { $0["text"].text?.contains(path) == true })
      #expect(answer.status == (severity == "error" ? 2 : 1))
    }
    let checked = try bench.ask(["policy", "check"])
    #expect(checked.status == (severity == "error" ? 2 : 0) && checked.errors.contains(path), "\(checked.errors)")
  }

  @Test func `files for people beside a policy are passed over`() throws {
    let files = ["README.md", "vex/README", "vex/.gitkeep", "policies/README.md", "policy.schema.json", "notes.txt"]
    let bench = try Bench(base: Dictionary(uniqueKeysWithValues: files.map { (".gatehouse/\($0)", "gatehouse: 1\n") }))
    let answer = try bench.check()
    #expect(answer.status == 2 && answer.codes.filter { $0 == "policy-file-unread" }.count == 1, "notes.txt")
  }

  @Test func `both endings of YAML files are read`() throws {
    let second = Files.policy.replacingOccurrences(of: "no-new-high", with: "second")
    let bench = try Bench(base: [".gatehouse/policy.yaml": .text(Files.lax), ".gatehouse/policy.yml": .text(second)])
    #expect(try bothPreviews(bench).map(\.status) == [1, 1])
    let waived = try Bench(base: [
      ".gatehouse/waivers.yaml": nil, ".gatehouse/waivers.yml": .text(Files.generousWaivers),
    ])
    #expect(try bothPreviews(waived).map(\.status) == [0, 0])
  }

  @Test func `a CODEOWNERS without owners that hides another is told`() throws {
    for (text, hides) in [("", true), ("# nothing\n*\n", true), ("/src/ @acme/core\n", false)] {
      let bench = try Bench(base: [".github/CODEOWNERS": .text(text), "CODEOWNERS": "* @acme/payments\n"])
      for answer in try bothPreviews(bench) { #expect(answer.codes.contains("codeowners-empty") == hides) }
    }
  }

  @Test func `a preview by the working tree reads waivers, VEX statements and CODEOWNERS there`() throws {
    let bench = try Bench()
    try bench.git("reset", "-q", "--hard")
    let files = [
      ".gatehouse/waivers.yaml": Files.generousWaivers, "CODEOWNERS": "* @acme/payments\n",
      ".gatehouse/vex/other.json": "{}",
    ]
    for (path, text) in files { try Data(text.utf8).write(to: bench.repository.appending(path: path)) }
    let committed = try bench.check(asking: ["--policy-from", "base"])
    let answer = try bench.check(asking: ["--policy-from", "worktree"])
    #expect(committed.status == 1)
    #expect(answer.status == 2 && !answer.obstacles.isEmpty, "the statement cannot be read")
    try FileManager.default.removeItem(at: bench.repository.appending(path: ".gatehouse/vex/other.json"))
    let waived = try bench.check(asking: ["--policy-from", "worktree"])
    #expect(waived.status == 0, "the waiver counts")
    #expect(waived.findings[0]["owners"].list.map(\.text) == ["@acme/payments"])
  }

  @Test func `a policy that is named is read where the others are`() throws {
    let bench = try Bench(base: ["org/lax.yaml": .text(Files.lax)])
    try bench.git("reset", "-q", "--hard")
    try Data(Files.weak.utf8).write(to: bench.repository.appending(path: "org/lax.yaml"))
    let named = try ["base", "worktree"].map {
      try bench.check([.sarif()], ["--policy", "org/lax.yaml"], asking: ["--policy-from", $0])
    }
    #expect(named.map(\.status) == [1, 0])
  }

  @Test func `a link in a policy bundle is refused in a commit and in a working tree`() throws {
    let bench = try Bench(base: [".gatehouse/policy.yaml": .link(to: "../real.yaml"), "real.yaml": .text(Files.policy)])
    for answer in try bothPreviews(bench) {
      #expect(answer.status == 2 && answer.codes.contains("entry-not-regular"))
    }
    #expect(try bench.ask(["policy", "check"]).status == 2)
    #expect(try bench.ask(["policy", "check", "real.yaml"]).status == 0)
  }

  @Test func `owners and check say the same of CODEOWNERS that is missing or too large`() throws {
    let large = String(repeating: "# 3 MB\n", count: (3 << 20) / 7 + 1)
    let cases: [(String?, String, Int32)] = [(nil, "codeowners-missing", 0), (large, "codeowners-too-large", 2)]
    for (text, code, status) in cases {
      let bench = try Bench(base: ["CODEOWNERS": text.map { .text($0) }])
      let owners = try bench.ask(["owners", "--rev", "refs/heads/main", "src/pay/charge.py"])
      #expect(owners.status == status && owners.errors.contains("[\(code)]"), "\(owners.errors)")
      for answer in try bothPreviews(bench) + [bench.check()] {
        #expect(answer.codes.contains(code))
        #expect(answer.status == (status == 0 ? 1 : 2))
      }
    }
    let bench = try Bench(base: ["big": .text(large)])
    try bench.git("reset", "-q", "--hard")
    #expect(try bench.ask(["owners", "--codeowners", "big", "x"]).errors.contains("[codeowners-too-large]"))
  }

  @Test func `a file that is not in the commit is warned of below the folder of a side-car too`() throws {
    let bench = try Bench()
    let sarif = #"""
      {"version":"2.1.0","runs":[{"tool":{"driver":{"name":"semgrep"}},"results":[{"ruleId":"r","message":{"text":"x"},
      "locations":[{"physicalLocation":{"artifactLocation":{"uri":"nowhere.py"},"region":{"startLine":1}}}]}]}]}
      """#
    let report = Report("semgrep.json") { _ in Data(sarif.utf8) }
    let sideCar = Report.sideCar("semgrep.json", "tool: semgrep\ncommit: \(bench.head)\nfolder: src/pay")
    #expect(try bench.check([report]).codes.contains("path-outside"))
    try bench.write(sideCar, in: "all")
    let answer = try bench.check([], [bench.write(report, in: "all").path])
    #expect(answer.codes.contains("path-outside"))
  }
}
