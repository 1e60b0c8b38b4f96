import Model

extension CISystem {
  /// Buildkite (buildkite.com/docs, "Environment variables").
  static let buildkite = CISystem(
    name: "Buildkite",
    isRunning: { $0.isOn("BUILDKITE") },
    read: { variables throws(Diagnostic) in
      let (head, usual) = (try variables.head("BUILDKITE_COMMIT"), variables["BUILDKITE_PIPELINE_DEFAULT_BRANCH"])
      if let branch = variables["BUILDKITE_MERGE_QUEUE_BASE_BRANCH"] {
        let target = TargetBranch(name: branch, defaultBranch: usual, isProtected: true)
        let after = try variables.required("BUILDKITE_MERGE_QUEUE_BASE_COMMIT")
        return CIEnvironment(head: head, base: .queue(target, after: after), source: "Buildkite merge queue variables")
      }
      // BUILDKITE_PULL_REQUEST is a number or `false`.
      if variables.isOn("BUILDKITE_PULL_REQUEST") {
        let target = TargetBranch(
          name: try variables.required("BUILDKITE_PULL_REQUEST_BASE_BRANCH"), defaultBranch: usual)
        return CIEnvironment(head: head, base: .tip(target), source: "Buildkite pull request variables")
      }
      let branch = variables["BUILDKITE_TAG"] == nil ? try variables.required("BUILDKITE_BRANCH") : nil
      return try BranchPush(branch: branch, head: head, defaultBranch: usual, source: "Buildkite branch build")
        .environment()
    })
}
