import Git
import Model

extension CISystem {
  /// Bitbucket Pipelines (support.atlassian.com, "Variables and secrets"). A build of a pull request merges the target in
  /// its own clone, so HEAD is not the change's commit.
  static let bitbucket = CISystem(
    name: "Bitbucket Pipelines", forge: .bitbucket,
    isRunning: { $0["BITBUCKET_BUILD_NUMBER"] != nil || $0["BITBUCKET_COMMIT"] != nil },
    read: { variables throws(Diagnostic) in
      guard let branch = variables["BITBUCKET_PR_DESTINATION_BRANCH"] else {
        throw .baseUnknown("Bitbucket does not say which commit the branch had before, or which branch is the default")
      }
      let project = variables["BITBUCKET_REPO_FULL_NAME"].map { TargetProject(path: $0, host: "bitbucket.org") }
      let target = TargetBranch(
        name: branch, project: project,
        // The id may be abbreviated, and then it is not looked up.
        contains: [variables["BITBUCKET_PR_DESTINATION_COMMIT"]].compactMap(\.self).filter { CommitID($0) != nil })
      return CIEnvironment(
        head: try variables.head("BITBUCKET_COMMIT"), base: .tip(target),
        source: "Bitbucket pull request variables")
    })
}
