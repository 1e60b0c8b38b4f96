import Foundation
import TestSupport

/// The clone of a CI job, beside the repository that it was fetched from.
struct Workspace {
  let origin: Bench
  let path: String

  /// An empty clone with `origin` as its remote, into which `refspecs` are fetched.
  init(of origin: Bench, _ refspecs: [String] = ["+refs/heads/*:refs/remotes/origin/*"], depth: Int? = nil) throws {
    try self.init(of: origin, from: origin.repository.path)
    try fetch(refspecs, depth: depth)
  }

  private init(of origin: Bench, from folder: String) throws {
    self.origin = origin
    path = origin.folder.appending(path: "ws-\(UUID().uuidString)").path
    try origin.git("config", "uploadpack.allowAnySHA1InWant", "true")
    try origin.git("init", "-q", path)
    try git("remote", "add", "origin", "file://\(folder)")
  }

  /// A clone of a fork that has these branches, and the change as `refs/heads/change`.
  init(of origin: Bench, forkedTo name: String, main: String) throws {
    let fork = origin.folder.appending(path: name).path
    try origin.git("init", "-q", "--bare", fork)
    try origin.git("push", "-q", "file://\(fork)", "\(main):refs/heads/main", "refs/heads/change")
    try self.init(of: origin, from: fork)
    try fetch(["+refs/heads/*:refs/remotes/origin/*"])
  }

  func fetch(_ refspecs: [String], depth: Int? = nil) throws {
    let arguments = ["fetch", "-q", "--no-tags"] + (depth.map { ["--depth=\($0)"] } ?? []) + ["origin"] + refspecs
    let outcome = try run("/usr/bin/git", arguments, in: URL(filePath: path), environment: Self.environment)
    guard outcome.status == 0 else { throw GitFailed(arguments: arguments, errors: outcome.errors) }
  }

  @discardableResult
  func git(_ arguments: String...) throws -> String {
    let outcome = try run("/usr/bin/git", arguments, in: URL(filePath: path), environment: Self.environment)
    guard outcome.status == 0 else { throw GitFailed(arguments: arguments, errors: outcome.errors) }
    return outcome.output.trimmingCharacters(in: .whitespacesAndNewlines)
  }

  /// What the job's check decides. The environment is that of the job.
  func check(_ environment: [String: String], scanned: String, _ reports: [Report] = [.sarif()]) throws -> Answer {
    try origin.check(
      reports, ["--scanned", scanned, "--repo", path], asking: [], bound: false, environment: environment)
  }

  /// Does what each hint says and checks again, until there is a verdict or nothing to do.
  func follow(_ environment: [String: String], scanned: String, _ reports: [Report] = [.sarif()]) throws -> Answer {
    var answer = try check(environment, scanned: scanned, reports)
    for _ in 0..<4 where answer.status == 2 {
      let help = answer.decision["diagnostics"].list.compactMap { $0["help"].text }
      guard let command = help.flatMap({ $0.split(separator: "`") }).first(where: { $0.hasPrefix("git fetch") }) else {
        return answer
      }
      let outcome = try run("/bin/sh", ["-c", String(command)], in: URL(filePath: path), environment: Self.environment)
      guard outcome.status == 0 else { throw GitFailed(arguments: [String(command)], errors: outcome.errors) }
      answer = try check(environment, scanned: scanned, reports)
    }
    return answer
  }

  private static let environment = gitEnvironment.merging(["PATH": "/usr/bin:/bin"]) { $1 }
}

/// The environments of CI jobs, as far as the check reads them.
enum Job {
  /// A pull request of GitHub. The event file lies beside the repository.
  static func gitHub(
    _ bench: Bench, _ name: String = "pull_request", target: String = "main", base: String, head: String,
    tested: String? = nil, _ more: String = ""
  ) throws -> [String: String] {
    let event = #"""
      {"pull_request":{"base":{"sha":"\#(base)","ref":"\#(target)","repo":{"full_name":"acme/app"}},
      "head":{"sha":"\#(head)","repo":{"full_name":"mallory/app"}}},"repository":{"default_branch":"main"}\#(more)}
      """#
    return try gitHub(bench, name, event, tested: tested)
  }

  static func push(_ bench: Bench, _ ref: String, before: String, after: String) throws -> [String: String] {
    let event =
      #"{"ref":"\#(ref)","before":"\#(before)","after":"\#(after)","repository":{"default_branch":"main"}}"#
    return try gitHub(bench, "push", event, tested: after)
  }

  private static func gitHub(
    _ bench: Bench, _ name: String, _ event: String, tested: String?
  ) throws -> [String: String] {
    let file = try bench.write(Report("event-\(UUID().uuidString).json", event), in: ".").path
    let common = ["GITHUB_ACTIONS": "true", "GITHUB_EVENT_NAME": name, "GITHUB_EVENT_PATH": file]
    return common.merging(tested.map { ["GITHUB_SHA": $0] } ?? [:]) { $1 }
  }

  static func gitLab(_ commit: String, _ more: [String: String]) -> [String: String] {
    ["GITLAB_CI": "true", "CI_COMMIT_SHA": commit, "CI_DEFAULT_BRANCH": "main", "CI_PROJECT_PATH": "acme/app"]
      .merging(more) { $1 }
  }

  static func mergeRequest(_ commit: String, _ more: [String: String] = [:]) -> [String: String] {
    gitLab(
      commit,
      ["CI_MERGE_REQUEST_TARGET_BRANCH_NAME": "main", "CI_MERGE_REQUEST_PROJECT_PATH": "acme/app"].merging(more) { $1 })
  }
}
