import Documents
import Model
import System

/// Which commits a CI system asks about, as far as its environment can be trusted for it.
///
/// Newness compares with `base`; the files that judge come from `rules`, the tip of the branch that the change goes to.
/// They differ in a merge queue, where `base` may hold earlier changes that nobody has merged yet.
struct CIEnvironment: Equatable {
  var base: String
  var head: String
  /// When `head` is a merge that the forge itself made to try the change: the change's own commit, which is its second parent.
  /// Only then is the first parent the target's tip. In any other merge it is whatever its author chose.
  var testMergeOf: String?
  /// Names for the tip of the target branch, best first; empty: the same as `base`.
  var rules: [String] = []
  /// What told us, for the explanation.
  var source: String

  init(base: String, head: String, testMergeOf: String? = nil, rules: [String] = [], source: String) {
    (self.base, self.head, self.testMergeOf, self.rules, self.source) = (base, head, testMergeOf, rules, source)
  }
}

extension CIEnvironment {
  /// Nil where no CI system is known to run.
  static func find(in environment: [String: String]) throws(Diagnostic) -> CIEnvironment? {
    if environment["GITHUB_ACTIONS"] == "true" || environment["GITHUB_EVENT_PATH"] != nil {
      return try github(environment)
    }
    if environment["GITLAB_CI"] == "true" { return try gitlab(environment) }
    guard environment["CI"] == nil || environment["CI"] == "false" else {
      throw Diagnostic(
        .baseUnknown, "this CI system does not say which commit the change goes to",
        help: "pass --base and --head, each a full commit id or a full ref such as refs/heads/main")
    }
    return nil
  }

  private static func github(_ environment: [String: String]) throws(Diagnostic) -> CIEnvironment {
    guard let path = environment["GITHUB_EVENT_PATH"] else {
      throw Diagnostic(.baseUnknown, "GITHUB_EVENT_PATH is not set", help: "pass --base and --head")
    }
    let event = try JSONDocument(try Files.read(path, limit: eventLimit)).root
    if let pull = event["pull_request"] {
      // GITHUB_SHA is a test merge only for `pull_request`; its first parent is the target's tip when it was made.
      // GITHUB_BASE_REF is a short name that a tag may bear too: never looked up.
      let isMerge = environment["GITHUB_EVENT_NAME"] == "pull_request"
      let own = pull["head"]?.text("sha")
      return try CIEnvironment(
        base: pull["base"]?.text("sha"), head: isMerge ? environment["GITHUB_SHA"] : own,
        testMergeOf: isMerge ? own : nil,
        source: "GitHub pull request event")
    }
    if let group = event["merge_group"] {
      return try CIEnvironment(
        base: group.text("base_sha"), head: group.text("head_sha"),
        rules: group.text("base_ref").map(tips) ?? [], source: "GitHub merge group event")
    }
    if let before = event.text("before"), let after = event.text("after") {
      return try CIEnvironment(
        base: before.allSatisfy { $0 == "0" } ? nil : before, head: after, source: "GitHub push event")
    }
    throw Diagnostic(
      .baseUnknown, "the GitHub event is no pull request, merge group or push",
      at: SourcePosition(file: path), help: "pass --base and --head")
  }

  private static func gitlab(_ environment: [String: String]) throws(Diagnostic) -> CIEnvironment {
    func variable(_ name: String) -> String? { environment[name].flatMap { $0.isEmpty ? nil : $0 } }
    // CI_MERGE_REQUEST_DIFF_BASE_SHA is the merge base, and stays old after a retarget: never for policy.
    // The ids of target and source are there only when CI_COMMIT_SHA, which is checked out and scanned, is a merge of the two
    // that GitLab made.
    let branch = variable("CI_MERGE_REQUEST_TARGET_BRANCH_NAME").map { "refs/remotes/origin/\($0)" }
    return try CIEnvironment(
      base: variable("CI_MERGE_REQUEST_TARGET_BRANCH_SHA") ?? branch, head: variable("CI_COMMIT_SHA"),
      testMergeOf: variable("CI_MERGE_REQUEST_SOURCE_BRANCH_SHA"), source: "GitLab merge request variables")
  }

  /// What a CI system leaves open is never filled in from the checkout, which is the change's own.
  private init(
    base: String?, head: String?, testMergeOf: String? = nil, rules: [String] = [], source: String
  ) throws(Diagnostic) {
    guard let base, let head else {
      throw Diagnostic(
        .baseUnknown, "the \(source) does not say which commit \(base == nil ? "the change goes to" : "is the change")",
        help: "pass --base and --head, each a full commit id or a full ref such as refs/heads/main")
    }
    self.init(base: base, head: head, testMergeOf: testMergeOf, rules: rules, source: source)
  }

  /// A branch is under its own name in the forge's repository and under `origin` in a checkout.
  private static func tips(of ref: String) -> [String] {
    ref.hasPrefix("refs/heads/") ? ["refs/remotes/origin/" + ref.dropFirst("refs/heads/".count), ref] : [ref]
  }
}

/// GitHub's events stay far below; an event file is data of whoever opened the pull request.
private let eventLimit = 25 << 20
