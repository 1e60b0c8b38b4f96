import Foundation
import Model
import Testing

@testable import Pipeline

/// What CI systems say of themselves, as they really do: base, head and the names of the judging tip, or a refusal.
@Suite struct CIEnvironmentTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let testDescription: String
    var environment: [String: String]
    /// The event file's content; nil: there is none.
    var event: String?
    /// Nil: refused.
    let expected: CIEnvironment?

    init(_ name: String, _ environment: [String: String], event: String? = nil, gives expected: CIEnvironment?) {
      (testDescription, self.environment, self.event, self.expected) = (name, environment, event, expected)
    }
  }

  private static let (a, b, c) = (id("a"), id("b"), id("c"))
  private static func id(_ digit: Character) -> String { String(repeating: digit, count: 40) }
  private static let zero = id("0")
  private static func github(_ name: String) -> [String: String] {
    // GITHUB_BASE_REF and GITHUB_REF are short names or refs that anybody with push rights can make: they must not be used.
    [
      "CI": "true", "GITHUB_ACTIONS": "true", "GITHUB_EVENT_NAME": name, "GITHUB_SHA": c, "GITHUB_BASE_REF": "main",
      "GITHUB_REF": "refs/pull/7/merge", "GITHUB_HEAD_REF": "main",
    ]
  }
  private static let pull =
    #"{"number":7,"pull_request":{"base":{"sha":"\#(a)","ref":"main"},"head":{"sha":"\#(b)","ref":"x"}}}"#
  private static func gitlab(_ more: [String: String]) -> [String: String] {
    ["CI": "true", "GITLAB_CI": "true", "CI_COMMIT_SHA": c, "CI_COMMIT_REF_NAME": "x", "CI_DEFAULT_BRANCH": "main"]
      .merging(more) { $1 }
  }

  static let cases = [
    Case("a terminal", ["HOME": "/root"], gives: nil),  // told apart below: nothing is known, and nothing is wrong
    Case(
      "a pull request", github("pull_request"), event: pull,
      gives: CIEnvironment(base: a, head: c, testMergeOf: b, source: "GitHub pull request event")),
    Case(
      "a pull request of a fork, with the target's rights", github("pull_request_target"), event: pull,
      gives: CIEnvironment(base: a, head: b, source: "GitHub pull request event")),
    Case(
      "a review of a pull request", github("pull_request_review"), event: pull,
      gives: CIEnvironment(base: a, head: b, source: "GitHub pull request event")),
    Case(
      "a merge queue", github("merge_group"),
      event:
        #"{"merge_group":{"head_sha":"\#(b)","head_ref":"refs/heads/gh-readonly-queue/main/pr-7","base_sha":"\#(a)","base_ref":"refs/heads/main"}}"#,
      gives: CIEnvironment(
        base: a, head: b, rules: ["refs/remotes/origin/main", "refs/heads/main"], source: "GitHub merge group event")),
    Case(
      "a push", github("push"), event: #"{"ref":"refs/heads/main","before":"\#(a)","after":"\#(b)"}"#,
      gives: CIEnvironment(base: a, head: b, source: "GitHub push event")),
    Case(
      "the push of a new branch", github("push"), event: #"{"ref":"refs/heads/x","before":"\#(zero)","after":"\#(b)"}"#,
      gives: nil),
    Case(
      "a pull request without a base", github("pull_request"), event: #"{"pull_request":{"head":{"sha":"\#(b)"}}}"#,
      gives: nil),
    Case(
      "a pull request without a head", github("pull_request_target"),
      event: #"{"pull_request":{"base":{"sha":"\#(a)"}}}"#, gives: nil),
    Case(
      "a pull request whose base is null", github("pull_request"),
      event: #"{"pull_request":{"base":{"sha":null},"head":{"sha":"\#(b)"}}}"#, gives: nil),
    Case(
      "a merge queue without a base", github("merge_group"), event: #"{"merge_group":{"head_sha":"\#(b)"}}"#, gives: nil
    ),
    Case("a schedule", github("schedule"), event: #"{"schedule":"0 0 * * *"}"#, gives: nil),
    Case("a run by hand", github("workflow_dispatch"), event: #"{"inputs":null,"ref":"refs/heads/x"}"#, gives: nil),
    Case("an empty event", github("pull_request"), event: "{}", gives: nil),
    Case("an event that is no JSON", github("pull_request"), event: "<html>", gives: nil),
    Case(
      "an event with a key twice", github("push"), event: #"{"before":"\#(a)","before":"\#(b)","after":"\#(b)"}"#,
      gives: nil),
    Case("no event file", github("pull_request"), gives: nil),
    Case(
      "a merge request", gitlab(["CI_MERGE_REQUEST_TARGET_BRANCH_NAME": "main", "CI_MERGE_REQUEST_DIFF_BASE_SHA": b]),
      gives: CIEnvironment(base: "refs/remotes/origin/main", head: c, source: "GitLab merge request variables")),
    Case(
      "merged results",
      gitlab([
        "CI_MERGE_REQUEST_TARGET_BRANCH_NAME": "main", "CI_MERGE_REQUEST_TARGET_BRANCH_SHA": a,
        "CI_MERGE_REQUEST_SOURCE_BRANCH_SHA": b,
        "CI_MERGE_REQUEST_DIFF_BASE_SHA": b,
      ]),
      gives: CIEnvironment(base: a, head: c, testMergeOf: b, source: "GitLab merge request variables")),
    Case(
      "a merge request with empty ids",
      gitlab([
        "CI_MERGE_REQUEST_TARGET_BRANCH_NAME": "release/1.0", "CI_MERGE_REQUEST_TARGET_BRANCH_SHA": "",
        "CI_MERGE_REQUEST_SOURCE_BRANCH_SHA": "",
      ]),
      gives: CIEnvironment(base: "refs/remotes/origin/release/1.0", head: c, source: "GitLab merge request variables")),
    Case("a branch pipeline", gitlab([:]), gives: nil),
    Case("another CI system", ["CI": "true", "JENKINS_URL": "https://ci.example"], gives: nil),
    Case("a CI system that says 1", ["CI": "1"], gives: nil),
  ]

  @Test(arguments: cases) func `what a CI system says is taken exactly or not at all`(_ item: Case) throws {
    var environment = item.environment
    let file = FileManager.default.temporaryDirectory.appending(path: "event-\(UUID().uuidString).json")
    defer { try? FileManager.default.removeItem(at: file) }
    if let event = item.event {
      try Data(event.utf8).write(to: file)
      environment["GITHUB_EVENT_PATH"] = file.path
    }
    let found = Swift.Result { try CIEnvironment.find(in: environment) }
    switch found {
    case .success(let found):
      #expect(found == item.expected)
      #expect(found != nil || environment["CI"] == nil, "a CI system is never taken for a terminal")
    case .failure(let error):
      let fault = try #require(error as? Diagnostic)
      #expect(item.expected == nil, "\(fault.text)")
      #expect(fault.severity == .error && (fault.help != nil || fault.position != nil))
    }
  }
}
