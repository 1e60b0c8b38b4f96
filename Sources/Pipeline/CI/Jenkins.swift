import Model

extension CISystem {
  /// Jenkins: multibranch pipelines (branch-api), and the plugins for pull requests of GitHub (ghprb), merge requests of
  /// GitLab and changes of Gerrit.
  static let jenkins = CISystem(
    name: "Jenkins",
    isRunning: { $0["JENKINS_URL"] != nil || $0["JENKINS_HOME"] != nil },
    read: { variables throws(Diagnostic) in
      for kind in ChangeVariables.all where variables[kind.isChange] != nil {
        guard let branch = variables[kind.target] else { continue }
        return CIEnvironment(
          head: try variables.head(kind.head), base: .tip(TargetBranch(name: branch)),
          source: "Jenkins variable \(kind.target)")
      }
      throw .baseUnknown("Jenkins does not say which branch the change goes to", "the head is $GIT_COMMIT")
    })
}

/// The names of the variables that one plugin sets for a change.
private struct ChangeVariables {
  /// Set only for a change, not for a branch.
  let isChange: String
  let target: String
  let head: String

  static let all = [
    ChangeVariables(isChange: "CHANGE_ID", target: "CHANGE_TARGET", head: "GIT_COMMIT"),
    ChangeVariables(isChange: "ghprbPullId", target: "ghprbTargetBranch", head: "ghprbActualCommit"),
    ChangeVariables(
      isChange: "gitlabMergeRequestIid", target: "gitlabTargetBranch", head: "gitlabMergeRequestLastCommit"),
    ChangeVariables(isChange: "GERRIT_CHANGE_ID", target: "GERRIT_BRANCH", head: "GERRIT_PATCHSET_REVISION"),
  ]
}
