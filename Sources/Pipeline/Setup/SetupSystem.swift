import Interning
import Model
import System

/// A CI system, or another place where the gate may run, by the files that configure it in a repository.
struct SetupSystem: Sendable {
  let name: String
  /// The name on the command line, for a system whose files `init` can write.
  var option: String?
  /// The file that configures it, or with a `/` at the end the folder of such files.
  let place: String
  var files: [CIFile] = []
  /// Whether every change goes through it, so that a policy can ask for its scans.
  var isCI = true
  /// The folder of the work tree that its runs write to, which is not to be committed; nil where they run in a clone of their own.
  var output: String?
  /// The file of the team that must name the one that `init` writes, and how it does.
  var inclusion: (file: String, path: String, example: String)?
  /// What is to be done where files lie beside those of the team.
  var next: [String] = []

  /// Whether a path is a file of the system, also one that `init` has written.
  func has(_ path: String) -> Bool {
    (place.ends(with: "/") ? path.begins(with: place) : path.isSame(as: place))
      || files.contains { $0.path.isSame(as: path) }
  }

  /// Whether a folder on disk has a file of the system, committed or not.
  func isIn(workTree folder: String) -> Bool {
    if files.contains(where: { Files.exists("\(folder)/\($0.path)") }) { return true }
    guard place.ends(with: "/") else { return Files.exists("\(folder)/\(place)") }
    do throws(Diagnostic) { return try !Files.names(in: "\(folder)/\(place)").isEmpty } catch { return false }
  }

  static let all: [SetupSystem] = [
    .github, .gitea, .forgejo, .gitlab, .azure, .bitbucket, .jenkins,
    SetupSystem(name: "CircleCI", place: ".circleci/"),
    SetupSystem(name: "Buildkite", place: ".buildkite/"),
    SetupSystem(name: "Woodpecker CI", place: ".woodpecker/"),
    SetupSystem(name: "Drone", place: ".drone.yml"),
    .preCommit,
  ]

  /// The systems that `--ci` takes.
  static let options = all.compactMap(\.option)

  private static let github = SetupSystem(
    name: "GitHub Actions", option: "github", place: ".github/workflows/",
    files: [
      CIFile(path: ".github/workflows/gatehouse.yml", template: PackageResources.github_gatehouse_yml),
      CIFile(
        path: ".github/workflows/gatehouse-comment.yml", purpose: "writes the verdict as a comment",
        template: PackageResources.github_gatehouse_comment_yml),
    ],
    next: ["require the check `gatehouse` in the ruleset of the default branch (docs/github.md)"])

  private static let gitea = SetupSystem(
    name: "Gitea Actions", option: "gitea", place: ".gitea/workflows/",
    files: [CIFile(path: ".gitea/workflows/gatehouse.yml", template: PackageResources.gitea_gatehouse_yml)],
    next: ["require the check `gatehouse` in the protection of the default branch (docs/ci.md)"])

  private static let forgejo = SetupSystem(
    name: "Forgejo Actions", option: "forgejo", place: ".forgejo/workflows/",
    files: [CIFile(path: ".forgejo/workflows/gatehouse.yml", template: PackageResources.gitea_gatehouse_yml)],
    next: gitea.next)

  private static let gitlab = SetupSystem(
    name: "GitLab CI/CD", option: "gitlab", place: ".gitlab-ci.yml",
    files: [
      CIFile(path: ".gitlab/gatehouse.yml", template: PackageResources.gitlab_gatehouse_yml),
      CIFile(path: ".gitlab-ci.yml", purpose: "includes it", template: PackageResources.gitlab_ci_yml),
    ],
    inclusion: (".gitlab-ci.yml", ".gitlab/gatehouse.yml", "include: [{ local: .gitlab/gatehouse.yml }]"),
    next: [
      "let merge requests wait for the pipeline: Settings, Merge requests, Pipelines must succeed (docs/gitlab.md)"
    ])

  private static let azure = SetupSystem(
    name: "Azure Pipelines", option: "azure", place: "azure-pipelines.yml",
    files: [CIFile(path: "azure-pipelines.gatehouse.yml", template: PackageResources.azure_pipelines_yml)],
    next: ["make a pipeline of azure-pipelines.gatehouse.yml, and a build validation policy with it (docs/ci.md)"])

  private static let bitbucket = SetupSystem(
    name: "Bitbucket Pipelines", option: "bitbucket", place: "bitbucket-pipelines.yml",
    files: [
      CIFile(
        path: "bitbucket-pipelines.yml", otherPath: "bitbucket-pipelines.gatehouse.yml",
        template: PackageResources.bitbucket_pipelines_yml)
    ],
    next: ["let merges wait for the build: Repository settings, Merge checks (docs/ci.md)"])

  private static let jenkins = SetupSystem(
    name: "Jenkins", option: "jenkins", place: "Jenkinsfile",
    files: [CIFile(path: "Jenkinsfile.gatehouse", template: PackageResources.Jenkinsfile)],
    next: ["make a multibranch pipeline with the script path Jenkinsfile.gatehouse (docs/ci.md)"])

  private static let preCommit = SetupSystem(
    name: "pre-commit", option: "pre-commit", place: ".pre-commit-config.yaml",
    files: [
      CIFile(
        path: ".pre-commit-config.yaml", otherPath: ".pre-commit-config.gatehouse.yaml",
        purpose: "judges what is staged",
        template: PackageResources.pre_commit_config_yaml)
    ], isCI: false, output: "gatehouse-run",
    next: ["pin the release for the hook in .gatehouse/release.sha256 (docs/install.md), and run `pre-commit install`"])
}
