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
    "AC_APPCIRCLE", "AGENT_BUILDDIRECTORY", "AGENT_JOBNAME", "AGOLA_GIT_REF", "APPCENTER_BUILD_ID", "APPVEYOR",
    "APPVEYOR_BUILD_ID", "BITBUCKET_PIPELINE_UUID", "BITRISE_BUILD_NUMBER", "BITRISE_BUILD_SLUG", "BITRISE_IO",
    "BUDDY", "BUDDY_EXECUTION_ID", "BUDDY_WORKSPACE_ID", "BUILDER_OUTPUT", "BUILDKITE_BUILD_ID", "BUILD_BUILDID",
    "BUILD_REASON",
    "CF_BUILD_ID", "CF_PAGES", "CIRCLE_BUILD_NUM", "CIRCLE_SHA1", "CIRRUS_CI", "CIRRUS_TASK_ID", "CM_BUILD_ID",
    "CM_REPO_SLUG", "CNB", "CODEBUILD_SRC_DIR", "CONCOURSE_URL", "DRONE_BUILD_NUMBER", "DSARI", "EARTHLY_CI",
    "EAS_BUILD", "FCI_BUILD_ID", "GERRIT_PROJECT", "GITEA_REPO_NAME", "GITHUB_RUN_ID", "GITHUB_WORKFLOW",
    "GITNESS_BUILD_NUMBER", "GIT_PUSH_OPTION_COUNT", "GIT_QUARANTINE_PATH", "GL_ID", "GL_REPOSITORY",
    "GO_PIPELINE_COUNTER", "GO_PIPELINE_LABEL", "GO_PIPELINE_NAME", "HARNESS_BUILD_ID", "HARNESS_PIPELINE_ID",
    "HEROKU_TEST_RUN_ID", "HUDSON_URL", "JB_SPACE_EXECUTION_NUMBER", "KOKORO_BUILD_ID", "LAYERCI", "MAGNUM", "NETLIFY",
    "NEVERCODE", "NOW_BUILDER", "PROW_JOB_ID", "RELEASE_BUILD_ID", "RENDER", "SAILCI", "SCREWDRIVER", "SEMAPHORE",
    "SEMAPHORE_JOB_ID", "SHIPPABLE", "SOURCECRAFT_CI", "STRIDER", "SWARMING_TASK_ID", "SYSTEM_COLLECTIONURI",
    "TASKCLUSTER_ROOT_URL", "TEAMCITY_BUILD_PROPERTIES_FILE", "TRAVIS", "TRAVIS_BUILD_ID", "VELA", "VERCEL", "WERCKER",
    "XCS", "ZUUL_UUID",
  ]
}
