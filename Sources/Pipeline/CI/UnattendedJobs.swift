extension CIVariables {
  /// The name of a variable that only the job of a CI system or a server's hook sets; nil when there is none.
  ///
  /// `CI=false` says that somebody is watching, against the names that other programs use as well.
  var unattended: String? {
    let known = Self.markers.first { self[$0] != nil }
    if let known = known ?? name(beginningWith: Self.prefixes) { return known }
    if self["CI"] != nil { return isOn("CI") ? "CI" : nil }
    return ["CONTINUOUS_INTEGRATION"].first(where: isOn) ?? Self.common.first { self[$0] != nil }
  }

  /// Names that several systems share.
  private static let common = ["BUILD_ID", "BUILD_NUMBER", "BUILD_TAG"]

  /// Beginnings of names that systems set for each job: GitLab, Woodpecker, Drone, Codeship, Xcode Cloud and others.
  private static let prefixes = [
    "CI_APP_ID", "CI_BUILD", "CI_COMMIT", "CI_JOB", "CI_MERGE_REQUEST", "CI_NAME", "CI_PIPELINE", "CI_PROJECT",
    "CI_RUNNER", "CI_SERVER", "CI_SYSTEM", "CI_WORKSPACE", "CI_XCODE", "CODEBUILD_BUILD", "SYSTEM_PULLREQUEST",
    "bamboo_",
    "ghprb",
  ]

  /// One name of each system that is not read here, and those of receiving hooks (githooks, "pre-receive").
  private static let markers = [
    "AC_APPCIRCLE", "AGOLA_GIT_REF", "APPCENTER_BUILD_ID", "APPVEYOR", "BITRISE_IO", "BUDDY_WORKSPACE_ID",
    "BUILDER_OUTPUT", "BUILD_BUILDID", "CF_BUILD_ID", "CIRRUS_CI", "CM_BUILD_ID", "CONCOURSE_URL", "DSARI",
    "EARTHLY_CI", "EAS_BUILD", "FCI_BUILD_ID", "GERRIT_PROJECT", "GIT_QUARANTINE_PATH", "GO_PIPELINE_LABEL",
    "GO_PIPELINE_NAME", "HARNESS_BUILD_ID", "HEROKU_TEST_RUN_ID", "HUDSON_URL", "JB_SPACE_EXECUTION_NUMBER",
    "KOKORO_BUILD_ID", "LAYERCI", "MAGNUM", "NETLIFY", "NEVERCODE", "NOW_BUILDER", "PROW_JOB_ID", "RELEASE_BUILD_ID",
    "RENDER", "SAILCI", "SCREWDRIVER", "SEMAPHORE", "SHIPPABLE", "SOURCECRAFT_CI", "STRIDER", "SWARMING_TASK_ID",
    "TASKCLUSTER_ROOT_URL", "TRAVIS", "VELA", "VERCEL", "WERCKER", "XCS", "ZUUL_UUID",
  ]
}
