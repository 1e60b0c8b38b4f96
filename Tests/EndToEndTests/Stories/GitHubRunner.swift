import Foundation
import TestSupport

/// Runs workflows as GitHub's runner does, or as Gitea's and Forgejo's do, which take the same files.
struct GitHubRunner {
  enum Flavour { case github, gitea }

  let flavour: Flavour
  let runner: Runner
  let forge: Forge
  /// What earlier runs of the workflow have uploaded, by run.
  var runs: [Int: [String: URL]] = [:]
  private(set) var lastRun = 100

  init(_ flavour: Flavour, on runner: Runner) { (self.flavour, self.runner, forge) = (flavour, runner, runner.forge) }

  /// Runs all jobs of one workflow file, as the forge has it for this event, in the order of their needs.
  mutating func run(_ workflow: CIFile, _ event: WorkflowEvent) throws -> JobRun {
    lastRun += 1
    let root = workflow.root
    try root.allow(
      ["name", "run-name", "on", "permissions", "concurrency", "env", "jobs", "defaults"], in: "the workflow")
    var (pipeline, results) = (JobRun(), [String: JSON]())
    for (name, job) in try Self.ordered(root["jobs"].members) {
      var one = try WorkflowJob(self, event, run: lastRun, workflow: root, name: name, job: job, needs: results)
      try one.runSteps(kept: runs, shared: pipeline.artifacts)
      results[name] = .object(["result": .text(one.result), "outputs": .object([:])])
      pipeline.add(one.log)
    }
    runs[lastRun] = pipeline.artifacts
    if event.name == "push" { try list() }
    return pipeline
  }

  /// Puts the run first in the list of runs for pushes.
  private func list() throws {
    let file = forge.home.appending(path: "server/runs")
    let before = (try? String(contentsOf: file, encoding: .utf8)) ?? ""
    try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data("\(lastRun)\n\(before)".utf8).write(to: file)
  }

  /// The jobs so that each comes after those that it needs.
  private static func ordered(_ jobs: [String: JSON]) throws -> [(String, JSON)] {
    var (done, rest) = ([(String, JSON)](), jobs)
    while !rest.isEmpty {
      let names = Set(done.map(\.0))
      let next = rest.keys.filter { Set(rest[$0]?["needs"].scalars ?? []).isSubset(of: names) }.sorted()
      guard !next.isEmpty else { throw NotEmulated("jobs need each other: \(rest.keys.sorted())") }
      for name in next { if let job = rest.removeValue(forKey: name) { done.append((name, job)) } }
    }
    return done
  }
}

/// What started a workflow: the name of the event, its payload, and what the run is about.
struct WorkflowEvent {
  var name: String
  var payload: JSON
  /// GITHUB_REF and GITHUB_SHA.
  var ref: String
  var commit: String
  /// GITHUB_BASE_REF and GITHUB_HEAD_REF, which only pull requests have.
  var branches: (base: String, head: String)?

  /// A pull request. `pull_request_target` runs on the default branch, `pull_request` on the test merge, or in Gitea on the
  /// head.
  init(_ name: String, _ change: ForgeChange, flavour: GitHubRunner.Flavour) {
    let repository: JSON = .object([
      "full_name": .text("acme/app"), "default_branch": .text("main"),
      "clone_url": .text("\(Forge.address)/acme/app.git"),
    ])
    self.name = name
    let number = JSON.number(Double(change.number))
    payload = .object([
      "action": .text("synchronize"), "number": number, "repository": repository,
      "pull_request": .object([
        "number": number, "title": .text(change.title), "draft": .flag(false),
        "base": .object(["ref": .text("main"), "sha": .text(change.base), "repo": repository]),
        "head": .object(["ref": .text(change.branch), "sha": .text(change.head), "repo": repository]),
      ]),
    ])
    branches = ("main", change.branch)
    switch (name, flavour) {
    case ("pull_request_target", _): (ref, commit) = ("refs/heads/main", change.base)
    case (_, .github): (ref, commit) = ("refs/pull/\(change.number)/merge", change.merge)
    case (_, .gitea): (ref, commit) = ("refs/pull/\(change.number)/head", change.head)
    }
  }

  init(queued change: ForgeChange) {
    name = "merge_group"
    (ref, commit) = (change.queueRef, change.merge)
    payload = .object([
      "action": .text("checks_requested"),
      "repository": .object(["full_name": .text("acme/app"), "default_branch": .text("main")]),
      "merge_group": .object([
        "head_sha": .text(change.merge), "head_ref": .text(change.queueRef), "base_sha": .text(change.base),
        "base_ref": .text("refs/heads/main"),
      ]),
    ])
  }

  init(pushed before: String, _ after: String) {
    name = "push"
    (ref, commit) = ("refs/heads/main", after)
    payload = .object([
      "ref": .text("refs/heads/main"), "before": .text(before), "after": .text(after),
      "repository": .object(["full_name": .text("acme/app"), "default_branch": .text("main")]),
    ])
  }

  /// The end of another run, which was for a pull request or not. It runs on the default branch.
  init(ended run: Int, of workflow: CIFile, failed: Bool, about event: WorkflowEvent, tip: String) throws {
    let name = workflow.root["name"].text ?? ""
    let contexts: [String: JSON] = ["github": .object(["event_name": .text(event.name), "event": event.payload])]
    let title = try WorkflowExpression.expand(workflow.root["run-name"].text ?? name, contexts)
    self.name = "workflow_run"
    (ref, commit) = ("refs/heads/main", tip)
    payload = .object([
      "action": .text("completed"),
      "repository": .object(["full_name": .text("acme/app"), "default_branch": .text("main")]),
      "workflow_run": .object([
        "id": .number(Double(run)), "name": .text(name), "display_title": .text(title), "event": .text(event.name),
        "conclusion": .text(failed ? "failure" : "success"),
        "head_sha": event.payload["pull_request"]["head"]["sha"] == .null
          ? .text(event.commit) : event.payload["pull_request"]["head"]["sha"],
        "head_branch": .text(event.branches?.head ?? "main"),
        "pull_requests": .list(
          event.payload["number"] == .null ? [] : [.object(["number": event.payload["number"]])]),
      ]),
    ])
  }
}

extension JSON {
  /// The value as JSON text.
  var json: String {
    switch self {
    case .null: "null"
    case .flag, .number: scalar ?? "null"
    case .text(let text): quoted(text)
    case .list(let list): "[" + list.map(\.json).joined(separator: ",") + "]"
    case .object(let members):
      "{" + members.sorted { $0.key < $1.key }.map { "\(quoted($0.key)):\($0.value.json)" }.joined(separator: ",") + "}"
    }
  }
}
