import Model

extension CISystem {
  /// GitLab CI/CD (docs.gitlab.com, "Predefined CI/CD variables reference").
  static let gitlab = CISystem(
    isRunning: { $0["GITLAB_CI"] == "true" },
    read: { environment throws(Diagnostic) in
      func variable(_ name: String) -> String? { environment[name].flatMap { $0.isEmpty ? nil : $0 } }
      // CI_MERGE_REQUEST_DIFF_BASE_SHA is the merge base, and is outdated after a retarget, so the policy is never read
      // from it. The commit ids of target and source are set only when CI_COMMIT_SHA, which is checked out and scanned,
      // is a merge of both that GitLab made.
      let branch = variable("CI_MERGE_REQUEST_TARGET_BRANCH_NAME").map { "refs/remotes/origin/\($0)" }
      return try CIEnvironment(
        base: variable("CI_MERGE_REQUEST_TARGET_BRANCH_SHA") ?? branch, head: variable("CI_COMMIT_SHA"),
        testMergeOf: variable("CI_MERGE_REQUEST_SOURCE_BRANCH_SHA"), source: "GitLab merge request variables")
    })
}
