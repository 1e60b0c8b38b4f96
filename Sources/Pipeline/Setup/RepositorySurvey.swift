import Evidence
import Git
import Manifests
import Model
import Ownership
import System

/// What a repository has that decides how its gate is set up.
struct RepositorySurvey {
  let owners: LoadedCodeowners
  /// Whether the files of the gate have an owner.
  let isGateOwned: Bool
  /// The languages by the number of their files, the most first.
  let languages: [(name: String, files: Int)]
  /// The lock files and manifests that dependencies come from.
  let manifests: [String]
  /// The CI systems whose files are there.
  let systems: [SetupSystem]
  /// The scanners on the search path that Gatehouse reads reports of.
  let scanners: [String]

  /// Looks at the files of HEAD, or of the index before the first commit.
  init(of repository: Repository, dialect: DialectHint, environment: [String: String]) throws(Diagnostic) {
    let (tree, paths): (any Tree, [[UInt8]])
    if let head = try repository.head() {
      (tree, paths) = (try repository.tree(at: head.commit), try repository.paths(at: head.commit))
    } else {
      (tree, paths) = (try repository.indexTree(), try repository.stagedPaths())
    }
    owners = try Codeowners.load(from: tree, hint: dialect)
    isGateOwned = !(owners.file?.owners(of: "\(PolicyBundle.home)/policy.yaml").names.isEmpty ?? true)
    let names = paths.map { GitPath.text(of: $0) }
    languages = Self.languages(of: names)
    manifests = names.filter(ManifestFormat.isManifest)
    systems = SetupSystem.all.filter { system in names.contains(where: system.isOf) }
    scanners = Format.toolNames.filter { tool in
      Subprocess.find(tool, in: environment).map { program in
        // A program of the repository itself is none that somebody installed.
        repository.workDirectory.map { !program.begins(with: $0 + "/") } ?? true
      } ?? false
    }
  }

  private static func languages(of paths: [String]) -> [(name: String, files: Int)] {
    var counts: [String: Int] = [:]
    for path in paths {
      let name = path.utf8.split(separator: UInt8(ascii: "/")).last.map { String(Substring($0)) } ?? path
      guard let ending = name.split(separator: ".").last.map(String.init),
        let language = languagesByEnding[ending] ?? (name.hasPrefix("Dockerfile") ? "Dockerfile" : nil)
      else { continue }
      counts[language, default: 0] += 1
    }
    return counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map { ($0.key, $0.value) }
  }
}

/// The endings of files of languages that scanners read.
private let languagesByEnding = [
  "py": "Python", "js": "JavaScript", "mjs": "JavaScript", "cjs": "JavaScript", "jsx": "JavaScript",
  "ts": "TypeScript", "tsx": "TypeScript", "go": "Go", "java": "Java", "kt": "Kotlin", "scala": "Scala", "rb": "Ruby",
  "php": "PHP", "cs": "C#", "swift": "Swift", "rs": "Rust", "c": "C", "h": "C", "cpp": "C++", "cc": "C++",
  "hpp": "C++", "sh": "Shell", "tf": "Terraform", "dockerfile": "Dockerfile",
]

/// A CI system by the files that configure it in a repository.
struct SetupSystem {
  let name: String
  /// Whether a path is a file of the system.
  let isOf: @Sendable (String) -> Bool

  private init(_ name: String, folder: String) {
    self.init(name) { $0.begins(with: folder + "/") }
  }

  private init(_ name: String, file: String) {
    self.init(name) { $0.isSame(as: file) }
  }

  private init(_ name: String, _ isOf: @escaping @Sendable (String) -> Bool) { (self.name, self.isOf) = (name, isOf) }

  static let all = [
    SetupSystem("GitHub Actions", folder: ".github/workflows"),
    SetupSystem("Gitea Actions", folder: ".gitea/workflows"),
    SetupSystem("Forgejo Actions", folder: ".forgejo/workflows"),
    SetupSystem("GitLab CI/CD", file: ".gitlab-ci.yml"),
    SetupSystem("Azure Pipelines", file: "azure-pipelines.yml"),
    SetupSystem("Bitbucket Pipelines", file: "bitbucket-pipelines.yml"),
    SetupSystem("Jenkins", file: "Jenkinsfile"),
    SetupSystem("CircleCI", folder: ".circleci"),
    SetupSystem("Buildkite", folder: ".buildkite"),
    SetupSystem("Woodpecker CI", folder: ".woodpecker"),
    SetupSystem("Drone", file: ".drone.yml"),
    SetupSystem("pre-commit", file: ".pre-commit-config.yaml"),
  ]
}
