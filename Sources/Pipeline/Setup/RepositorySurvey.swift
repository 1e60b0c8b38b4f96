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
  /// The CI systems whose files are there, in HEAD or in the work tree.
  let systems: [SetupSystem]
  /// The scanners of the templates that have something to scan here, with what that is.
  let scannable: [(scanner: CIScanner, what: String)]
  /// The default branch; nil where nothing says it.
  let defaultBranch: SurveyedBranch?
  /// The scanners on the search path that Gatehouse reads reports of.
  let scanners: [String]
  /// Reports in the work tree where they usually lie; none are looked for where the user names reports.
  let reports: SurveyedReports
  /// Whether there is a commit, which scans can be of.
  let hasCommit: Bool
  /// Whether HEAD has a policy.
  let hasPolicy: Bool

  /// Looks at the files of HEAD, or of the index before the first commit.
  ///
  /// - Parameter hasReports: Whether the user names reports.
  init(
    of repository: Repository, dialect: DialectHint, environment: [String: String], hasReports: Bool
  ) throws(Diagnostic) {
    let (tree, paths): (any Tree, [[UInt8]])
    let head = try repository.head()
    hasCommit = head != nil
    if let head {
      (tree, paths) = (try repository.tree(at: head.commit), try repository.paths(at: head.commit))
    } else {
      (tree, paths) = (try repository.indexTree(), try repository.stagedPaths())
    }
    owners = try Codeowners.load(from: tree, hint: dialect)
    isGateOwned = !(owners.file?.owners(of: "\(PolicyBundle.home)/policy.yaml").names.isEmpty ?? true)
    let names = paths.map { GitPath.text(of: $0) }
    hasPolicy =
      head != nil && yamlEndings.contains { names.containsSame(as: "\(PolicyBundle.home)/policy\($0)") }
    languages = Self.languages(of: names)
    manifests = names.filter { ManifestFormat.of($0) != nil || ManifestFormat.isManifest($0) }
    scannable = Self.scannable(names)
    defaultBranch = try SurveyedBranch(of: repository)
    let workTree = repository.workDirectory
    systems = SetupSystem.all.filter { system in
      names.contains(where: system.has) || workTree.map(system.isIn(workTree:)) ?? false
    }
    reports = SurveyedReports(in: hasReports ? nil : workTree, apartFrom: names)
    // Most machines have a compiler, and few run it as a scanner.
    scanners = Format.toolNames.filter { $0 != "gcc" }.filter { tool in
      Subprocess.find(tool, in: environment).map { program in
        // A program of the repository itself is none that somebody installed.
        repository.workDirectory.map { !program.begins(with: $0 + "/") } ?? true
      } ?? false
    }
  }

  private static func scannable(_ paths: [String]) -> [(scanner: CIScanner, what: String)] {
    var found: [(CIScanner, String)] = []
    if paths.contains(where: { $0.ends(with: ".py") }) { found.append((.bandit, "Python")) }
    if paths.contains(where: isInfrastructure) { found.append((.checkov, "infrastructure code")) }
    return found
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

/// Whether a path is, by its name, code of infrastructure that Checkov scans.
private func isInfrastructure(_ path: String) -> Bool {
  let name = path.utf8.split(separator: UInt8(ascii: "/")).last.map { String(Substring($0)) } ?? path
  return [".tf", ".tf.json", ".bicep", ".dockerfile"].contains { name.ends(with: $0) }
    || ["Dockerfile", "Containerfile"].contains { name.begins(with: $0) }
    || [
      "Chart.yaml", "kustomization.yaml", "kustomization.yml", "serverless.yml", "serverless.yaml", "template.yaml",
      "template.yml", "cloudformation.yaml", "cloudformation.yml", "cloudformation.json",
    ].contains { name.isSame(as: $0) }
    || ["k8s", "kubernetes", "manifests"].contains { folder in
      let isInFolder = path.begins(with: folder + "/") || path.contains("/\(folder)/")
      return isInFolder && (name.ends(with: ".yaml") || name.ends(with: ".yml"))
    }
}
