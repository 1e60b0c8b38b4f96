import Foundation
import Model
import Testing

@testable import Pipeline

/// What CI systems say of their jobs, as they do: the head, the target and what it contains; or a refusal.
@Suite struct CIEnvironmentTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let testDescription: String
    var environment: [String: String]
    /// The content of the event file; nil when there is none.
    var event: String?
    /// Nil: refused.
    let expected: CIEnvironment?

    init(_ name: String, _ environment: [String: String], event: String? = nil, gives expected: CIEnvironment?) {
      (testDescription, self.environment, self.event, self.expected) = (name, environment, event, expected)
    }
  }

  static let cases = gitHub + gitea + gitLab + others + unknown

  @Test(arguments: cases) func `what a CI system says is taken exactly or not at all`(_ item: Case) throws {
    var environment = item.environment
    let file = FileManager.default.temporaryDirectory.appending(path: "event-\(UUID().uuidString).json")
    defer { try? FileManager.default.removeItem(at: file) }
    if let event = item.event {
      try Data(event.utf8).write(to: file)
      environment["GITHUB_EVENT_PATH"] = file.path
    }
    #expect(isUnattended(environment))
    let found = Swift.Result { try CIEnvironment.find(in: environment) }
    switch found {
    case .success(let found):
      #expect(found == item.expected)
      #expect(found != nil, "a CI job is never taken for a local preview")
    case .failure(let error):
      let fault = try #require(error as? Diagnostic)
      #expect(item.expected == nil, "\(fault.text)")
      #expect(fault.severity == .error && (fault.help != nil || fault.position != nil))
    }
  }

  @Test(arguments: CISystem.all.map(\.name)) func `each CI system is among the cases, once as a change`(_ name: String)
    throws
  {
    let system = try #require(CISystem.all.first { $0.name == name })
    let own = Self.cases.filter { item in
      let event = item.event == nil ? [:] : ["GITHUB_EVENT_PATH": "/event.json"]
      let variables = CIVariables(item.environment.merging(event) { $1 })
      return CISystem.all.first { $0.isRunning(variables) }?.name == name
    }
    #expect(!own.isEmpty)
    // Two systems have no variable that names the target.
    #expect(own.contains { $0.expected != nil } != ["CircleCI", "TeamCity"].contains(system.name))
  }

  @Test func `a head that the user names stands in for a variable that is not set, and for no other`() throws {
    let multibranch = ["JENKINS_URL": "https://ci.example", "CHANGE_ID": "7", "CHANGE_TARGET": "main"]
    #expect(try CIEnvironment.find(in: multibranch, head: b)?.head == b)
    #expect(try CIEnvironment.find(in: multibranch.merging(["GIT_COMMIT": c]) { $1 }, head: b)?.head == c)
    #expect(throws: Diagnostic.self) { try CIEnvironment.find(in: multibranch) }
  }

  @Test(arguments: [
    [:], ["HOME": "/root"], ["CI": "false"], ["CI": "0"], ["CI": ""], ["CI": "False", "BUILD_NUMBER": "7"],
    ["CONTINUOUS_INTEGRATION": "false"], ["BITBUCKET_TOKEN": "x", "DRONE_SERVER": "https://drone.example"],
  ]) func `a terminal is not taken for a CI job`(_ environment: [String: String]) throws {
    #expect(try CIEnvironment.find(in: environment) == nil)
    #expect(!isUnattended(environment))
  }

  @Test(arguments: [
    "git@github.com:acme/app.git", "https://github.com/Acme/App", "https://token:x@github.com:443/acme/app.git/",
    "ssh://git@github.com/acme/app", "https://cache.example/github.com/acme/app.git",
  ]) func `a URL of the target project is known in each of git's forms`(_ url: String) {
    #expect(RemoteURL(url).ends(with: "acme/app"))
    #expect(!RemoteURL(url).ends(with: "me/app") && !RemoteURL(url).ends(with: "acme/ap"))
  }

  @Test func `a URL has a host, a path on this machine has none`() {
    #expect(RemoteURL("https://u:p@GitHub.com:8443/a/b.git").host == "github.com")
    #expect(RemoteURL("git@gitlab.example:a/b").host == "gitlab.example")
    #expect(RemoteURL("file:///srv/git/a.git").host == nil)
    #expect(RemoteURL("/srv/git/a.git").path == "srv/git/a")
    #expect(RemoteURL("file:///srv/a/.git") == RemoteURL("file:///srv/a/"))
    #expect(RemoteURL("../a:b/c.git").host == nil)
  }
}

private let (a, b, c) = (id("a"), id("b"), id("c"))
private func id(_ digit: Character) -> String { String(repeating: digit, count: 40) }
private let zero = id("0")

// MARK: GitHub, Gitea, Forgejo

extension CIEnvironmentTests {
  private static func github(_ name: String, _ more: [String: String] = [:]) -> [String: String] {
    // GITHUB_BASE_REF and GITHUB_HEAD_REF are short names, which must not be used.
    [
      "CI": "true", "GITHUB_ACTIONS": "true", "GITHUB_EVENT_NAME": name, "GITHUB_SHA": c, "GITHUB_BASE_REF": "other",
      "GITHUB_REF": "refs/pull/7/merge", "GITHUB_HEAD_REF": "main",
    ].merging(more) { $1 }
  }
  private static let pull =
    #"{"number":7,"pull_request":{"base":{"sha":"\#(a)","ref":"main"},"head":{"sha":"\#(b)","ref":"x"}}}"#
  private static func change(_ head: String, merge: ForgeMerge? = nil, forge: String = "GitHub") -> CIEnvironment {
    CIEnvironment(
      head: head, merge: merge, base: .tip(TargetBranch(name: "main", contains: [a])),
      source: "\(forge) pull request event")
  }
  private static func push(_ ref: String, before: String, after: String = b, usual: String? = "main") -> String {
    let repository = usual.map { #","repository":{"default_branch":"\#($0)"}"# } ?? ""
    return #"{"ref":"\#(ref)","before":"\#(before)","after":"\#(after)"\#(repository)}"#
  }

  fileprivate static let gitHub = [
    Case(
      "a pull request", github("pull_request"), event: pull,
      gives: change(c, merge: ForgeMerge(own: b))),
    Case(
      "a pull request whose own commit is tested", github("pull_request", ["GITHUB_SHA": b]), event: pull,
      gives: change(b)),
    Case("a pull request, with the target's rights", github("pull_request_target"), event: pull, gives: change(b)),
    Case(
      "a review of a pull request", github("pull_request_review"), event: pull,
      gives: change(c, merge: ForgeMerge(own: b))),
    Case(
      "a pull request of a fork to a release branch",
      github(
        "pull_request_target",
        [
          "GITHUB_REF": "refs/heads/release/1", "GITHUB_REF_PROTECTED": "true", "GITHUB_REPOSITORY": "acme/app",
          "GITHUB_SERVER_URL": "https://github.example",
        ]),
      event: """
        {"pull_request":{"base":{"sha":"\(a)","ref":"release/1","repo":{"full_name":"acme/app",
        "clone_url":"https://github.example/acme/app.git"}},"head":{"sha":"\(b)","repo":{"full_name":"mallory/app"}}},
        "repository":{"default_branch":"main"}}
        """,
      gives: CIEnvironment(
        head: b,
        base: .tip(
          TargetBranch(
            name: "release/1",
            project: TargetProject(
              path: "acme/app", host: "github.example", url: "https://github.example/acme/app.git",
              source: "mallory/app"),
            contains: [a], defaultBranch: "main", isProtected: true)),
        source: "GitHub pull request event")),
    Case(
      "a merge queue", github("merge_group"),
      event:
        #"{"merge_group":{"head_sha":"\#(b)","head_ref":"refs/heads/gh-readonly-queue/main/pr-7","base_sha":"\#(a)","base_ref":"refs/heads/main"}}"#,
      gives: CIEnvironment(
        head: b, base: .queue(TargetBranch(name: "main", isProtected: true), after: a),
        source: "GitHub merge group event")),
    Case(
      "a push to the default branch", github("push"), event: push("refs/heads/main", before: a),
      gives: CIEnvironment(head: b, base: .before(a), source: "GitHub push event")),
    Case(
      "a push to a feature branch", github("push"), event: push("refs/heads/x", before: a),
      gives: CIEnvironment(
        head: b, base: .tip(TargetBranch(name: "main", defaultBranch: "main")), source: "GitHub push event")),
    Case(
      "the push of a new branch", github("push"), event: push("refs/heads/x", before: zero),
      gives: CIEnvironment(
        head: b, base: .tip(TargetBranch(name: "main", defaultBranch: "main")), source: "GitHub push event")),
    Case(
      "the push of a tag that is named like the default branch", github("push"),
      event: push("refs/tags/main", before: zero),
      gives: CIEnvironment(
        head: b, base: .tip(TargetBranch(name: "main", defaultBranch: "main")), source: "GitHub push event")),
    Case(
      "a push to a branch whose name looks like the default one", github("push"),
      event: push("refs/heads/cafe\u{301}", before: a, usual: "caf\u{E9}"),
      gives: CIEnvironment(
        head: b, base: .tip(TargetBranch(name: "caf\u{E9}", defaultBranch: "caf\u{E9}")), source: "GitHub push event")),
    Case("the first push of all", github("push"), event: push("refs/heads/main", before: zero), gives: nil),
    Case("a push that deletes", github("push"), event: push("refs/heads/x", before: a, after: zero), gives: nil),
    Case(
      "a push without a default branch", github("push"), event: push("refs/heads/x", before: a, usual: nil), gives: nil),
    Case(
      "a pull request without a target", github("pull_request"),
      event: #"{"pull_request":{"base":{"sha":"\#(a)"},"head":{"sha":"\#(b)"}}}"#, gives: nil),
    Case(
      "a pull request without a head", github("pull_request_target"),
      event: #"{"pull_request":{"base":{"sha":"\#(a)","ref":"main"}}}"#, gives: nil),
    Case(
      "a pull request whose target is null", github("pull_request"),
      event: #"{"pull_request":{"base":{"sha":"\#(a)","ref":null},"head":{"sha":"\#(b)"}}}"#, gives: nil),
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
  ]

  fileprivate static let gitea = [
    // A job of Gitea has GITHUB_SHA of the head; a merge there is the author's.
    Case(
      "a pull request of Gitea", github("pull_request", ["GITEA_ACTIONS": "true"]), event: pull,
      gives: change(b, forge: "Gitea")),
    Case(
      "a pull request of Forgejo", github("pull_request", ["FORGEJO_ACTIONS": "true"]), event: pull,
      gives: change(b, forge: "Forgejo")),
    Case(
      "a push of Gitea", github("push", ["GITEA_ACTIONS": "true"]), event: push("refs/heads/main", before: a),
      gives: CIEnvironment(head: b, base: .before(a), source: "Gitea push event")),
  ]
}

// MARK: GitLab

extension CIEnvironmentTests {
  private static func gitlab(_ more: [String: String]) -> [String: String] {
    ["CI": "true", "GITLAB_CI": "true", "CI_COMMIT_SHA": c, "CI_COMMIT_REF_NAME": "x", "CI_DEFAULT_BRANCH": "main"]
      .merging(more) { $1 }
  }
  private static func request(_ more: [String: String]) -> [String: String] {
    gitlab(["CI_MERGE_REQUEST_TARGET_BRANCH_NAME": "main", "CI_MERGE_REQUEST_DIFF_BASE_SHA": b].merging(more) { $1 })
  }
  private static let source = "GitLab merge request variables"

  fileprivate static let gitLab = [
    Case(
      "a merge request", request(["CI_MERGE_REQUEST_TARGET_BRANCH_SHA": "", "CI_MERGE_REQUEST_SOURCE_BRANCH_SHA": ""]),
      gives: CIEnvironment(
        head: c, base: .tip(TargetBranch(name: "main", contains: [b], defaultBranch: "main")), source: source)),
    Case(
      "merged results",
      request(["CI_MERGE_REQUEST_TARGET_BRANCH_SHA": a, "CI_MERGE_REQUEST_SOURCE_BRANCH_SHA": b]),
      gives: CIEnvironment(
        head: c, merge: ForgeMerge(own: b),
        base: .tip(TargetBranch(name: "main", contains: [a], defaultBranch: "main")), source: source)),
    Case(
      "a merge train",
      request([
        "CI_MERGE_REQUEST_TARGET_BRANCH_SHA": a, "CI_MERGE_REQUEST_SOURCE_BRANCH_SHA": b,
        "CI_MERGE_REQUEST_EVENT_TYPE": "merge_train",
      ]),
      gives: CIEnvironment(
        head: c, merge: ForgeMerge(own: b),
        base: .queue(TargetBranch(name: "main", contains: [b], defaultBranch: "main"), after: a), source: source)),
    Case("a merge train without a base", request(["CI_MERGE_REQUEST_EVENT_TYPE": "merge_train"]), gives: nil),
    Case(
      "a merge request to a protected branch",
      request([
        "CI_MERGE_REQUEST_TARGET_BRANCH_NAME": "release/1.0", "CI_MERGE_REQUEST_TARGET_BRANCH_PROTECTED": "true",
      ]),
      gives: CIEnvironment(
        head: c,
        base: .tip(TargetBranch(name: "release/1.0", contains: [b], defaultBranch: "main", isProtected: true)),
        source: source)),
    Case(
      "the pipeline of a fork",
      request([
        "CI_PROJECT_PATH": "mallory/app", "CI_MERGE_REQUEST_PROJECT_PATH": "acme/app",
        "CI_SERVER_HOST": "gitlab.example",
        "CI_MERGE_REQUEST_SOURCE_PROJECT_PATH": "mallory/app",
        "CI_MERGE_REQUEST_PROJECT_URL": "https://gitlab.example/acme/app",
      ]),
      gives: CIEnvironment(
        head: c,
        base: .tip(
          TargetBranch(
            name: "main",
            project: TargetProject(
              path: "acme/app", host: "gitlab.example", url: "https://gitlab.example/acme/app", source: "mallory/app",
              isElsewhere: true),
            contains: [b], defaultBranch: "main")),
        source: source)),
    Case(
      "an external pull request",
      gitlab([
        "CI_EXTERNAL_PULL_REQUEST_TARGET_BRANCH_NAME": "main", "CI_EXTERNAL_PULL_REQUEST_TARGET_BRANCH_SHA": a,
        "CI_COMMIT_BRANCH": "x",
      ]),
      gives: CIEnvironment(
        head: c, base: .tip(TargetBranch(name: "main", contains: [a], defaultBranch: "main")),
        source: "GitLab external pull request variables")),
    Case(
      "a pipeline of the default branch", gitlab(["CI_COMMIT_BRANCH": "main", "CI_COMMIT_BEFORE_SHA": a]),
      gives: CIEnvironment(head: c, base: .before(a), source: "GitLab branch pipeline")),
    Case(
      "a pipeline of a feature branch", gitlab(["CI_COMMIT_BRANCH": "x", "CI_COMMIT_BEFORE_SHA": a]),
      gives: CIEnvironment(
        head: c, base: .tip(TargetBranch(name: "main", defaultBranch: "main")), source: "GitLab branch pipeline")),
    Case(
      "a pipeline of a tag", gitlab(["CI_COMMIT_TAG": "v1", "CI_COMMIT_BEFORE_SHA": zero]),
      gives: CIEnvironment(
        head: c, base: .tip(TargetBranch(name: "main", defaultBranch: "main")), source: "GitLab branch pipeline")),
    Case(
      "a pipeline by hand", gitlab(["CI_COMMIT_BRANCH": "main", "CI_COMMIT_BEFORE_SHA": zero]), gives: nil),
  ]
}

// MARK: The others

extension CIEnvironmentTests {
  private static func change(_ head: String, _ target: TargetBranch, _ source: String) -> CIEnvironment {
    CIEnvironment(head: head, base: .tip(target), source: source)
  }
  private static let azure = [
    "TF_BUILD": "True", "BUILD_REASON": "PullRequest", "BUILD_SOURCEBRANCH": "refs/pull/1/merge",
    "BUILD_SOURCEVERSION": c,
    "SYSTEM_PULLREQUEST_TARGETBRANCH": "refs/heads/release/1",
  ]
  private static let buildkite = [
    "CI": "true", "BUILDKITE": "true", "BUILDKITE_COMMIT": c, "BUILDKITE_BRANCH": "x",
    "BUILDKITE_PULL_REQUEST": "false",
    "BUILDKITE_PIPELINE_DEFAULT_BRANCH": "main",
  ]
  private static let drone = [
    "CI": "true", "DRONE": "true", "DRONE_COMMIT_SHA": c, "DRONE_REPO_BRANCH": "main", "DRONE_BRANCH": "main",
    "DRONE_COMMIT_BEFORE": a,
  ]
  private static let woodpecker = [
    "CI": "woodpecker", "CI_COMMIT_SHA": c, "CI_REPO_DEFAULT_BRANCH": "main", "CI_COMMIT_BRANCH": "main",
  ]

  fileprivate static let others = [
    Case(
      "Azure", azure.merging(["SYSTEM_PULLREQUEST_SOURCECOMMITID": b]) { $1 },
      gives: CIEnvironment(
        head: c, merge: ForgeMerge(own: b), base: .tip(TargetBranch(name: "release/1")),
        source: "Azure pull request variables")),
    Case(
      "Azure without the commit of the source, of a repository on GitHub",
      azure.merging(["SYSTEM_PULLREQUEST_TARGETBRANCH": "main"]) { $1 },
      gives: CIEnvironment(
        head: c, merge: ForgeMerge(), base: .tip(TargetBranch(name: "main")), source: "Azure pull request variables")),
    Case(
      "a push on Azure",
      [
        "TF_BUILD": "True", "BUILD_REASON": "IndividualCI", "BUILD_SOURCEBRANCH": "refs/heads/x",
        "BUILD_SOURCEVERSION": c,
      ],
      gives: nil),
    Case(
      "Bitbucket",
      [
        "CI": "true", "BITBUCKET_BUILD_NUMBER": "4", "BITBUCKET_COMMIT": c, "BITBUCKET_PR_ID": "3",
        "BITBUCKET_PR_DESTINATION_BRANCH": "main", "BITBUCKET_PR_DESTINATION_COMMIT": a,
        "BITBUCKET_REPO_FULL_NAME": "acme/app",
      ],
      gives: change(
        c,
        TargetBranch(name: "main", project: TargetProject(path: "acme/app", host: "bitbucket.org"), contains: [a]),
        "Bitbucket pull request variables")),
    Case(
      "Bitbucket with an abbreviated id",
      [
        "CI": "true", "BITBUCKET_BUILD_NUMBER": "4", "BITBUCKET_COMMIT": c, "BITBUCKET_PR_DESTINATION_BRANCH": "main",
        "BITBUCKET_PR_DESTINATION_COMMIT": "aaaaaaaaaaaa",
      ],
      gives: change(c, TargetBranch(name: "main"), "Bitbucket pull request variables")),
    Case(
      "a push on Bitbucket",
      ["CI": "true", "BITBUCKET_BUILD_NUMBER": "4", "BITBUCKET_COMMIT": c, "BITBUCKET_BRANCH": "x"], gives: nil),
    Case(
      "Jenkins, multibranch",
      [
        "JENKINS_URL": "https://ci.example", "CHANGE_ID": "7", "CHANGE_TARGET": "main", "GIT_COMMIT": c,
        "BRANCH_NAME": "PR-7",
      ],
      gives: change(c, TargetBranch(name: "main"), "Jenkins variable CHANGE_TARGET")),
    Case(
      "Jenkins, pull request builder",
      [
        "JENKINS_URL": "https://ci.example", "ghprbPullId": "7", "ghprbTargetBranch": "main", "ghprbActualCommit": b,
        "GIT_COMMIT": c,
      ],
      gives: change(b, TargetBranch(name: "main"), "Jenkins variable ghprbTargetBranch")),
    Case(
      "Jenkins, Gerrit",
      [
        "JENKINS_URL": "https://ci.example", "GERRIT_CHANGE_ID": "I1", "GERRIT_BRANCH": "main",
        "GERRIT_PATCHSET_REVISION": b,
      ],
      gives: change(b, TargetBranch(name: "main"), "Jenkins variable GERRIT_BRANCH")),
    Case(
      "Jenkins, a push by the plugin of GitLab",
      [
        "JENKINS_URL": "https://ci.example", "gitlabTargetBranch": "x", "gitlabMergeRequestLastCommit": b,
        "GIT_COMMIT": c,
      ],
      gives: nil),
    Case("Jenkins, a branch", ["JENKINS_URL": "https://ci.example", "BRANCH_NAME": "x", "GIT_COMMIT": c], gives: nil),
    Case(
      "CircleCI",
      [
        "CI": "true", "CIRCLECI": "true", "CIRCLE_SHA1": c, "CIRCLE_PULL_REQUEST": "https://github.com/acme/app/pull/7",
      ],
      gives: nil),
    Case(
      "Buildkite",
      buildkite.merging(["BUILDKITE_PULL_REQUEST": "7", "BUILDKITE_PULL_REQUEST_BASE_BRANCH": "release/1"]) { $1 },
      gives: change(
        c, TargetBranch(name: "release/1", defaultBranch: "main"), "Buildkite pull request variables")),
    Case(
      "Buildkite, a merge queue",
      buildkite.merging(["BUILDKITE_MERGE_QUEUE_BASE_BRANCH": "main", "BUILDKITE_MERGE_QUEUE_BASE_COMMIT": a]) { $1 },
      gives: CIEnvironment(
        head: c, base: .queue(TargetBranch(name: "main", defaultBranch: "main", isProtected: true), after: a),
        source: "Buildkite merge queue variables")),
    Case(
      "Buildkite, a feature branch", buildkite,
      gives: change(c, TargetBranch(name: "main", defaultBranch: "main"), "Buildkite branch build")),
    Case("Buildkite, the default branch", buildkite.merging(["BUILDKITE_BRANCH": "main"]) { $1 }, gives: nil),
    Case("TeamCity", ["TEAMCITY_VERSION": "2026.1", "BUILD_NUMBER": "7", "BUILD_VCS_NUMBER": c], gives: nil),
    Case(
      "CodeBuild",
      [
        "CODEBUILD_BUILD_ID": "app:1", "CODEBUILD_WEBHOOK_EVENT": "PULL_REQUEST_UPDATED",
        "CODEBUILD_WEBHOOK_BASE_REF": "refs/heads/main", "CODEBUILD_RESOLVED_SOURCE_VERSION": c,
        "CODEBUILD_WEBHOOK_PREV_COMMIT": a,
      ],
      gives: change(c, TargetBranch(name: "main"), "CodeBuild webhook variables")),
    Case(
      "a push on CodeBuild",
      [
        "CODEBUILD_BUILD_ID": "app:1", "CODEBUILD_WEBHOOK_EVENT": "PUSH", "CODEBUILD_WEBHOOK_HEAD_REF": "refs/heads/x",
        "CODEBUILD_WEBHOOK_PREV_COMMIT": a, "CODEBUILD_RESOLVED_SOURCE_VERSION": c,
      ],
      gives: nil),
    Case(
      "Drone", drone.merging(["DRONE_BUILD_EVENT": "pull_request", "DRONE_TARGET_BRANCH": "release/1"]) { $1 },
      gives: change(c, TargetBranch(name: "release/1", defaultBranch: "main"), "Drone pull request variables")),
    Case(
      "Drone, the default branch", drone.merging(["DRONE_BUILD_EVENT": "push"]) { $1 },
      gives: CIEnvironment(head: c, base: .before(a), source: "Drone branch build")),
    Case("Drone, promoted", drone.merging(["DRONE_BUILD_EVENT": "promote"]) { $1 }, gives: nil),
    Case(
      "Drone, a feature branch", drone.merging(["DRONE_BUILD_EVENT": "push", "DRONE_BRANCH": "x"]) { $1 },
      gives: change(c, TargetBranch(name: "main", defaultBranch: "main"), "Drone branch build")),
    Case(
      "Woodpecker",
      woodpecker.merging(["CI_PIPELINE_EVENT": "pull_request", "CI_COMMIT_TARGET_BRANCH": "main"]) { $1 },
      gives: change(c, TargetBranch(name: "main", defaultBranch: "main"), "Woodpecker pull request variables")),
    Case(
      "Woodpecker, a feature branch",
      woodpecker.merging(["CI_PIPELINE_EVENT": "push", "CI_COMMIT_BRANCH": "x"]) { $1 },
      gives: change(c, TargetBranch(name: "main", defaultBranch: "main"), "Woodpecker branch pipeline")),
    Case("Woodpecker, the default branch", woodpecker.merging(["CI_PIPELINE_EVENT": "push"]) { $1 }, gives: nil),
  ]

  fileprivate static let unknown = [
    Case("a CI system that says 1", ["CI": "1"], gives: nil),
    Case("a CI system that says true", ["CONTINUOUS_INTEGRATION": "true"], gives: nil),
    Case("a build with a number", ["BUILD_NUMBER": "0"], gives: nil),
    Case("a build with an id", ["BUILD_ID": "7"], gives: nil),
    Case("Travis, which says that it is none", ["CI": "false", "TRAVIS": "true"], gives: nil),
    Case("Bamboo", ["bamboo_planKey": "APP-MAIN"], gives: nil),
    Case("Prow", ["PROW_JOB_ID": "1", "PULL_BASE_REF": "main", "PULL_BASE_SHA": a, "PULL_PULL_SHA": b], gives: nil),
    Case("a step of Codeship", ["CI_NAME": "codeship"], gives: nil),
    Case("a receiving hook", ["GIT_QUARANTINE_PATH": "/srv/git/app.git/objects/incoming"], gives: nil),
  ]
}
