import Reports

extension SourceLinks {
  /// Where the forge of a CI job shows the files of the repository; nil outside of such a job, or where the forge is not known.
  ///
  /// Addresses only make links. No verdict depends on them.
  package init?(in environment: [String: String]) {
    let variables = CIVariables(environment)
    let gitHub = { (variables: CIVariables) in
      variables["GITHUB_SERVER_URL"].flatMap { server in
        variables["GITHUB_REPOSITORY"].map { (server.hasSuffix("/") ? server : server + "/") + $0 }
      }
    }
    let found: (Forge, String?)? =
      switch CISystem.all.first(where: { $0.isRunning(variables) })?.name {
      case CISystem.gitea.name: (.gitea, gitHub(variables))
      case CISystem.github.name: (.gitHub, gitHub(variables))
      case CISystem.gitlab.name: (.gitLab, variables["CI_PROJECT_URL"])
      // The variable has the scheme http, which bitbucket.org only redirects.
      case CISystem.bitbucket.name:
        (
          .bitbucket,
          variables["BITBUCKET_GIT_HTTP_ORIGIN"].map { page in
            page.hasPrefix("http://") ? "https" + page.dropFirst("http".count) : page
          }
        )
      case CISystem.azure.name:
        (variables["BUILD_REPOSITORY_PROVIDER"] == "GitHub" ? .gitHub : .azure, variables["BUILD_REPOSITORY_URI"])
      default: nil
      }
    guard let (forge, page) = found, let page else { return nil }
    self.init(forge, repository: page)
  }
}
