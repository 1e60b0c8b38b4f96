import Foundation
import TestSupport
import Testing

/// In a CI job the policy of the target branch's tip decides, and not what an event, a merge or an old clone makes of it.
@Suite struct TargetTipTests {
  /// Main had a weak policy when the change was made, and has a strict one now.
  private struct Tightened {
    let bench: Bench
    /// The weak commit that the event names, and main's tip.
    let old, tip: String
    var head: String { bench.head }

    init(change: [String: Entry?] = [:]) throws {
      bench = try Bench(base: [".gatehouse/policy.yaml": .text(Files.weak)], change: change)
      old = bench.base
      tip = try bench.commit(policy: Files.policy, on: old)
      try bench.git("update-ref", "refs/heads/main", tip)
    }

    /// A merge as a forge makes it.
    func merge(into target: String, _ own: String? = nil) throws -> String {
      try bench.git("commit-tree", "-m", "Merge", "-p", target, "-p", own ?? head, "\(own ?? head)^{tree}")
    }
  }

  private func isStrict(_ answer: Answer) -> Bool {
    answer.status == 1 && answer.decision["policy"][0]["name"].text == "bench"
  }

  @Test(arguments: ["pull_request", "pull_request_target", "pull_request_review"])
  func `an event that names an old base is judged by the tip`(_ name: String) throws {
    let main = try Tightened()
    let merge = try main.merge(into: main.old)
    try main.bench.git("update-ref", "refs/heads/merge", merge)
    let job = try Job.gitHub(main.bench, name, base: main.old, head: main.head, tested: merge)
    let answer = try Workspace(of: main.bench).check(job, scanned: main.head)
    #expect(isStrict(answer), "\(answer.outcome.output)")
  }

  @Test func `a test merge is compared with its first parent and judged by the tip`() throws {
    let main = try Tightened()
    let merge = try main.merge(into: main.old)
    try main.bench.git("update-ref", "refs/pull/7/merge", merge)
    let refspecs = ["+refs/heads/*:refs/remotes/origin/*", "+refs/pull/7/merge:refs/remotes/pull/7/merge"]
    let workspace = try Workspace(of: main.bench, refspecs)
    let job = try Job.gitHub(main.bench, base: main.old, head: main.head, tested: merge)
    for scanned in [merge, main.head] {
      let answer = try workspace.check(job, scanned: scanned)
      #expect(isStrict(answer), "\(answer.outcome.output)")
      #expect(answer.decision["base"]["commit"].text == main.old)
      #expect(answer.decision["head"]["commit"].text == merge)
      #expect(!answer.codes.contains("report-wrong-commit"), "\(answer.codes)")
    }
    // A pull request whose newer commit the forge has not merged yet is judged by itself.
    let newer = try main.bench.git("commit-tree", "-m", "newer", "-p", main.head, "change^{tree}")
    try main.bench.git("update-ref", "refs/heads/change", newer)
    try workspace.fetch(["+refs/heads/*:refs/remotes/origin/*"])
    let lagging = try Job.gitHub(main.bench, base: main.old, head: newer, tested: merge)
    let answer = try workspace.check(lagging, scanned: newer)
    #expect(answer.decision["head"]["commit"].text == newer && isStrict(answer), "\(answer.outcome.output)")
  }

  @Test func `a report of the change's own commit is not read by the line numbers of the test merge`() throws {
    let bench = try Bench()
    let path = "src/pay/charge.py"
    let (before, after) = (try bench.git("show", "main:\(path)"), try bench.git("show", "change:\(path)"))
    // The target gets a line above, so the bad line 7 of the change is line 8 of the merge.
    let tip = try bench.commit(path, "# above\n" + before + "\n", on: bench.base)
    let merged = try bench.commit(path, "# above\n" + after + "\n", on: bench.head)
    let merge = try bench.git("commit-tree", "-m", "Merge", "-p", tip, "-p", bench.head, "\(merged)^{tree}")
    for (name, id) in [("main", tip), ("merge", merge)] { try bench.git("update-ref", "refs/heads/\(name)", id) }
    let workspace = try Workspace(of: bench)
    let job = try Job.gitHub(bench, base: tip, head: bench.head, tested: merge)
    let own = try workspace.check(job, scanned: bench.head)
    #expect(own.status == 1 && own.codes.contains("report-other-lines"), "\(own.outcome.output)")
    let tested = try workspace.check(job, scanned: merge, [.sarif([.init(line: 8)])])
    #expect(tested.status == 1 && !tested.codes.contains("report-other-lines"), "\(tested.outcome.output)")
  }

  @Test(arguments: [1, 2]) func `a shallow checkout of the test merge is told what to fetch, and that is enough`(
    _ depth: Int
  ) throws {
    let main = try Tightened()
    let merge = try main.merge(into: main.old)
    try main.bench.git("update-ref", "refs/pull/7/merge", merge)
    let workspace = try Workspace(of: main.bench, ["+refs/pull/7/merge:refs/remotes/pull/7/merge"], depth: depth)
    let job = try Job.gitHub(main.bench, base: main.old, head: main.head, tested: merge)
    #expect(try workspace.check(job, scanned: merge).obstacles == ["target-tip-missing"])
    let answer = try workspace.follow(job, scanned: merge)
    #expect(isStrict(answer), "\(answer.outcome.output)")
  }

  @Test(arguments: ["+refs/heads/change:refs/remotes/origin/change", "+refs/heads/*:refs/remotes/origin/*"])
  func `a tracking ref that is older than the event is refused, and the fetch mends it`(_ refspec: String) throws {
    let main = try Tightened()
    let workspace = try Workspace(of: main.bench, [refspec])
    try workspace.fetch(["+\(main.old):refs/remotes/origin/main"])
    for base in [main.tip, main.old] {
      // Once the event says no more than the clone knows, nothing shows that the ref is old.
      let job = try Job.gitHub(main.bench, "pull_request_target", base: base, head: main.head)
      let answer = try workspace.check(job, scanned: main.head)
      if base == main.tip { #expect(answer.obstacles == ["target-tip-stale"], "\(answer.outcome.output)") }
      if base == main.tip { #expect(isStrict(try workspace.follow(job, scanned: main.head))) }
    }
  }

  @Test func `the branches of a fork judge nothing`() throws {
    let bench = try Bench()
    let weak = try bench.commit(policy: Files.weak, on: bench.base)
    let workspace = try Workspace(of: bench, forkedTo: "mallory/app.git", main: weak)
    let job = try Job.gitHub(bench, "pull_request_target", base: bench.base, head: bench.head)
    #expect(try workspace.check(job, scanned: bench.head).obstacles == ["target-tip-missing"])
    let pipeline = Job.mergeRequest(
      bench.head,
      [
        "CI_PROJECT_PATH": "mallory/app", "CI_MERGE_REQUEST_SOURCE_PROJECT_PATH": "mallory/app",
        "CI_MERGE_REQUEST_PROJECT_URL": "file://\(bench.repository.path)", "CI_MERGE_REQUEST_DIFF_BASE_SHA": bench.base,
      ])
    #expect(try workspace.check(pipeline, scanned: bench.head).obstacles == ["target-tip-missing"])
    #expect(try workspace.follow(pipeline, scanned: bench.head).status == 1)
    // A clone of the target has the right branches whatever the change comes from.
    #expect(try Workspace(of: bench).check(job, scanned: bench.head).status == 1)
  }

  @Test func `a change that was given another target is judged by that target's tip`() throws {
    let bench = try Bench()
    let legacy = try bench.commit(policy: Files.weak, on: bench.base)
    let change = try bench.git("commit-tree", "-m", "Bad", "-p", legacy, "change^{tree}")
    for (name, id) in [("legacy", legacy), ("change", change)] { try bench.git("update-ref", "refs/heads/\(name)", id) }
    let merge = try bench.git("commit-tree", "-m", "Merge", "-p", legacy, "-p", change, "change^{tree}")
    try bench.git("update-ref", "refs/heads/merge", merge)
    let workspace = try Workspace(of: bench)
    let jobs = [
      try Job.gitHub(bench, "pull_request_target", base: legacy, head: change),
      try Job.gitHub(bench, base: legacy, head: change, tested: merge),
      Job.mergeRequest(change, ["CI_MERGE_REQUEST_DIFF_BASE_SHA": legacy]),
    ]
    for job in jobs {
      let answer = try workspace.check(job, scanned: change)
      #expect(answer.codes.contains("target-tip-stale") && answer.decision["base"]["commit"].text == bench.base)
      #expect(answer.status == 1 || answer.decision["head"]["commit"].text == merge, "\(answer.outcome.output)")
      // Without a trace of the fetch the same clone is asked to fetch, once.
      try FileManager.default.removeItem(atPath: workspace.path + "/.git/FETCH_HEAD")
      #expect(try workspace.check(job, scanned: change).obstacles == ["target-tip-stale"])
      #expect(try workspace.follow(job, scanned: change).status == answer.status)
      try workspace.fetch(["+refs/heads/*:refs/remotes/origin/*"])
    }
  }

  @Test func `a merge train is compared with what is before it and judged by the tip`() throws {
    let bench = try Bench()
    let weak = try bench.commit(policy: Files.weak, on: bench.base)
    let first = try bench.git("commit-tree", "-m", "Car 1", "-p", bench.base, "-p", weak, "\(weak)^{tree}")
    let second = try bench.git("commit-tree", "-m", "Car 2", "-p", first, "-p", bench.head, "change^{tree}")
    try bench.git("update-ref", "refs/heads/train", second)
    let workspace = try Workspace(of: bench)
    let train = Job.mergeRequest(
      second,
      [
        "CI_MERGE_REQUEST_EVENT_TYPE": "merge_train", "CI_MERGE_REQUEST_TARGET_BRANCH_SHA": first,
        "CI_MERGE_REQUEST_SOURCE_BRANCH_SHA": bench.head,
      ])
    for scanned in [second, bench.head] {
      let answer = try workspace.check(train, scanned: scanned)
      #expect(answer.status == 1, "\(answer.outcome.output)")
      #expect(answer.decision["base"]["commit"].text == first)
      #expect(!answer.codes.contains("report-wrong-commit"))
    }
  }

  @Test func `a push to a feature branch is compared with the default branch and judged by it`() throws {
    let bench = try Bench()
    let weak = try bench.commit(policy: Files.weak, on: bench.base)
    let second = try bench.git("commit-tree", "-m", "Push 2", "-p", weak, "change^{tree}")
    try bench.git("update-ref", "refs/heads/feature", second)
    let workspace = try Workspace(of: bench)
    for before in [weak, String(repeating: "0", count: 40)] {
      let job = try Job.push(bench, "refs/heads/feature", before: before, after: second)
      #expect(try workspace.check(job, scanned: second).status == 1)
      let pipeline = Job.gitLab(second, ["CI_COMMIT_BRANCH": "feature", "CI_COMMIT_BEFORE_SHA": before])
      #expect(try workspace.check(pipeline, scanned: second).status == 1)
    }
    // What is merged is the policy: a push to main is judged by what main had before.
    let job = try Job.push(bench, "refs/heads/main", before: weak, after: second)
    #expect(try workspace.check(job, scanned: second).status == 0)
  }

  /// The author may make a merge with any parents; only the one that the forge made is a test merge.
  @Test(arguments: ["GitLab", "GitHub", "Gitea", "Azure", "by hand"])
  func `a merge commit of the author's own chooses neither its judge nor its report`(_ system: String) throws {
    let bench = try Bench()
    let innocent = try bench.git("commit-tree", "-m", "Innocent", "-p", bench.base, "main^{tree}")
    let weak = try bench.commit(policy: Files.weak, on: bench.base)
    for parents in [[weak, innocent], [bench.base, innocent]] {
      let merge = try bench.git("commit-tree", "-m", "m", "-p", parents[0], "-p", parents[1], "change^{tree}")
      try bench.git("update-ref", "refs/heads/merge", merge)
      let workspace = try Workspace(of: bench)
      var job: [String: String] =
        switch system {
        case "GitLab": Job.mergeRequest(merge)
        case "Azure":
          [
            "TF_BUILD": "True", "BUILD_SOURCEVERSION": merge, "SYSTEM_PULLREQUEST_TARGETBRANCH": "refs/heads/main",
            "SYSTEM_PULLREQUEST_SOURCECOMMITID": merge, "BUILD_SOURCEBRANCH": "refs/pull/7/merge",
          ]
        default: try Job.gitHub(bench, base: bench.base, head: merge, tested: merge)
        }
      if system == "Gitea" { job["GITEA_ACTIONS"] = "true" }
      func check(_ report: Report, of commit: String) throws -> Answer {
        if system != "by hand" { return try workspace.check(job, scanned: commit, [report]) }
        let asked = ["--base", bench.base, "--head", merge]
        return try bench.check([report], ["--scanned", commit], asking: asked, bound: false)
      }
      #expect(try check(.sarif([]), of: innocent).status == 2)
      let answer = try check(.sarif(), of: merge)
      #expect(answer.status == 1, "\(answer.outcome.output)")
      #expect(answer.decision["base"]["commit"].text == bench.base)
    }
  }

  @Test func `a target that nobody protects is named`() throws {
    let bench = try Bench(bases: [[:]])
    let workspace = try Workspace(of: bench)
    let job = try Job.gitHub(bench, "pull_request_target", target: "base-0", base: bench.base, head: bench.head)
    let answer = try workspace.check(job, scanned: bench.head)
    #expect(answer.status == 1 && answer.codes.contains("base-not-protected"), "\(answer.outcome.output)")
    let known = job.merging(["GITHUB_REF": "refs/heads/base-0", "GITHUB_REF_PROTECTED": "true"]) { $1 }
    #expect(try !workspace.check(known, scanned: bench.head).codes.contains("base-not-protected"))
    let usual = try Job.gitHub(bench, "pull_request_target", base: bench.base, head: bench.head)
    #expect(try !workspace.check(usual, scanned: bench.head).codes.contains("base-not-protected"))
  }

  @Test func `a comparison of nothing is said`() throws {
    let bench = try Bench()
    let empty = try bench.git("commit-tree", "-m", "Empty", "-p", bench.base, "main^{tree}")
    for (base, head) in [(bench.base, bench.base), (bench.head, bench.base), (bench.base, empty)] {
      let answer = try bench.check(
        [.sarif([])], ["--scanned", head], asking: ["--base", base, "--head", head], bound: false)
      #expect(answer.status == 0 && answer.codes.contains("nothing-compared"), "\(answer.outcome.output)")
    }
    try bench.git("read-tree", "change")
    let staged = try bench.check([.sarif([])], ["--scanned", "staged"], asking: ["--staged"], bound: false)
    #expect(staged.status == 0 && staged.codes.contains("nothing-compared"))
    #expect(try !bench.check().codes.contains("nothing-compared"))
  }

  @Test(arguments: [
    ["TF_BUILD": "True"], ["JENKINS_URL": "https://ci.example"], ["TEAMCITY_VERSION": "1"], ["BUILD_ID": "7"],
    ["CODEBUILD_BUILD_ID": "a:1"], ["DRONE": "true"], ["CI_JOB_ID": "3"], ["CONTINUOUS_INTEGRATION": "true"],
  ]) func `an unattended job is never a local preview`(_ environment: [String: String]) throws {
    let bench = try Bench(change: [".gatehouse/policy.yaml": .text(Files.weak)])
    for option in [[], ["--policy-from", "worktree"]] {
      #expect(try bench.check([.sarif()], option, asking: [], environment: environment).status == 2)
    }
  }
}

extension Bench {
  /// A commit that only gives the policy another content.
  fileprivate func commit(policy: String, on parent: String) throws -> String {
    try commit(".gatehouse/policy.yaml", policy, on: parent)
  }

  /// A commit that only gives one file another content.
  fileprivate func commit(_ path: String, _ text: String, on parent: String) throws -> String {
    let index = ["GIT_INDEX_FILE": folder.appending(path: "index-\(UUID().uuidString)").path]
    let blob = try git("hash-object", "-w", "--stdin", input: text)
    try git("read-tree", parent, environment: index)
    try git(
      "update-index", "--add", "--cacheinfo", "100644,\(blob),\(path)", environment: index)
    let tree = try git("write-tree", environment: index)
    return try git("commit-tree", "-m", "One file", "-p", parent, tree)
  }
}
