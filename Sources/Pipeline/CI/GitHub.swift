import Model

extension CISystem {
  /// GitHub Actions. The event file describes what triggered the run (docs.github.com, "Webhook events and payloads").
  static let github = CISystem(
    name: "GitHub Actions", forge: .github,
    isRunning: { $0.isOn("GITHUB_ACTIONS") || $0["GITHUB_EVENT_PATH"] != nil },
    read: { variables throws(Diagnostic) in
      // Only `pull_request_target` runs on the target branch; the other events of pull requests run on the test merge.
      let isTestMerge = variables["GITHUB_EVENT_NAME"] != "pull_request_target"
      return try GitHubEvent(variables, forge: "GitHub", host: "github.com").environment(isTestMerge: isTestMerge)
    })
}
