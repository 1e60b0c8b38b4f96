import Foundation
import TestSupport

/// Runs the jobs of a `.gitlab-ci.yml` as GitLab Runner's shell does (docs.gitlab.com, "CI/CD YAML syntax reference").
struct GitLabRunner {
  let runner: Runner
  let forge: Forge
  private var pipeline = 100

  init(on runner: Runner) { (self.runner, forge) = (runner, runner.forge) }

  private static let keywords: Set = ["stages", "variables", "default", "workflow", "include", "image"]

  mutating func run(_ root: JSON, _ event: ForgeEvent) throws -> JobRun {
    pipeline += 1
    var whole = JobRun()
    let stages = root["stages"].scalars + ["test"]
    let jobs = root.members.filter { !Self.keywords.contains($0.key) && !$0.key.hasPrefix(".") }
      .sorted { one, other in
        let (here, there) = [one, other].map { stages.firstIndex(of: $0.value["stage"].text ?? "test") ?? 0 }.pair
        return (here, one.key) < (there, other.key)
      }
    for (name, job) in jobs {
      try job.allow(
        [
          "stage", "image", "rules", "variables", "before_script", "script", "after_script", "artifacts",
          "interruptible",
          "allow_failure", "timeout", "needs", "dependencies", "retry", "tags", "cache",
        ], in: "the job \(name)")
      let variables = try environment(event, root["variables"], job["variables"], name)
      guard Self.isWanted(job["rules"], variables) else { continue }
      try run(name, job, defaults: root["default"], variables, event, into: &whole)
    }
    if case .push = event, whole.status == 0 { try serve(whole.artifacts) }
    return whole
  }

  /// Gives out what a pipeline of the default branch that passed has left (docs.gitlab.com, "Job artifacts API"). It is no zip
  /// archive: the Python of the stories unpacks it.
  private func serve(_ artifacts: [String: URL]) throws {
    let place = forge.home.appending(path: "server/forge.example/api/v4/projects/7/jobs/artifacts/main").path
    for store in artifacts.values {
      try runner.prepare("mkdir -p '\(place)' && tar -cf '\(place)/download' -C '\(store.path)' .", in: runner.folder)
    }
  }

  private func run(
    _ name: String, _ job: JSON, defaults: JSON, _ variables: [String: String], _ event: ForgeEvent,
    into whole: inout JobRun
  ) throws {
    let place = try checkOut(event, depth: variables["GIT_DEPTH"])
    let before = job["before_script"] == .null ? defaults["before_script"] : job["before_script"]
    // The runner makes one script of both lists, and stops at the first line that fails.
    let lines = ["set -eo pipefail"] + (before.scalars + job["script"].scalars)
    var screen = try runner.run(
      name, lines.joined(separator: "\n"), shell: ["/bin/bash"], in: place, environment: variables)
    let after = job["after_script"].scalars
    if !after.isEmpty {
      let end = try runner.run(
        name, after.joined(separator: "\n"), shell: ["/bin/bash"], in: place, environment: variables)
      screen.text += end.text
    }
    let allowed = job["allow_failure"]["exit_codes"].scalars.contains(String(screen.status))
    if allowed || job["allow_failure"] == .flag(true) { screen.status = 0 }
    whole.add(screen)
    let artifacts = job["artifacts"]
    guard artifacts["when"].text == "always" || screen.status == 0 else { return }
    let store = try runner.makeFolder("artifacts/\(pipeline)-\(name)")
    for path in artifacts["paths"].scalars {
      try runner.prepare("cp -r --parents \(path) '\(store.path)' 2>/dev/null || true", in: place)
    }
    whole.artifacts[name] = store
    for (kind, path) in artifacts["reports"].members.sorted(by: { $0.key < $1.key }) {
      for path in path.scalars {
        let text = try? String(contentsOf: place.appending(path: path), encoding: .utf8)
        whole.pages.append(("report \(kind) of the job \(name)", text ?? "(no file)"))
      }
    }
  }

  /// The clone that the runner makes in a new folder: with depth 0 all branches, else the commit of the pipeline alone
  /// (gitlab-org/gitlab, app/presenters/ci/build_runner_presenter.rb).
  private func checkOut(_ event: ForgeEvent, depth: String?) throws -> URL {
    let place = try runner.makeFolder("builds/acme/app")
    let commit = Self.commit(of: event)
    try runner.prepare("git update-ref refs/pipelines/\(pipeline) \(commit)", in: forge.origin)
    let more =
      depth == "0" ? "'+refs/heads/*:refs/remotes/origin/*' '+refs/tags/*:refs/tags/*'" : "--depth \(depth ?? "20")"
    try runner.prepare(
      """
      git init -q && git remote add origin \(Forge.address)/acme/app.git
      git fetch -q --no-tags origin +refs/pipelines/\(pipeline):refs/pipelines/\(pipeline) \(more)
      git checkout -q -f \(commit)
      """, in: place)
    return place
  }

  private static func commit(of event: ForgeEvent) -> String {
    switch event {
    case .push(_, let after): after
    case .change(let change): change.head
    case .queue(let change): change.merge
    }
  }

  /// The predefined variables (docs.gitlab.com, "Predefined CI/CD variables reference"), and those of the file, in which others
  /// are expanded.
  private func environment(
    _ event: ForgeEvent, _ levels: JSON..., name: String
  ) throws -> [String: String] {
    var variables = runner.environment().merging(
      [
        "CI": "true", "GITLAB_CI": "true", "CI_API_V4_URL": "\(Forge.address)/api/v4",
        "CI_COMMIT_SHA": Self.commit(of: event),
        "CI_DEFAULT_BRANCH": "main", "CI_JOB_NAME": name, "CI_JOB_TOKEN": "token", "CI_PIPELINE_ID": String(pipeline),
        "CI_PROJECT_DIR": runner.folder.appending(path: "builds/acme/app").path, "CI_PROJECT_ID": "7",
        "CI_PROJECT_PATH": "acme/app", "CI_PROJECT_URL": "\(Forge.address)/acme/app", "CI_SERVER": "yes",
        "CI_SERVER_HOST": "forge.example", "CI_SERVER_URL": Forge.address,
        "CI_REPOSITORY_URL": "\(Forge.address)/acme/app.git",
      ]
    ) { $1 }
    switch event {
    case .push(let before, let after):
      variables.merge([
        "CI_PIPELINE_SOURCE": "push", "CI_COMMIT_BRANCH": "main", "CI_COMMIT_REF_NAME": "main",
        "CI_COMMIT_BEFORE_SHA": before, "CI_COMMIT_REF_PROTECTED": "true", "CI_COMMIT_SHA": after,
      ]) { $1 }
    case .change(let change), .queue(let change):
      variables.merge([
        "CI_PIPELINE_SOURCE": "merge_request_event", "CI_COMMIT_REF_NAME": change.branch,
        "CI_COMMIT_BEFORE_SHA": String(repeating: "0", count: 40), "CI_MERGE_REQUEST_IID": String(change.number),
        "CI_MERGE_REQUEST_PROJECT_ID": "7", "CI_MERGE_REQUEST_PROJECT_PATH": "acme/app",
        "CI_MERGE_REQUEST_PROJECT_URL": "\(Forge.address)/acme/app", "CI_MERGE_REQUEST_SOURCE_PROJECT_PATH": "acme/app",
        "CI_MERGE_REQUEST_SOURCE_BRANCH_NAME": change.branch, "CI_MERGE_REQUEST_TARGET_BRANCH_NAME": "main",
        "CI_MERGE_REQUEST_TARGET_BRANCH_PROTECTED": "true", "CI_MERGE_REQUEST_DIFF_BASE_SHA": change.mergeBase,
        "CI_MERGE_REQUEST_EVENT_TYPE": "detached",
      ]) { $1 }
      if case .queue = event {
        variables.merge([
          "CI_MERGE_REQUEST_EVENT_TYPE": "merge_train", "CI_MERGE_REQUEST_SOURCE_BRANCH_SHA": change.head,
          "CI_MERGE_REQUEST_TARGET_BRANCH_SHA": change.base,
        ]) { $1 }
      }
    }
    for level in levels {
      for (name, value) in level.members {
        variables[name] = Self.expand(value.scalar ?? value["value"].scalar ?? "", variables)
      }
    }
    return variables
  }

  private func environment(
    _ event: ForgeEvent, _ global: JSON, _ own: JSON, _ name: String
  ) throws -> [String: String] { try environment(event, global, own, name: name) }

  /// Variables in a value: `$NAME`, `${NAME}`.
  private static func expand(_ text: String, _ variables: [String: String]) -> String {
    text.replacing(/\$\{?([A-Za-z_][A-Za-z0-9_]*)\}?/) { variables[String($0.1)] ?? "" }
  }

  /// Whether one of the rules holds: comparisons of variables and texts, joined by `&&` and `||`.
  private static func isWanted(_ rules: JSON, _ variables: [String: String]) -> Bool {
    guard rules != .null else { return true }
    let first = rules.list.first { rule in
      guard let condition = rule["if"].text else { return true }
      return condition.split(separator: "||").contains { alternative in
        alternative.split(separator: "&&").allSatisfy { holds(String($0), variables) }
      }
    }
    return first.map { $0["when"].text != "never" } ?? false
  }

  private static func holds(_ comparison: String, _ variables: [String: String]) -> Bool {
    func value(_ text: some StringProtocol) -> String {
      let bare = text.trimmingCharacters(in: .whitespaces)
      return bare.hasPrefix("$") ? variables[String(bare.dropFirst())] ?? "" : bare.trimmingCharacters(in: ["\"", "'"])
    }
    for sign in ["==", "!="] {
      guard let range = comparison.range(of: sign) else { continue }
      return (value(comparison[..<range.lowerBound]) == value(comparison[range.upperBound...])) == (sign == "==")
    }
    return !value(comparison).isEmpty
  }
}

extension Array {
  fileprivate var pair: (Element, Element) { (self[0], self[1]) }
}
