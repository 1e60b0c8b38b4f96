import Model

extension CISystem {
  /// AWS CodeBuild (docs.aws.amazon.com, "Environment variables in build environments"). The variables of a webhook name
  /// the target of a pull request by its full ref.
  static let codeBuild = CISystem(
    name: "AWS CodeBuild",
    isRunning: { $0["CODEBUILD_BUILD_ID"] != nil || $0["CODEBUILD_BUILD_ARN"] != nil },
    read: { variables throws(Diagnostic) in
      guard variables["CODEBUILD_WEBHOOK_EVENT"]?.hasPrefix("PULL_REQUEST") == true,
        let branch = variables["CODEBUILD_WEBHOOK_BASE_REF"]?.branchOfRef
      else {
        throw .baseUnknown(
          "CodeBuild does not say which branch the change goes to: no webhook of a pull request started it")
      }
      return CIEnvironment(
        head: try variables.head("CODEBUILD_RESOLVED_SOURCE_VERSION"), base: .tip(TargetBranch(name: branch)),
        source: "CodeBuild webhook variables")
    })
}
