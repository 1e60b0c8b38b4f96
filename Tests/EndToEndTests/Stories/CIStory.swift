import Foundation
import TestSupport
import Testing

/// One team and its CI system, on its way.
struct CIStory {
  let forge: Forge
  var ci: EmulatedCI
  var transcript: Transcript
  let option: String
  let owners: String

  init(_ system: EmulatedCI.System, _ option: String, owners: String) throws {
    forge = try Forge()
    ci = EmulatedCI(system, on: try Runner(of: forge))
    transcript = try Transcript(system.rawValue, forge)
    (self.option, self.owners) = (option, owners)
  }

  /// The jobs of an event, shown.
  @discardableResult
  private mutating func job(_ event: ForgeEvent, _ title: String) throws -> JobRun {
    let run = try ci.run(event)
    transcript.show(run, of: title)
    return run
  }

  private mutating func job(_ change: ForgeChange, fails: Bool = false) throws -> JobRun {
    let run = try job(.change(change), "pull request \(change.number): \(change.title)")
    #expect(run.status == (fails ? 1 : 0), "\(run.screens)")
    return run
  }

  /// Merges a change, and runs what the system runs for the push.
  private mutating func merge(_ change: ForgeChange) throws {
    let merged = try forge.merge(try forge.change(change.number, change.title, change.branch))
    try job(merged, "main, after pull request \(change.number)")
  }

  mutating func setUp(_ files: [String: String]) throws {
    try forge.setClock("2026-10-01T09:00:00Z")
    transcript.part("an empty repository gets code and its gate")
    let pins = try forge.publishRelease("0.1.0")
    try forge.edit(
      files.merging([owners: "* @acme/app\n/.gatehouse/ @acme/appsec\n", ".gatehouse/release.sha256": pins]) { $1 }
        .mapValues { $0 })
    _ = try forge.pushToMain("The app")
    try transcript.type("mkdir -p reports")
    try transcript.type("gatehouse record --output reports/bandit.json -- bandit -q -r . -f json")
    try transcript.type("gatehouse record --output reports/checkov.json -- checkov -d . -o json --skip-download")
    try transcript.type("gatehouse init --ci \(option) reports/")
    try transcript.type("gatehouse policy check")
    try job(try forge.pushToMain("The gate"), "main, with the gate")
  }

  mutating func bringHighFinding(_ bad: String, _ good: String) throws {
    try forge.setClock("2026-11-05T10:00:00Z")
    transcript.part("a change brings a finding of severity high")
    try forge.begin("restart")
    try forge.edit(["app/run.py": bad])
    let change = try forge.propose("Restart a service", number: 1)
    #expect(try job(change, fails: true).screens.contains { $0.text.contains("B602") })
    transcript.part("it is fixed as advised")
    try forge.edit(["app/run.py": good])
    _ = try job(try forge.propose("Restart a service", number: 1))
    try merge(change)
  }

  /// A second change has a finding that stays: it is waived on main first.
  mutating func waive(_ code: String) throws {
    try forge.setClock("2026-11-09T10:00:00Z")
    transcript.part("a finding that is no problem is waived")
    try forge.begin("checksum")
    try forge.edit(["app/checksum.py": code])
    let change = try forge.propose("Checksums", number: 2)
    let run = try job(change, fails: true)
    try keep(run, of: change)
    let decision = JSON(
      try String(contentsOf: forge.clone.appending(path: "gatehouse-run/verdict.json"), encoding: .utf8))
    let id = try #require(decision["findings"].list.first { $0["effect"].text == "deny" }?["id"].text)
    try transcript.type("gatehouse explain \(id.prefix(8)) gatehouse-run/verdict.json")
    try forge.begin("waiver")
    try transcript.type(
      "gatehouse waive \(id.prefix(8)) gatehouse-run/reports --base refs/remotes/origin/main --head \(change.head) "
        + "--until 30d --approved-by @acme/app --reason 'The checksum finds copies, and protects nothing' | git apply")
    try transcript.type("gatehouse policy check")
    let waiver = try forge.propose("Waive the checksum", number: 3)
    _ = try job(waiver)
    try merge(waiver)
    _ = try job(try forge.change(2, "Checksums", "checksum"))
    try mergeQueued(try forge.change(2, "Checksums", "checksum"))
  }

  /// Gets what the job has kept. Where it has kept nothing, the developer scans and judges the change.
  private mutating func keep(_ run: JobRun, of change: ForgeChange) throws {
    for (name, store) in run.artifacts {
      let target = name == "gatehouse-reports" ? "gatehouse-run/reports" : "gatehouse-run"
      try forge.sh(
        """
        from='\(store.path)'
        [ ! -d "$from/gatehouse-run" ] || from=$from/gatehouse-run
        mkdir -p \(target) && cp -r "$from/." \(target)
        """)
    }
    guard run.artifacts.isEmpty else { return }
    try transcript.type("mkdir -p gatehouse-run/reports")
    for (tool, command) in [("bandit", "bandit -q -r . -f json"), ("checkov", "checkov -d . -o json --skip-download")] {
      try transcript.type(
        "gatehouse record --commit \(change.head) --output gatehouse-run/reports/\(tool).json -- \(command)")
    }
    try transcript.type(
      "gatehouse check --base refs/remotes/origin/main --head \(change.head) --format json=gatehouse-run/verdict.json "
        + "gatehouse-run/reports")
  }

  private mutating func mergeQueued(_ change: ForgeChange) throws {
    if ci.system == .github {
      let run = try job(try forge.queue(change), "merge queue: pull request \(change.number)")
      #expect(run.status == 0)
    }
    try merge(change)
  }

  mutating func editPolicy() throws {
    try forge.setClock("2026-11-10T10:00:00Z")
    transcript.part("a change of the policy")
    try forge.begin("policy")
    let file = forge.clone.appending(path: ".gatehouse/policy.yaml")
    let policy = try String(contentsOf: file, encoding: .utf8)
    let rule = try #require(policy.range(of: "- id: no-new-high"))
    let effect = try #require(policy.range(of: "effect: deny", range: rule.upperBound..<policy.endIndex))
    let changed = policy.replacingCharacters(in: effect, with: "effect: warn")
    try forge.edit([".gatehouse/policy.yaml": changed])
    let broken = try forge.propose("New highs only warn", number: 4)
    _ = try job(broken, fails: true)
    transcript.part("the policy is repaired as advised")
    let line = try #require(changed.firstMatch(of: /effect: warn\n *warn-until: .*/))
    try forge.edit([".gatehouse/policy.yaml": changed.replacingCharacters(in: line.range, with: "effect: warn")])
    let change = try forge.propose("New highs only warn", number: 4)
    _ = try job(change)
    try mergeQueued(change)
  }
}
