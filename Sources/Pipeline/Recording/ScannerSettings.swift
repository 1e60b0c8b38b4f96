import Git
import Interning

/// The files of a repository that name what scanners pass over, or which code of the repository they run. In a change
/// they are what its author wrote, and so must not steer the scan that judges it.
struct ScannerSettings {
  /// Names of files, or paths from the root, by scanner. Files that hold more than settings (`pyproject.toml`, `package.json`)
  /// are not among them: scanners find packages in those.
  static let files: [String: [String]] = [
    "bandit": [".bandit"],
    "brakeman": ["config/brakeman.ignore", "config/brakeman.yml"],
    // `external-checks-dir` names Python code, which Checkov runs.
    "checkov": [".checkov.yaml", ".checkov.yml"],
    // `eslint.config.js` is code, which ESLint runs.
    "eslint": [
      ".eslintrc", ".eslintrc.js", ".eslintrc.cjs", ".eslintrc.json", ".eslintrc.yaml", ".eslintrc.yml",
      ".eslintignore",
      "eslint.config.js", "eslint.config.cjs", "eslint.config.mjs", "eslint.config.ts",
    ],
    "gitleaks": [".gitleaks.toml", ".gitleaksignore"],
    "grype": [".grype.yaml", ".grype.yml", ".grype/config.yaml"],
    "hadolint": [".hadolint.yaml", ".hadolint.yml"],
    "kics": ["kics.config"],
    "njsscan": [".njsscan"],
    "osv-scanner": ["osv-scanner.toml"],
    "ruff": ["ruff.toml", ".ruff.toml"],
    "semgrep": [".semgrepignore"],
    "shellcheck": [".shellcheckrc"],
    "snyk": [".snyk"],
    "tflint": [".tflint.hcl"],
    "trivy": ["trivy.yaml", ".trivyignore", ".trivyignore.yaml", "trivy-secret.yaml"],
    "zizmor": ["zizmor.yml", "zizmor.yaml"],
  ]

  private let wholePaths: Set<[UInt8]>

  /// The settings of a scanner, and of every scanner for one that is not known.
  init(of scanner: String?) {
    let names = scanner.flatMap { Self.files[$0] } ?? Self.files.values.flatMap(\.self)
    wholePaths = Set(names.map { Array($0.utf8) })
  }

  /// Whether a path of the repository is a file of settings: by its name in any folder, or by its path from the root.
  func contains(_ path: [UInt8]) -> Bool {
    let name = path.split(separator: UInt8(ascii: "/")).last ?? []
    return wholePaths.contains(path) || wholePaths.contains(Array(name))
  }
}
