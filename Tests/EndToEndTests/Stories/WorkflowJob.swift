import Foundation
import TestSupport

/// One job of a workflow while it runs.
struct WorkflowJob {
  let owner: GitHubRunner
  let event: WorkflowEvent
  let run: Int
  let workflow, job: JSON
  let name: String
  let needs: [String: JSON]
  /// The checkout's folder, that for temporary files, and that of the files by which steps talk to the runner.
  let workspace, temporary, commands: URL
  var log = JobRun()
  var hasFailed = false
  var result: String
  /// What steps have added to the environment and in front of the search path.
  private var added: [String: String] = [:]
  var path: [String] = []
  private var steps: [String: JSON] = [:]

  init(
    _ owner: GitHubRunner, _ event: WorkflowEvent, run: Int, workflow: JSON, name: String, job: JSON,
    needs: [String: JSON]
  ) throws {
    (self.owner, self.event, self.run, self.workflow, self.name) = (owner, event, run, workflow, name)
    (self.job, self.needs, result) = (job, needs, "success")
    workspace = try owner.runner.makeFolder("work/app/app")
    temporary = try owner.runner.makeFolder("work/_temp")
    commands = try owner.runner.makeFolder("work/_temp/_runner_file_commands")
    try job.allow(
      ["name", "needs", "if", "runs-on", "timeout-minutes", "permissions", "env", "steps", "container", "concurrency"],
      in: "the job \(name)")
  }

  mutating func runSteps(kept: [Int: [String: URL]], shared: [String: URL]) throws {
    try writeEvent()
    let needed = job["needs"].scalars.contains { needs[$0]?["result"] != .text("success") }
    guard try WorkflowExpression.runs(job["if"], contexts([:]), hasFailed: needed) else {
      result = "skipped"
      return
    }
    for (number, step) in job["steps"].list.enumerated() {
      try step.allow(
        ["name", "id", "if", "uses", "with", "run", "env", "shell", "working-directory", "continue-on-error"],
        in: "a step of \(name)")
      let variables = try environment(step)
      guard try WorkflowExpression.runs(step["if"], contexts(variables), hasFailed: hasFailed) else { continue }
      let title = try WorkflowExpression.expand(
        step["name"].text ?? step["uses"].text ?? step["run"].text ?? "", contexts(variables))
      var screen = Runner.Screen(name: title, status: 0, text: "")
      if let action = step["uses"].text {
        let inputs = try step["with"].members.mapValues {
          try WorkflowExpression.expand($0.scalar ?? "", contexts(variables))
        }
        try use(action, inputs, kept: kept, shared: shared)
      } else {
        screen = try runScript(step, title, variables, number)
      }
      let isAllowed = step["continue-on-error"] == .flag(true)
      if let id = step["id"].text {
        let word = JSON.text(screen.status == 0 ? "success" : "failure")
        steps[id] = .object([
          "outcome": word, "conclusion": isAllowed ? .text("success") : word, "outputs": try outputs,
        ])
      }
      if isAllowed { screen.status = 0 }
      if screen.status != 0 { (hasFailed, result) = (true, "failure") }
      log.add(screen)
    }
  }

  private mutating func runScript(
    _ step: JSON, _ title: String, _ variables: [String: String], _ number: Int
  ) throws -> Runner.Screen {
    let script = try WorkflowExpression.expand(step["run"].text ?? "", contexts(variables))
    for name in ["env", "path", "output", "summary"] {
      try Data().write(to: commands.appending(path: name))
    }
    let shell =
      switch step["shell"].text {
      case nil: ["/bin/bash", "-e"]
      case "bash": ["/bin/bash", "--noprofile", "--norc", "-eo", "pipefail"]
      case "sh": ["/bin/sh", "-e"]
      case let other?: throw NotEmulated("the shell \(other)")
      }
    let place = step["working-directory"].text.map { workspace.appending(path: $0) } ?? workspace
    let screen = try owner.runner.run(title, script, shell: shell, in: place, environment: variables)
    for line in try lines(of: "env") {
      let parts = line.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
      guard parts.count == 2, !parts[0].contains("<<") else { throw NotEmulated("GITHUB_ENV with \(line)") }
      added[parts[0]] = parts[1]
    }
    path = try lines(of: "path").reversed() + path
    let summary = try String(contentsOf: commands.appending(path: "summary"), encoding: .utf8)
    if !summary.isEmpty { log.pages.append(("summary of the job \(name)", summary)) }
    return screen
  }

  private func lines(of file: String) throws -> [String] {
    try String(contentsOf: commands.appending(path: file), encoding: .utf8).split(separator: "\n").map(String.init)
  }

  private var outputs: JSON {
    get throws {
      .object(
        Dictionary(
          try lines(of: "output").map { line in
            let parts = line.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
            guard parts.count == 2 else { throw NotEmulated("GITHUB_OUTPUT with \(line)") }
            return (parts[0], JSON.text(parts[1]))
          }, uniquingKeysWith: { $1 }))
    }
  }

  /// The variables of a step: those of the machine, of the system, and what workflow, job and step set.
  private func environment(_ step: JSON) throws -> [String: String] {
    var variables = owner.runner.environment(path: path).merging(defaults) { $1 }
    for level in [workflow["env"], job["env"]] {
      let known = variables
      for (name, value) in level.members {
        variables[name] = try WorkflowExpression.expand(value.scalar ?? "", contexts(known))
      }
    }
    variables.merge(added) { $1 }
    let known = variables
    for (name, value) in step["env"].members {
      variables[name] = try WorkflowExpression.expand(value.scalar ?? "", contexts(known))
    }
    return variables
  }

  func contexts(_ variables: [String: String]) -> [String: JSON] {
    var github: [String: JSON] = [
      "event": event.payload, "event_name": .text(event.name), "ref": .text(event.ref), "sha": .text(event.commit),
      "repository": .text("acme/app"), "token": .text("token"), "run_id": .text(String(run)),
      "workflow": workflow["name"], "workspace": .text(workspace.path), "server_url": .text(Forge.address),
      "api_url": .text("\(Forge.address)/api"), "run_attempt": .text("1"), "repository_owner": .text("acme"),
    ]
    if let branches = event.branches {
      (github["base_ref"], github["head_ref"]) = (.text(branches.base), .text(branches.head))
    }
    return [
      "github": .object(github), "env": .object(variables.mapValues { .text($0) }), "steps": .object(steps),
      "runner": .object(["temp": .text(temporary.path), "os": .text("Linux"), "arch": .text("X64")]),
      "needs": .object(needs), "job": .object(["status": .text(hasFailed ? "failure" : "success")]),
      "secrets": .object(["GITHUB_TOKEN": .text("token")]), "vars": .object([:]),
    ]
  }

  /// The default variables (docs.github.com, "Variables reference"; docs.gitea.com, "Differences from GitHub Actions").
  private var defaults: [String: String] {
    let files = commands.path
    var variables = [
      "CI": "true", "GITHUB_ACTIONS": "true", "GITHUB_ACTOR": "ines", "GITHUB_API_URL": "\(Forge.address)/api",
      "GITHUB_BASE_REF": event.branches?.base ?? "", "GITHUB_ENV": "\(files)/env", "GITHUB_EVENT_NAME": event.name,
      "GITHUB_EVENT_PATH": "\(temporary.path)/_github_workflow/event.json",
      "GITHUB_HEAD_REF": event.branches?.head ?? "",
      "GITHUB_JOB": name, "GITHUB_OUTPUT": "\(files)/output", "GITHUB_PATH": "\(files)/path", "GITHUB_REF": event.ref,
      "GITHUB_REF_NAME": event.ref.replacing("refs/heads/", with: "").replacing("refs/pull/", with: ""),
      "GITHUB_REF_PROTECTED": event.ref == "refs/heads/main" ? "true" : "false", "GITHUB_REF_TYPE": "branch",
      "GITHUB_REPOSITORY": "acme/app", "GITHUB_REPOSITORY_OWNER": "acme", "GITHUB_RUN_ATTEMPT": "1",
      "GITHUB_RUN_ID": String(run), "GITHUB_RUN_NUMBER": String(run - 100), "GITHUB_SERVER_URL": Forge.address,
      "GITHUB_SHA": event.commit, "GITHUB_STEP_SUMMARY": "\(files)/summary",
      "GITHUB_WORKFLOW": workflow["name"].text ?? "", "GITHUB_WORKSPACE": workspace.path, "RUNNER_ARCH": "X64",
      "RUNNER_OS": "Linux", "RUNNER_TEMP": temporary.path,
    ]
    if owner.flavour == .gitea { variables["GITEA_ACTIONS"] = "true" }
    return variables
  }
}
