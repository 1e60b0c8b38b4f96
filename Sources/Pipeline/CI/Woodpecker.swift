import Model

extension CISystem {
  /// Woodpecker CI (woodpecker-ci.org/docs, "Environment variables").
  static let woodpecker = CISystem(
    name: "Woodpecker CI",
    isRunning: { $0["CI"] == "woodpecker" || $0["CI_SYSTEM_NAME"] == "woodpecker" },
    read: { variables throws(Diagnostic) in
      let (head, usual) = (try variables.head("CI_COMMIT_SHA"), variables["CI_REPO_DEFAULT_BRANCH"])
      let event = variables["CI_PIPELINE_EVENT"] ?? variables["CI_BUILD_EVENT"] ?? ""
      if event.hasPrefix("pull_request") {
        let target = TargetBranch(name: try variables.required("CI_COMMIT_TARGET_BRANCH"), defaultBranch: usual)
        return CIEnvironment(head: head, base: .tip(target), source: "Woodpecker pull request variables")
      }
      let branch = event == "tag" ? nil : try variables.required("CI_COMMIT_BRANCH")
      return try BranchPush(branch: branch, head: head, defaultBranch: usual, source: "Woodpecker branch pipeline")
        .environment()
    })
}
