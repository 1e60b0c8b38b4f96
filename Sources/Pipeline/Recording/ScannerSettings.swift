import Git
import Interning

/// The files of a repository that name what scanners pass over, or which code of the repository they run. In a change
/// they are what its author wrote, and so must not steer the scan that judges it.
struct ScannerSettings {
  /// Whether it is known which files set the scanner up. If not, the settings of every scanner are taken for its own.
  let isKnown: Bool
  private let wholePaths: Set<[UInt8]>
  /// The letters and digits of the scanner's name, for hidden files that are called like it.
  private let name: [UInt8]

  /// The settings of a scanner, and of every scanner for one that is not known.
  ///
  /// - Parameter program: The program that is run, for a scanner that is not known.
  init(of scanner: String?, run program: String = "") {
    let own = scanner.flatMap { Self.files[$0] }
    isKnown = own != nil || scanner.map { Self.withoutSettings.contains($0) } ?? false
    let names = own ?? (isKnown ? [] : Self.files.values.flatMap(\.self))
    wholePaths = Set(names.map { Array($0.utf8) })
    let last = program.utf8.split(separator: UInt8(ascii: "/")).last ?? program.utf8[...]
    name = isKnown ? [] : lettersAndDigits((scanner?.utf8).map(Array.init) ?? Array(last))
  }

  /// Whether a path of the repository is a file of settings: by its name in any folder, by its path from the root, or, for a
  /// scanner that is not known, by a hidden file or folder that is called like it, such as `.scanner.yml`.
  func contains(_ path: [UInt8]) -> Bool {
    let parts = path.split(separator: UInt8(ascii: "/"))
    if wholePaths.contains(path) || wholePaths.contains(Array(parts.last ?? [])) { return true }
    return name.count > 2
      && parts.contains { $0.first == UInt8(ascii: ".") && lettersAndDigits(Array($0)).starts(with: name) }
  }
}

extension ScannerSettings {
  /// Whether a path is a list of files to leave out that is not for one scanner alone: Ruff, zizmor, oxlint and others that walk
  /// folders as ripgrep does, KICS and OSV-Scanner read such lists. What a commit has is not what git ignores.
  static func isIgnoreList(_ path: [UInt8]) -> Bool {
    ignoreLists.contains(Array(path.split(separator: UInt8(ascii: "/")).last ?? []))
  }

  private static let ignoreLists = Set([".gitignore", ".ignore", ".rgignore"].map { Array($0.utf8) })
}

private func lettersAndDigits(_ text: [UInt8]) -> [UInt8] {
  text.map { (65...90).contains($0) ? $0 | 0x20 : $0 }.filter { (48...57).contains($0) || (97...122).contains($0) }
}

extension ScannerSettings {
  /// Scanners that read no settings of the folder that they scan unless an option names them.
  private static let withoutSettings: Set = [
    "cppcheck", "dependency-check", "detect-secrets", "flawfinder", "gosec", "govulncheck", "kubescape", "pip-audit",
    "trufflehog",
  ]

  /// Names of files, or paths from the root, by scanner. Files that hold more than settings (`pyproject.toml`, `package.json`)
  /// are not among them: scanners find packages in those.
  static let files: [String: [String]] = [
    "actionlint": [".github/actionlint.yaml", ".github/actionlint.yml"],
    "ansible-lint": [
      ".ansible-lint", ".ansible-lint.yml", ".ansible-lint.yaml", ".ansible-lint-ignore", ".config/ansible-lint.yml",
      ".config/ansible-lint.yaml", ".config/ansible-lint-ignore.txt",
    ],
    "bandit": [".bandit"],
    "brakeman": ["config/brakeman.ignore", "config/brakeman.yml"],
    "bundler-audit": [".bundler-audit.yml"],
    "cargo-audit": [".cargo/audit.toml"],
    "cargo-deny": ["deny.toml", ".deny.toml", ".cargo/deny.toml"],
    "cfn-lint": [".cfnlintrc", ".cfnlintrc.yaml", ".cfnlintrc.yml"],
    // `external-checks-dir` names Python code, which Checkov runs.
    "checkov": [".checkov.yaml", ".checkov.yml"],
    "dockle": [".dockleignore"],
    // `eslint.config.js` is code, which ESLint runs.
    "eslint": [
      ".eslintrc", ".eslintrc.js", ".eslintrc.cjs", ".eslintrc.json", ".eslintrc.yaml", ".eslintrc.yml",
      ".eslintignore",
      "eslint.config.js", "eslint.config.cjs", "eslint.config.mjs", "eslint.config.ts", "eslint.config.cts",
      "eslint.config.mts",
    ],
    "ggshield": [".gitguardian.yaml", ".gitguardian.yml"],
    "gitleaks": [".gitleaks.toml", ".gitleaksignore"],
    "golangci-lint": [".golangci.yml", ".golangci.yaml", ".golangci.toml", ".golangci.json"],
    "grype": [".grype.yaml", ".grype.yml", ".grype/config.yaml"],
    "hadolint": [".hadolint.yaml", ".hadolint.yml"],
    "kics": ["kics.config"],
    "kube-linter": [".kube-linter.yaml", ".kube-linter.yml"],
    "mobsfscan": [".mobsf"],
    "njsscan": [".njsscan"],
    "opengrep": [".semgrepignore", ".opengrepignore"],
    "osv-scanner": ["osv-scanner.toml"],
    "oxlint": [
      ".oxlintrc.json", ".oxlintrc.jsonc", "oxlint.config.ts", "oxlint.config.mts", "oxlint.config.js", ".eslintignore",
    ],
    "phpstan": [
      ".phpstan.neon", ".phpstan.neon.dist", ".phpstan.dist.neon", "phpstan.neon", "phpstan.neon.dist",
      "phpstan.dist.neon",
    ],
    "pylint": [".pylintrc", "pylintrc", ".pylintrc.toml", "pylintrc.toml"],
    "retire-js": [".retireignore", ".retireignore.json"],
    "rubocop": [".rubocop.yml", ".rubocop", ".config/rubocop/config.yml"],
    "ruff": ["ruff.toml", ".ruff.toml"],
    "safety": [".safety-policy.yml"],
    "semgrep": [".semgrepignore"],
    "shellcheck": [".shellcheckrc", "shellcheckrc"],
    "snyk": [".snyk"],
    "tflint": [".tflint.hcl", ".tflint.json"],
    "tfsec": [".tfsec/config.yml", ".tfsec/config.yaml", ".tfsec/config.json"],
    "trivy": ["trivy.yaml", ".trivyignore", ".trivyignore.yaml", "trivy-secret.yaml"],
    "zizmor": ["zizmor.yml", "zizmor.yaml"],
  ]
}
