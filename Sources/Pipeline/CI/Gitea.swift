import Model

extension CISystem {
  /// Gitea Actions and Forgejo Actions, whose variables and event file are those of GitHub Actions. A job of a pull
  /// request runs on `refs/pull/N/head`: there is no test merge.
  static let gitea = CISystem(
    name: "Gitea and Forgejo Actions", forge: .gitea,
    isRunning: { $0.isOn("GITEA_ACTIONS") || $0.isOn("FORGEJO_ACTIONS") },
    read: { variables throws(Diagnostic) in
      try GitHubEvent(variables, forge: variables.isOn("FORGEJO_ACTIONS") ? "Forgejo" : "Gitea", host: nil)
        .environment(isTestMerge: false)
    })
}
