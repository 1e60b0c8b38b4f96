import Documents
import Model
import System

extension CISystem {
  /// GitHub Actions. The event file describes what triggered the run (docs.github.com, "Webhook events and payloads").
  static let github = CISystem(
    isRunning: { $0["GITHUB_ACTIONS"] == "true" || $0["GITHUB_EVENT_PATH"] != nil },
    read: { environment throws(Diagnostic) in
      guard let path = environment["GITHUB_EVENT_PATH"] else {
        throw Diagnostic(.baseUnknown, "GITHUB_EVENT_PATH is not set", help: "pass --base and --head")
      }
      let event = try JSONDocument(try Files.read(path, limit: eventLimit)).root
      if let pull = event["pull_request"] { return try pullRequest(pull, environment) }
      if let group = event["merge_group"] { return try mergeGroup(group) }
      if let before = event.text("before"), let after = event.text("after") {
        // For a new branch, GitHub writes zeros as the commit before the push.
        return try CIEnvironment(
          base: before.allSatisfy { $0 == "0" } ? nil : before, head: after, source: "GitHub push event")
      }
      throw Diagnostic(
        .baseUnknown, "the GitHub event is no pull request, merge group or push", at: SourcePosition(file: path),
        help: "pass --base and --head")
    })
}

/// The maximal size in bytes of an event file. GitHub's events are much smaller; the author of the pull request
/// controls parts of the content.
private let eventLimit = 25 << 20

private func pullRequest(_ pull: JSONValue, _ environment: [String: String]) throws(Diagnostic) -> CIEnvironment {
  // GITHUB_SHA is a test merge only for `pull_request`; its first parent is the tip of the target branch at that time.
  // GITHUB_BASE_REF is a short name that a tag may also have, so it is never looked up.
  let isMerge = environment["GITHUB_EVENT_NAME"] == "pull_request"
  let own = pull["head"]?.text("sha")
  return try CIEnvironment(
    base: pull["base"]?.text("sha"), head: isMerge ? environment["GITHUB_SHA"] : own,
    testMergeOf: isMerge ? own : nil, source: "GitHub pull request event")
}

private func mergeGroup(_ group: JSONValue) throws(Diagnostic) -> CIEnvironment {
  try CIEnvironment(
    base: group.text("base_sha"), head: group.text("head_sha"), rules: group.text("base_ref").map(tips) ?? [],
    source: "GitHub merge group event")
}

/// The names of a branch: `refs/remotes/origin/…` in a checkout, and its own name in the forge's repository.
private func tips(of ref: String) -> [String] {
  ref.hasPrefix("refs/heads/") ? ["refs/remotes/origin/" + ref.dropFirst("refs/heads/".count), ref] : [ref]
}
