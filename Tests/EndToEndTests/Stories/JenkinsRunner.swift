import Foundation
import TestSupport

/// Runs the stages of a Jenkinsfile as a multibranch pipeline does.
struct JenkinsRunner {
  let runner: Runner
  let forge: Forge
  /// What the last build of main has archived.
  private var latest: URL?
  private var build = 100

  init(on runner: Runner) { (self.runner, forge) = (runner, runner.forge) }

  mutating func run(_ file: Jenkinsfile, _ event: ForgeEvent) throws -> JobRun {
    build += 1
    guard let pipeline = file.statements.first(where: { $0.name == "pipeline" }) else {
      throw NotEmulated("a Jenkinsfile without a pipeline")
    }
    let place = try runner.makeFolder("workspace/app")
    _ = try runner.makeFolder("workspace/app@tmp")
    var job = JenkinsJob(
      runner: runner, event: event, place: place, store: try runner.makeFolder("artifacts/\(build)"), latest: latest,
      variables: [:])
    // Without skipDefaultCheckout() the clone is there before the first stage.
    job.variables = variables(event, place, commit: try job.checkOut())
    for one in pipeline["environment"]?.body ?? [] { try job.set(one) }
    for stage in pipeline["stages"]?.body ?? [] { try job.run(stage: stage) }
    try job.runPost(pipeline["post"])
    if case .push = event, job.log.status == 0 { latest = job.store }
    job.log.artifacts["archive"] = job.store
    return job.log
  }

  /// The variables of a build (jenkins.io, "Using a Jenkinsfile"), of branch-api, and of the Git plugin.
  private func variables(_ event: ForgeEvent, _ place: URL, commit: String) -> [String: String] {
    var variables = runner.environment().merging([
      "BUILD_ID": String(build), "BUILD_NUMBER": String(build), "BUILD_TAG": "jenkins-app-\(build)", "CI": "true",
      "BUILD_URL": "https://jenkins.example/job/app/\(build)/", "GIT_COMMIT": commit,
      "JENKINS_HOME": "/var/jenkins_home",
      "GIT_URL": "\(Forge.address)/acme/app.git", "JENKINS_URL": "https://jenkins.example/", "JOB_BASE_NAME": "app",
      "NODE_NAME": "built-in", "WORKSPACE": place.path, "WORKSPACE_TMP": place.path + "@tmp", "EXECUTOR_NUMBER": "0",
    ]) { $1 }
    switch event {
    case .push:
      variables.merge([
        "BRANCH_NAME": "main", "BRANCH_IS_PRIMARY": "true", "GIT_BRANCH": "main", "JOB_NAME": "app/main",
      ]) { $1 }
    case .change(let change), .queue(let change):
      let name = "PR-\(change.number)"
      variables.merge([
        "BRANCH_NAME": name, "CHANGE_ID": String(change.number), "CHANGE_TARGET": "main",
        "CHANGE_BRANCH": change.branch,
        "CHANGE_TITLE": change.title, "CHANGE_AUTHOR": "ines", "GIT_BRANCH": name, "JOB_NAME": "app/\(name)",
        "CHANGE_URL": "\(Forge.address)/acme/app/pull/\(change.number)",
      ]) { $1 }
    }
    return variables
  }
}

private struct JenkinsJob {
  let runner: Runner
  let event: ForgeEvent
  let place, store: URL
  let latest: URL?
  var variables: [String: String]
  var log = JobRun()

  /// The clone of the Git plugin: of a pull request it fetches head and target, and merges them itself.
  func checkOut() throws -> String {
    switch event {
    case .push(_, let after):
      return try runner.prepare(
        """
        git init -q . && git config remote.origin.url \(Forge.address)/acme/app.git
        git config remote.origin.fetch +refs/heads/main:refs/remotes/origin/main
        git fetch -q --no-tags --force -- \(Forge.address)/acme/app.git +refs/heads/main:refs/remotes/origin/main
        git checkout -q -f \(after) && git rev-parse HEAD
        """, in: place)
    case .change(let change), .queue(let change):
      let name = "PR-\(change.number)"
      return try runner.prepare(
        """
        git init -q . && git config remote.origin.url \(Forge.address)/acme/app.git
        git fetch -q --no-tags --force -- \(Forge.address)/acme/app.git \
          +refs/pull/\(change.number)/head:refs/remotes/origin/\(name) +refs/heads/main:refs/remotes/origin/main
        git checkout -q -f \(change.base) && git merge -q \(change.head) --no-edit && git rev-parse HEAD
        """, in: place)
    }
  }

  mutating func set(_ assignment: Jenkinsfile.Statement) throws {
    guard assignment.words.count == 3, assignment.words[1].text == "=", assignment.words[2].isText else {
      throw NotEmulated("`\(assignment.words.map(\.text).joined(separator: " "))` in environment")
    }
    variables[assignment.name] = try expand(assignment.words[2].text)
  }

  /// A text in which Groovy has replaced `${NAME}`; `$NAME` in a script is the shell's.
  private func expand(_ text: String) throws -> String {
    text.replacing(/\$\{(?:env\.)?([A-Z_]+)\}/) { variables[String($0.1)] ?? "" }
  }

  mutating func run(stage: Jenkinsfile.Statement) throws {
    guard log.status == 0, try isWanted(stage["when"]) else { return }
    let outer = variables
    for one in stage["environment"]?.body ?? [] { try set(one) }
    for step in stage["steps"]?.body ?? [] where log.status == 0 { try run(step, in: stage.texts.first ?? "") }
    for inner in stage["stages"]?.body ?? [] { try run(stage: inner) }
    try runPost(stage["post"])
    variables = outer
  }

  private func isWanted(_ when: Jenkinsfile.Statement?) throws -> Bool {
    let isChange = variables["CHANGE_ID"] != nil
    return try (when?.body ?? []).allSatisfy { condition in
      switch condition.name {
      case "changeRequest": isChange
      case "branch": variables["BRANCH_NAME"] == condition.texts.first
      case "beforeAgent": true
      case "not": try !isWanted(condition)
      case "expression": throw NotEmulated("when { expression }")
      default: throw NotEmulated("when { \(condition.name) }")
      }
    }
  }

  mutating func runPost(_ post: Jenkinsfile.Statement?) throws {
    for condition in post?.body ?? [] {
      let applies =
        switch condition.name {
        case "always", "cleanup": true
        case "success": log.status == 0
        case "failure", "unsuccessful": log.status != 0
        default: throw NotEmulated("post { \(condition.name) }")
        }
      guard applies else { continue }
      for step in condition.body ?? [] { try run(step, in: condition.name) }
    }
  }

  private mutating func run(_ step: Jenkinsfile.Statement, in stage: String) throws {
    switch step.name {
    case "checkout": return
    case "sh":
      guard let script = step.argument("script") ?? step.texts.first else { throw NotEmulated("sh without a text") }
      // Jenkins also passes -x, which shows each command in the log.
      log.add(
        try runner.run(
          step.argument("label") ?? stage, script, shell: ["/bin/sh", "-e"], in: place, environment: variables))
    case "archiveArtifacts":
      for pattern in (step.argument("artifacts") ?? step.texts.first ?? "").split(separator: ",") {
        let glob = pattern.trimmingCharacters(in: .whitespaces)
        try runner.prepare(
          "shopt -s globstar nullglob; for one in \(glob); do cp -r --parents \"$one\" '\(store.path)'; done",
          in: place,
          shell: "/bin/bash")
      }
    case "copyArtifacts":
      guard let latest else {
        guard step.words.map(\.text).contains("optional:") else { throw NotEmulated("there is no build to copy from") }
        return
      }
      let target = step.argument("target") ?? "."
      try runner.prepare("mkdir -p '\(target)' && cp -r '\(latest.path)/.' '\(target)'", in: place)
    case "withEnv", "dir", "script", "withCredentials": throw NotEmulated("the step \(step.name)")
    case "recordIssues", "junit", "publishHTML", "deleteDir", "cleanWs": return
    default: throw NotEmulated("the step \(step.name)")
    }
  }
}
