import Model

extension CISystem {
  /// TeamCity (jetbrains.com/help/teamcity, "Predefined build parameters"). The target of a pull request is the parameter
  /// `teamcity.pullRequest.target.branch`, which is not an environment variable.
  static let teamCity = CISystem(
    name: "TeamCity",
    isRunning: { $0["TEAMCITY_VERSION"] != nil },
    read: { _ throws(Diagnostic) in
      throw .baseUnknown(
        "TeamCity does not say which branch the change goes to",
        "the head is %build.vcs.number%, the branch %teamcity.pullRequest.target.branch%")
    })
}
