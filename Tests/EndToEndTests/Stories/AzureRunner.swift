import Foundation
import TestSupport

/// Runs the steps of an `azure-pipelines.yml` as the agent does (learn.microsoft.com, "YAML schema reference").
struct AzureRunner {
  let runner: Runner
  let forge: Forge
  /// What the last build of main has published.
  private var latest: [String: URL] = [:]
  private var build = 100

  init(on runner: Runner) { (self.runner, forge) = (runner, runner.forge) }

  mutating func run(_ file: CIFile, _ event: ForgeEvent) throws -> JobRun {
    build += 1
    try file.root.allow(["name", "trigger", "pr", "pool", "variables", "steps", "schedules"], in: "the pipeline")
    var job = AzureJob(runner, event, build: build, latest: latest, place: try runner.makeFolder("agent/1/s"))
    _ = try runner.makeFolder("agent/_temp")
    for (name, value) in file.root["variables"].members {
      job.variables[name] = try job.expand(value.scalar ?? "")
    }
    for step in file.root["steps"].list { try job.run(step) }
    if case .push = event, job.log.status == 0 { latest = job.log.artifacts }
    return job.log
  }
}

private struct AzureJob {
  let runner: Runner
  let event: ForgeEvent
  let latest: [String: URL]
  let build: Int
  let place: URL
  var variables: [String: String]
  var log = JobRun()
  private var path: [String] = []

  init(_ runner: Runner, _ event: ForgeEvent, build: Int, latest: [String: URL], place: URL) {
    (self.runner, self.event, self.build, self.latest, self.place) = (runner, event, build, latest, place)
    variables = Self.variables(of: event, build, runner)
  }

  /// The predefined variables (learn.microsoft.com, "Use predefined variables").
  private static func variables(of event: ForgeEvent, _ build: Int, _ runner: Runner) -> [String: String] {
    var variables = [
      "Agent.TempDirectory": runner.folder.appending(path: "agent/_temp").path, "Build.BuildId": String(build),
      "Build.SourcesDirectory": runner.folder.appending(path: "agent/1/s").path, "Build.Repository.Name": "acme/app",
      "Build.ArtifactStagingDirectory": runner.folder.appending(path: "agent/1/a").path,
      "Build.Repository.Uri": "\(Forge.address)/acme/app", "Build.Repository.Provider": "TfsGit",
      "System.TeamProject": "acme", "System.DefinitionId": "7", "System.CollectionUri": "\(Forge.address)/",
      "Pipeline.Workspace": runner.folder.appending(path: "agent/1").path, "TF_BUILD": "True",
      "System.DefaultWorkingDirectory": runner.folder.appending(path: "agent/1/s").path, "Agent.OS": "Linux",
      "System.TeamFoundationCollectionUri": "\(Forge.address)/", "System.AccessToken": "token",
      "System.TeamProjectId": "acme", "Build.Repository.ID": "app",
    ]
    switch event {
    case .push(_, let after):
      variables.merge([
        "Build.Reason": "IndividualCI", "Build.SourceBranch": "refs/heads/main", "Build.SourceBranchName": "main",
        "Build.SourceVersion": after,
      ]) { $1 }
    case .change(let change), .queue(let change):
      variables.merge([
        "Build.Reason": "PullRequest", "Build.SourceBranch": "refs/pull/\(change.number)/merge",
        "Build.SourceBranchName": "merge", "Build.SourceVersion": change.merge,
        "System.PullRequest.PullRequestId": String(change.number),
        "System.PullRequest.SourceBranch": "refs/heads/\(change.branch)",
        "System.PullRequest.SourceCommitId": change.head, "System.PullRequest.TargetBranch": "refs/heads/main",
        "System.PullRequest.TargetBranchName": "main",
        "System.PullRequest.SourceRepositoryURI": "\(Forge.address)/acme/app",
      ]) { $1 }
    }
    return variables
  }

  /// The variables as processes have them: upper case, with `_` for `.`; not the token, which a step must pass on.
  private var environment: [String: String] {
    runner.environment(path: path).merging(
      variables.filter { $0.key != "System.AccessToken" }
        .map { ($0.key.uppercased().replacing(".", with: "_"), $0.value) }
    ) { $1 }
  }

  /// The text with macros replaced: `$(Build.SourceVersion)`. One that is no variable stays, as the command of a shell.
  func expand(_ text: String) throws -> String {
    var unknown: [String] = []
    let expanded = text.replacing(/\$\(([A-Za-z][A-Za-z0-9_.]*)\)/) { match in
      if let value = variables.first(where: { $0.key.lowercased() == match.1.lowercased() })?.value { return value }
      if match.1.contains(".") { unknown.append(String(match.1)) }
      return String(match.0)
    }
    guard unknown.isEmpty else { throw NotEmulated("the variables \(unknown)") }
    return expanded
  }

  mutating func run(_ step: JSON) throws {
    try step.allow(
      [
        "checkout", "fetchDepth", "fetchTags", "persistCredentials", "clean", "script", "bash", "displayName", "env",
        "condition",
        "task", "inputs", "publish", "artifact", "name", "workingDirectory", "continueOnError",
      ], in: "a step")
    let contexts: [String: JSON] = ["variables": .object(variables.mapValues { .text($0) })]
    guard try WorkflowExpression.runs(step["condition"], contexts, hasFailed: log.status != 0) else { return }
    let title = try expand(step["displayName"].text ?? step["script"].text ?? step["task"].text ?? "")
    if step["checkout"].text == "self" { return try checkOut(depth: step["fetchDepth"].scalar) }
    if let path = step["publish"].text { return try publish(try expand(path), try expand(step["artifact"].text ?? "")) }
    if let task = step["task"].text {
      let inputs = try step["inputs"].members.mapValues { try expand($0.scalar ?? "") }
      return try run(task, title, inputs, isAllowed: step["continueOnError"] == .flag(true))
    }
    guard let script = step["script"].text ?? step["bash"].text else { throw NotEmulated("a step without a script") }
    let own = try step["env"].members.mapValues { try expand($0.scalar ?? "") }
    // `script` runs the default shell, which is bash, without -e.
    var screen = try runner.run(
      title, try expand(script), shell: ["/bin/bash", "--noprofile", "--norc"], in: place,
      environment: environment.merging(own) { $1 })
    if step["continueOnError"] == .flag(true) { screen.status = 0 }
    log.add(screen)
    try obey(screen.text)
  }

  /// Logging commands (learn.microsoft.com, "Logging commands") that change what follows.
  private mutating func obey(_ text: String) throws {
    for line in text.split(separator: "\n") {
      if let found = line.wholeMatch(of: /##vso\[task\.prependpath\](.*)/) { path.insert(String(found.1), at: 0) }
      if let found = line.wholeMatch(of: /##vso\[task\.setvariable variable=([^;\]]+)[^\]]*\](.*)/) {
        variables[String(found.1)] = String(found.2)
      }
      if let found = line.wholeMatch(of: /##vso\[task\.uploadsummary\](.*)/) {
        log.pages.append(("summary of the build", try String(contentsOfFile: String(found.1), encoding: .utf8)))
      }
    }
  }

  private func checkOut(depth: String?) throws {
    let (ref, commit) = (variables["Build.SourceBranch"] ?? "", variables["Build.SourceVersion"] ?? "")
    let isPull = ref.hasPrefix("refs/pull/")
    let pull = isPull ? "'+\(ref):refs/remotes/\(ref.dropFirst(5))'" : ""
    let what =
      depth == "0"
      ? "'+refs/heads/*:refs/remotes/origin/*' \(pull)"
      : "--depth=\(depth ?? "1") '+\(commit):refs/remotes/origin/\(commit)'"
    try runner.prepare(
      """
      git init -q && git remote add origin \(Forge.address)/acme/app
      git fetch -q --force --tags --prune --prune-tags --no-recurse-submodules origin \(what)
      git checkout -q --force \(isPull && depth == "0" ? "refs/remotes/\(ref.dropFirst(5))" : commit)
      """, in: place)
  }

  private mutating func publish(_ path: String, _ name: String) throws {
    let store = try runner.makeFolder("artifacts/\(build)/\(name)")
    let source = path.hasPrefix("/") ? URL(filePath: path) : place.appending(path: path)
    let what = source.hasDirectoryPathOnDisk ? "'\(source.path)/.'" : "'\(source.path)'"
    try runner.prepare("cp -r \(what) '\(store.path)'", in: place)
    log.artifacts[name] = store
  }

  private mutating func run(
    _ task: String, _ title: String, _ inputs: [String: String], isAllowed: Bool
  ) throws {
    switch task.split(separator: "@")[0] {
    case "PublishPipelineArtifact":
      try publish(inputs["targetPath"] ?? "", inputs["artifact"] ?? inputs["artifactName"] ?? "")
    case "DownloadPipelineArtifact":
      guard let name = inputs["artifact"] ?? inputs["artifactName"], let store = latest[name] else {
        let words = isAllowed ? "warning" : "error"
        log.add(Runner.Screen(name: title, status: isAllowed ? 0 : 1, text: "##[\(words)]Artifact was not found\n"))
        return
      }
      let target = inputs["path"] ?? inputs["targetPath"] ?? ""
      try runner.prepare("mkdir -p '\(target)' && cp -r '\(store.path)/.' '\(target)'", in: place)
    default: throw NotEmulated("the task \(task)")
    }
  }
}
