import Git
import System

extension Request {
  /// The request with the folders in which the repository is checked out.
  func knowingCheckouts(of repository: Repository) -> Request {
    var request = self
    request.checkouts += repository.checkouts(in: environment)
    return request
  }
}

extension Repository {
  /// The folders in which the repository is checked out: its working tree, and, in a CI job, where the system says that it is.
  /// Scanners that ran there write absolute paths into it.
  func checkouts(in environment: [String: String]) -> [String] {
    let folder = workDirectory
    let named = checkoutVariables.compactMap { environment[$0] }.filter { $0.utf8.first == UInt8(ascii: "/") }
    // The variable may name a folder that holds the checkout.
    return [folder].compactMap(\.self)
      + named.filter { name in
        folder == nil || Files.realPath(name).map { $0.isSame(as: folder ?? "") } ?? true
      }
  }
}

/// The variables in which a CI system names the folder of the checkout: GitHub Actions, Gitea and Forgejo; GitLab; Azure
/// Pipelines; Bitbucket; Jenkins; Buildkite; CircleCI; CodeBuild; Drone; Woodpecker; TeamCity.
private let checkoutVariables = [
  "GITHUB_WORKSPACE", "CI_PROJECT_DIR", "BUILD_SOURCESDIRECTORY", "BITBUCKET_CLONE_DIR", "WORKSPACE",
  "BUILDKITE_BUILD_CHECKOUT_PATH", "CIRCLE_WORKING_DIRECTORY", "CODEBUILD_SRC_DIR", "DRONE_WORKSPACE", "CI_WORKSPACE",
  "TEAMCITY_BUILD_CHECKOUTDIR",
]
