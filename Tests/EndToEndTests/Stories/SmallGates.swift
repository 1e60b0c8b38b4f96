/// For each CI system a file that scans the change with Bandit and judges it, and does nothing else.
enum SmallGates {
  /// The scan does not follow the change's own settings. The verdict is left where the test finds it.
  private static func scanAndJudge(
    as name: String = "verdict", in folder: String = ".", _ commit: String = "HEAD"
  ) -> [String] {
    [
      #"commit=$(git -C \#(folder) rev-parse \#(commit))"#,
      #"(cd \#(folder) && bandit -q -r . -f json --ini /dev/null --ignore-nosec -o "$HOME/bandit.json") || true"#,
      #"gatehouse check -q --scanned "$commit" --format json="$HOME/\#(name).json" "$HOME/bandit.json""#,
    ]
  }

  private static func list(_ lines: [String], _ indentation: Int) -> String {
    lines.map { String(repeating: " ", count: indentation) + $0 }.joined(separator: "\n")
  }

  private static func items(_ lines: [String], _ indentation: Int) -> String {
    list(lines.map { "- '\($0.replacing("'", with: "''"))'" }, indentation)
  }

  /// The files by their paths.
  static let files: [String: String] = [
    ".github/workflows/target.yml": """
    name: target
    on: { pull_request_target: , merge_group: }
    jobs:
      gate:
        runs-on: ubuntu-24.04
        env: { HEAD: "${{ github.event.pull_request.head.sha || github.event.merge_group.head_sha }}" }
        steps:
          - uses: actions/checkout@v7
            with: { fetch-depth: 0 }
          - run: |
              git fetch -q --no-tags origin "$HEAD"
              git worktree add -q "$RUNNER_TEMP/head" "$HEAD"
    \(list(scanAndJudge(as: "target", in: "\"$RUNNER_TEMP/head\""), 10))

    """,
    ".github/workflows/merge.yml": """
    name: merge
    on: { pull_request: , push: { branches: [main] } }
    jobs:
      gate:
        runs-on: ubuntu-24.04
        steps:
          - uses: actions/checkout@v7
            with: { fetch-depth: 0 }
          - run: |
    \(list(scanAndJudge(), 10))

    """,
    ".gitea/workflows/gate.yml": """
    name: gate
    on: { pull_request: , push: { branches: [main] } }
    jobs:
      gate:
        runs-on: ubuntu-24.04
        steps:
          - uses: actions/checkout@v4
            with: { fetch-depth: 0 }
          - run: |
    \(list(scanAndJudge(), 10))

    """,
    ".gitlab-ci.yml": """
    gate:
      variables: { GIT_DEPTH: "0" }
      rules:
        - if: $CI_PIPELINE_SOURCE == "merge_request_event"
        - if: $CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH
      script:
    \(items(scanAndJudge(), 4))

    """,
    "azure-pipelines.gatehouse.yml": """
    steps:
      - checkout: self
        fetchDepth: 0
      - script: |
          set -e
    \(list(scanAndJudge(), 6))

    """,
    // What is checked out is a merge that was made in the clone.
    "bitbucket-pipelines.yml": """
    clone: { depth: full }
    pipelines:
      pull-requests:
        "**":
          - step:
              script: &SCRIPT
      branches:
        main:
          - step:
              script: *SCRIPT

    """.replacing(" &SCRIPT", with: "\n" + items(scanAndJudge(in: ".", "\"$BITBUCKET_COMMIT^{commit}\""), 12))
      .replacing(" *SCRIPT", with: "\n" + items(scanAndJudge(in: ".", "\"$BITBUCKET_COMMIT^{commit}\""), 12)),
    "Jenkinsfile.gatehouse": """
    pipeline {
      agent any
      stages {
        stage('gate') {
          steps {
            sh '''
    \(list(scanAndJudge(), 6))
            '''
          }
        }
      }
    }

    """,
  ]
}
