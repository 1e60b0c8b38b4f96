import Interning
import Model

extension CISystem {
  /// GitLab CI/CD (docs.gitlab.com, "Predefined CI/CD variables reference").
  static let gitlab = CISystem(
    name: "GitLab CI/CD", forge: .gitlab,
    isRunning: { $0.isOn("GITLAB_CI") },
    read: { variables throws(Diagnostic) in
      if let branch = variables["CI_MERGE_REQUEST_TARGET_BRANCH_NAME"] {
        return try mergeRequest(variables, into: branch)
      }
      if let branch = variables["CI_EXTERNAL_PULL_REQUEST_TARGET_BRANCH_NAME"] {
        return try externalPullRequest(variables, into: branch)
      }
      return try BranchPush(
        branch: variables["CI_COMMIT_BRANCH"], head: try variables.head("CI_COMMIT_SHA"),
        before: variables["CI_COMMIT_BEFORE_SHA"], defaultBranch: variables["CI_DEFAULT_BRANCH"],
        source: "GitLab branch pipeline"
      ).environment()
    })
}

/// CI_COMMIT_SHA is what is checked out: the change's own commit, or a merge that GitLab made, and then the commit ids of
/// source and target are set; in a merge train that of the target is what is before the change in the train.
/// CI_MERGE_REQUEST_DIFF_BASE_SHA is the merge base; it stays what it was after a retarget.
private func mergeRequest(_ variables: CIVariables, into branch: String) throws(Diagnostic) -> CIEnvironment {
  let source = "GitLab merge request variables"
  let head = try variables.head("CI_COMMIT_SHA")
  let (own, tip) = (variables["CI_MERGE_REQUEST_SOURCE_BRANCH_SHA"], variables["CI_MERGE_REQUEST_TARGET_BRANCH_SHA"])
  let merge = own.flatMap { $0.isSame(as: head) ? nil : ForgeMerge(own: $0) }
  var target = TargetBranch(
    name: branch, project: project(variables), defaultBranch: variables["CI_DEFAULT_BRANCH"],
    isProtected: variables.isOn("CI_MERGE_REQUEST_TARGET_BRANCH_PROTECTED"))
  let mergeBase = variables["CI_MERGE_REQUEST_DIFF_BASE_SHA"]
  if variables["CI_MERGE_REQUEST_EVENT_TYPE"] == "merge_train" {
    target.contains = [mergeBase].compactMap(\.self)
    guard let tip else { throw .baseUnknown("CI_MERGE_REQUEST_TARGET_BRANCH_SHA is not set in a merge train") }
    return CIEnvironment(head: head, merge: merge, base: .queue(target, after: tip), source: source)
  }
  target.contains = [tip ?? mergeBase].compactMap(\.self)
  return CIEnvironment(head: head, merge: merge, base: .tip(target), source: source)
}

/// A pull request of GitHub whose repository GitLab mirrors.
private func externalPullRequest(_ variables: CIVariables, into branch: String) throws(Diagnostic) -> CIEnvironment {
  let target = TargetBranch(
    name: branch, contains: [variables["CI_EXTERNAL_PULL_REQUEST_TARGET_BRANCH_SHA"]].compactMap(\.self),
    defaultBranch: variables["CI_DEFAULT_BRANCH"])
  return CIEnvironment(
    head: try variables.head("CI_COMMIT_SHA"), base: .tip(target), source: "GitLab external pull request variables")
}

/// The pipeline of a fork's merge request may run in the fork, whose branches its author controls.
private func project(_ variables: CIVariables) -> TargetProject? {
  guard let path = variables["CI_MERGE_REQUEST_PROJECT_PATH"] else { return nil }
  func differs(_ target: String, _ job: String) -> Bool? {
    guard let target = variables[target], let job = variables[job] else { return nil }
    return !target.lowercased().isSame(as: job.lowercased())
  }
  return TargetProject(
    path: path, host: variables["CI_SERVER_HOST"]?.lowercased(), url: variables["CI_MERGE_REQUEST_PROJECT_URL"],
    source: variables["CI_MERGE_REQUEST_SOURCE_PROJECT_PATH"],
    isElsewhere: differs("CI_MERGE_REQUEST_PROJECT_ID", "CI_PROJECT_ID")
      ?? differs("CI_MERGE_REQUEST_PROJECT_PATH", "CI_PROJECT_PATH") ?? false)
}
