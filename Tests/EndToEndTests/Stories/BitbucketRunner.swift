import Foundation
import TestSupport

/// Runs the steps of a `bitbucket-pipelines.yml` as Bitbucket does (support.atlassian.com, "Bitbucket Pipelines configuration
/// reference").
struct BitbucketRunner {
  let runner: Runner
  let forge: Forge
  private var build = 100

  init(on runner: Runner) { (self.runner, forge) = (runner, runner.forge) }

  mutating func run(_ file: CIFile, _ event: ForgeEvent) throws -> JobRun {
    build += 1
    let root = file.root
    try root.allow(["image", "clone", "definitions", "options", "pipelines"], in: "bitbucket-pipelines.yml")
    var log = JobRun()
    let pipeline =
      switch event {
      case .push:
        root["pipelines"]["branches"]["main"] == .null
          ? root["pipelines"]["default"] : root["pipelines"]["branches"]["main"]
      case .change, .queue: root["pipelines"]["pull-requests"]["**"]
      }
    for (number, entry) in pipeline.list.enumerated() {
      let step = entry["step"]
      try step.allow(
        ["name", "image", "script", "after-script", "artifacts", "clone", "max-time", "caches", "size", "runs-on"],
        in: "a step")
      guard step["script"] != .null else { throw NotEmulated("an entry without a script") }
      try run(step, number, clone: step["clone"] == .null ? root["clone"] : step["clone"], event, into: &log)
      if log.status != 0 { break }
    }
    return log
  }

  private func run(_ step: JSON, _ number: Int, clone: JSON, _ event: ForgeEvent, into log: inout JobRun) throws {
    let place = try checkOut(event, depth: clone["depth"].scalar)
    let variables = environment(event, place)
    for (_, store) in log.artifacts { try runner.prepare("cp -r '\(store.path)/.' .", in: place) }
    guard step["script"].list.allSatisfy({ $0.text != nil }) else { throw NotEmulated("a pipe") }
    let title = step["name"].text ?? "step \(number + 1)"
    var screen = try runner.run(
      title, (["set -e"] + step["script"].scalars).joined(separator: "\n"), shell: ["/bin/bash"], in: place,
      environment: variables)
    let after = step["after-script"].scalars
    if !after.isEmpty {
      let more = variables.merging(["BITBUCKET_EXIT_CODE": String(screen.status)]) { $1 }
      screen.text += try runner.run(
        title, after.joined(separator: "\n"), shell: ["/bin/bash"], in: place, environment: more
      ).text
    }
    log.add(screen)
    let paths = step["artifacts"] == .null ? [] : step["artifacts"].scalars + step["artifacts"]["paths"].scalars
    guard !paths.isEmpty else { return }
    let store = try runner.makeFolder("artifacts/\(build)-\(number)")
    for path in paths {
      try runner.prepare(
        "shopt -s globstar nullglob; for one in \(path); do cp -r --parents \"$one\" '\(store.path)'; done", in: place,
        shell: "/bin/bash")
    }
    log.artifacts[title] = store
  }

  /// What the setup of a build prints: a clone of the branch, and for a pull request a merge of the target in that clone.
  private func checkOut(_ event: ForgeEvent, depth: String?) throws -> URL {
    let place = try runner.makeFolder("opt/pipelines/build")
    let limit = depth == "full" ? "" : "--depth \(depth ?? "50")"
    let (branch, commit, merge) =
      switch event {
      case .push(_, let after): ("main", after, "")
      case .change(let change), .queue(let change):
        (change.branch, change.head, "git fetch -q origin \(change.base) && git merge -q \(change.base) --no-edit")
      }
    try runner.prepare(
      """
      git clone -q --branch='\(branch)' \(limit) \(Forge.address)/acme/app.git .
      git reset -q --hard \(commit)
      git config user.name bitbucket-pipelines && git config user.email commits-noreply@bitbucket.org
      git config push.default current
      \(merge)
      git reflog expire --expire=all --all
      """, in: place)
    return place
  }

  /// The default variables (support.atlassian.com, "Variables and secrets").
  private func environment(_ event: ForgeEvent, _ place: URL) -> [String: String] {
    var variables = runner.environment().merging([
      "CI": "true", "BITBUCKET_BUILD_NUMBER": String(build), "BITBUCKET_CLONE_DIR": place.path,
      "BITBUCKET_GIT_HTTP_ORIGIN": "\(Forge.address)/acme/app", "BITBUCKET_REPO_FULL_NAME": "acme/app",
      "BITBUCKET_REPO_SLUG": "app", "BITBUCKET_WORKSPACE": "acme", "BITBUCKET_REPO_OWNER": "acme",
    ]) { $1 }
    switch event {
    case .push(_, let after): variables.merge(["BITBUCKET_BRANCH": "main", "BITBUCKET_COMMIT": after]) { $1 }
    case .change(let change), .queue(let change):
      variables.merge([
        "BITBUCKET_BRANCH": change.branch, "BITBUCKET_COMMIT": change.head, "BITBUCKET_PR_ID": String(change.number),
        "BITBUCKET_PR_DESTINATION_BRANCH": "main", "BITBUCKET_PR_DESTINATION_COMMIT": String(change.base.prefix(12)),
      ]) { $1 }
    }
    return variables
  }
}
