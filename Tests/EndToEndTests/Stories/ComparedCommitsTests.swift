import Foundation
import TestSupport
import Testing

/// In every CI system the change is compared with what the forge calls its target, and judged by the policy at the tip of that
/// branch, whatever the change does to the files by which it is judged.
@Suite struct ComparedCommitsTests {
  /// A job that was started, and the verdicts that it left.
  struct Answered {
    let run: JobRun
    let verdicts: [String: JSON]
  }

  /// A forge with one CI system. Main has a policy of the name `first` and then one of the name `second`.
  struct Bed {
    let forge: Forge
    let runner: Runner
    var ci: EmulatedCI
    let first: ForgeEvent

    init(_ system: EmulatedCI.System) throws {
      forge = try Forge()
      runner = try Runner(of: forge, isReady: true)
      ci = EmulatedCI(system, on: runner)
      try forge.edit(
        SmallGates.files.merging([
          ".gatehouse/policy.yaml": ComparedCommitsTests.policy("first"), ".gatehouse/waivers.yaml": Files.waivers,
          "CODEOWNERS": "* @acme/dev\n", "app/run.py": "import yaml\n", "app/other.py": "x = 1\n",
        ]) { $1 }.mapValues { $0 })
      first = try forge.pushToMain("first")
    }

    mutating func answer(_ event: ForgeEvent) throws -> Answered {
      for name in ["verdict.json", "target.json"] {
        try? FileManager.default.removeItem(at: forge.folder.appending(path: "home/\(name)"))
      }
      let run = try ci.run(event)
      var verdicts: [String: JSON] = [:]
      for name in ["verdict", "target"] {
        let file = forge.folder.appending(path: "home/\(name).json")
        if let text = try? String(contentsOf: file, encoding: .utf8) { verdicts[name] = JSON(text) }
      }
      return Answered(run: run, verdicts: verdicts)
    }

    /// A change of these files that begins at a commit.
    func propose(_ number: Int, from commit: String = "refs/remotes/origin/main", _ files: [String: String?]) throws
      -> ForgeChange
    {
      try forge.sh("git fetch -q && git checkout -q -B change-\(number) '\(commit)'")
      try forge.edit(files)
      return try forge.propose("change \(number)", number: number)
    }

    func digest(_ commit: String, _ path: String = ".gatehouse/policy.yaml") throws -> String {
      let sum = try forge.sh("git show '\(commit):\(path)' | sha256sum", in: forge.origin)
      return "sha256:" + sum.prefix(64)
    }
  }

  static func policy(_ name: String) -> String {
    """
    gatehouse: 1
    name: \(name)
    rules:
      - { id: no-new-high, when: { severity: { at-least: high }, newness: introduced }, effect: deny }
    waivers:
      approvers: codeowners
      longest: { critical: 14d, high: 30d, medium: 90d, low: 180d, unknown: 14d }

    """
  }

  static let bad = "import subprocess\nsubprocess.call(name, shell=True)\n"

  /// Which commit a job of a change tests.
  private func tested(_ system: EmulatedCI.System, _ name: String, _ change: ForgeChange) -> String? {
    switch (system, name) {
    case (.github, "target"), (.gitea, _), (.gitlab, _), (.bitbucket, _): change.head
    case (.github, _), (.azure, _): change.merge
    // Jenkins makes the merge itself.
    case (.jenkins, _): nil
    }
  }

  private func expect(
    _ answered: Answered, _ bed: Bed, _ change: ForgeChange, base: String, policy: String, fails: Bool,
    _ sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let system = bed.ci.system
    #expect(answered.verdicts.count == (system == .github ? 2 : 1), "\(answered.run)", sourceLocation: sourceLocation)
    for (name, verdict) in answered.verdicts {
      let said = "\(system) \(name): \(verdict["diagnostics"])"
      #expect(verdict["base"]["commit"].text == base, "\(said)", sourceLocation: sourceLocation)
      if let head = tested(system, name, change) {
        #expect(verdict["head"]["commit"].text == head, "\(said)", sourceLocation: sourceLocation)
      }
      #expect(
        verdict["policy"].list.map { $0["digest"].text } == [try bed.digest(policy)], "\(said)",
        sourceLocation: sourceLocation)
      #expect(verdict["verdict"].text == (fails ? "fail" : "pass"), "\(said)", sourceLocation: sourceLocation)
    }
    #expect(answered.run.status == (fails ? 1 : 0), "\(answered.run)", sourceLocation: sourceLocation)
  }

  @Test(arguments: Depth.cases(EmulatedCI.System.allCases, 3))
  func `the tip of the target decides, and what is compared is the change`(_ system: EmulatedCI.System) throws {
    var bed = try Bed(system)
    let first = try bed.forge.sh("git rev-parse HEAD")
    try bed.forge.edit([".gatehouse/policy.yaml": Self.policy("second"), "app/other.py": Self.bad])
    let pushed = try bed.forge.pushToMain("second")
    // A push to main is judged by what was there before, where the system says that.
    let onMain = try bed.answer(pushed)
    guard case .push(let before, let after) = pushed else { return }
    if [.azure, .bitbucket, .jenkins].contains(system) {
      #expect(onMain.run.status == 2 && onMain.run.screens[0].text.contains("error[base-unknown]"), "\(onMain.run)")
    } else {
      let verdict = try #require(onMain.verdicts["verdict"])
      #expect(verdict["base"]["commit"].text == before && verdict["head"]["commit"].text == after)
      #expect(verdict["policy"][0]["digest"].text == (try bed.digest(before)))
      #expect(onMain.run.status == 1)
    }
    // Made from an older main: main's own bad line is not the change's.
    let harmless = try bed.propose(1, from: first, ["app/run.py": "import json\n"])
    try expect(try bed.answer(.change(harmless)), bed, harmless, base: after, policy: after, fails: false)
    let harmful = try bed.propose(2, from: first, ["app/run.py": Self.bad])
    try expect(try bed.answer(.change(harmful)), bed, harmful, base: after, policy: after, fails: true)
    // Main moves after the event: the clone has the new tip, whose policy decides.
    try bed.forge.sh("git checkout -q main")
    try bed.forge.edit([".gatehouse/policy.yaml": Self.policy("third")])
    guard case .push(_, let third) = try bed.forge.pushToMain("third") else { return }
    let late = try bed.answer(.change(harmful))
    for verdict in late.verdicts.values {
      #expect(verdict["policy"][0]["digest"].text == (try bed.digest(third)), "\(verdict["diagnostics"])")
      #expect(verdict["verdict"].text == "fail")
    }
  }

  /// What somebody who wants a bad line in would bring with it.
  static let attempts: [(name: String, files: [String: String?])] = [
    ("the policy", [".gatehouse/policy.yaml": Files.weak]),
    ("a policy beside it", [".gatehouse/policies/more.yaml": Files.weak]),
    (
      "a waiver",
      [
        ".gatehouse/waivers.yaml": """
        gatehouse-waivers: 1
        waivers:
          - { id: W-1, match: { rule: B602, path: "app/**" }, reason: no, approved-by: "@acme/dev", created: 2026-10-01, until: 2026-10-20 }

        """
      ]
    ),
    (
      "a baseline",
      [".gatehouse/baseline.yaml": "gatehouse-baseline: 1\ncreated: 2026-10-01\nuntil: 2026-12-01\nfindings: [@ID@]\n"]
    ),
    ("the owners", ["CODEOWNERS": "* @mallory\n"]),
    ("settings of the scanner", [".bandit": "[bandit]\nskips: B602\n", "app/.bandit": "[bandit]\nskips: B602\n"]),
    ("a comment for the scanner", ["app/run.py": bad.replacing("True)", with: "True)  # nosec")]),
    ("a report", ["reports/bandit.json": #"{"errors":[],"generated_at":"","metrics":{"app/run.py":{}},"results":[]}"#]),
  ]

  @Test(arguments: Depth.cases(EmulatedCI.System.allCases, 2))
  func `what a change brings to judge itself by does not count`(_ system: EmulatedCI.System) throws {
    var bed = try Bed(system)
    guard case .push(_, let tip) = bed.first else { return }
    let plain = try bed.propose(1, ["app/run.py": Self.bad])
    let verdict = try #require(try bed.answer(.change(plain)).verdicts["verdict"])
    let id = try #require(verdict["findings"].list.first { $0["effect"].text == "deny" }?["id"].text)
    // All at once, and in a deep run each alone as well.
    let all = Self.attempts.map(\.files).reduce(into: [:]) { $0.merge($1) { $1 } }
    for (number, attempt) in ([all] + Depth.choose([], deep: Self.attempts.map(\.files))).enumerated() {
      var files = attempt.mapValues { $0?.replacing("@ID@", with: id) }
      if files["app/run.py"] == nil { files["app/run.py"] = Self.bad }
      let change = try bed.propose(10 + number, files)
      try expect(try bed.answer(.change(change)), bed, change, base: tip, policy: tip, fails: true)
    }
  }

  @Test func `in a merge queue the change is compared with what is before it and judged by the tip`() throws {
    var bed = try Bed(.github)
    guard case .push(_, let tip) = bed.first else { return }
    let weakening = try bed.propose(1, [".gatehouse/policy.yaml": Files.weak, "app/other.py": Self.bad])
    let harmful = try bed.propose(2, ["app/run.py": Self.bad])
    let harmless = try bed.propose(3, ["app/run.py": "import json\n"])
    try bed.forge.sh("git update-ref \(weakening.queueRef) \(weakening.merge)", in: bed.forge.origin)
    for (change, fails) in [(harmful, true), (harmless, false)] {
      // The merge of this change on top of that of the one before.
      let merge = try bed.forge.sh(
        """
        tree=$(git merge-tree --write-tree \(weakening.merge) \(change.head))
        git commit-tree "$tree" -p \(weakening.merge) -p \(change.head) -m queued
        """, in: bed.forge.origin)
      var queued = change
      (queued.base, queued.merge) = (weakening.merge, merge)
      let answered = try bed.answer(try bed.forge.queue(queued))
      let verdict = try #require(answered.verdicts["target"])
      #expect(verdict["base"]["commit"].text == weakening.merge && verdict["head"]["commit"].text == merge)
      #expect(verdict["policy"][0]["digest"].text == (try bed.digest(tip)))
      #expect(answered.run.status == (fails ? 1 : 0), "\(answered.run)")
    }
  }
}
