import Model

extension CISystem {
  /// Drone and Harness CI (docs.drone.io, "Environment reference").
  static let drone = CISystem(
    name: "Drone",
    isRunning: { $0.isOn("DRONE") },
    read: { variables throws(Diagnostic) in
      let (head, usual) = (try variables.head("DRONE_COMMIT_SHA"), variables["DRONE_REPO_BRANCH"])
      let event = variables["DRONE_BUILD_EVENT"]
      if event == "pull_request" {
        let target = TargetBranch(name: try variables.required("DRONE_TARGET_BRANCH"), defaultBranch: usual)
        return CIEnvironment(head: head, base: .tip(target), source: "Drone pull request variables")
      }
      let branch = event == "tag" ? nil : try variables.required("DRONE_BRANCH")
      // A promoted or repeated build of a pull request has its target as its branch, and the commit before it is stale.
      let before = event == "push" ? variables["DRONE_COMMIT_BEFORE"] : nil
      return try BranchPush(
        branch: branch, head: head, before: before, defaultBranch: usual, source: "Drone branch build"
      ).environment()
    })
}
