import Foundation
import TestSupport

/// One result as a scanner could report it, whatever the format of its report.
///
/// The values come from small pools, so that results meet on the same lines, packages and vulnerabilities.
struct GeneratedResult: Hashable {
  enum Tool: String, CaseIterable {
    case semgrep, bandit, codeql, trivy, grype, gitleaks, checkov

    var isDependencyScanner: Bool { self == .trivy || self == .grype }
  }

  var tool: Tool
  /// The rule of a code scanner; for a dependency scanner the vulnerability's own id.
  var rule: String
  var path: String
  var line: Int
  var lastLine: Int
  /// An index in `low, medium, high, critical`.
  var severity: Int
  var cwe: Int
  /// The package, its installed version, and the version that fixes the vulnerability.
  var (package, version, fixed): (String, String, String?)
  /// The ids of the vulnerabilities; two CVEs are two vulnerabilities.
  var ids: [String]
  /// The EPSS probability, which only Grype reports.
  var epss: Double?
  var isSuppressedByTool: Bool

  static let severities = ["low", "medium", "high", "critical"]
  static let codePaths = ["app/a.py", "app/b.py", "lib/c.py"]
  static let packages = ["left-pad", "minimist", "qs"]
  static let cves = (1...4).map { "CVE-2031-100\($0)" }

  static func rules(of tool: Tool) -> [String] {
    switch tool {
    case .semgrep: ["python.sql-format", "python.shell-true"]
    case .bandit: ["B608", "B602"]
    case .codeql: ["py/sql-injection", "py/command-line-injection"]
    case .gitleaks: ["aws-access-token", "generic-api-key"]
    case .checkov: ["CKV_AWS_17", "CKV_AWS_24"]
    case .trivy, .grype: []
    }
  }

  init(tool: Tool? = nil, by random: inout Seeded) {
    let chosen = tool ?? random.pick(of: Tool.allCases)
    self.tool = chosen
    let sqlOrShell = Int.random(in: 0...1, using: &random)
    line = Int.random(in: 1...12, using: &random)
    lastLine = line + Int.random(in: 0...2, using: &random)
    severity = Int.random(in: 0...3, using: &random)
    cwe = [89, 78][sqlOrShell]
    let number = Int.random(in: 0..<Self.cves.count, using: &random)
    ids = chosen.isDependencyScanner ? [Self.cves[number]] : []
    // One advisory in six is about two vulnerabilities.
    if chosen.isDependencyScanner, Int.random(in: 0..<6, using: &random) == 0 {
      ids.append(Self.cves[(number + 1) % Self.cves.count])
    }
    rule = ids.first ?? Self.rules(of: chosen)[sqlOrShell]
    package = random.pick(of: Self.packages)
    version = random.pick(of: ["1.0.0", "1.2.0"])
    fixed = random.pick(of: ["1.1.0", "1.3.0", "2.0.0", nil])
    epss = chosen == .grype ? random.pick(of: [0.01, 0.3, 0.9]) : nil
    isSuppressedByTool = chosen == .semgrep && Int.random(in: 0..<8, using: &random) == 0
    path =
      switch chosen {
      case .trivy, .grype: "package-lock.json"
      case .checkov: "infra/main.tf"
      default: random.pick(of: Self.codePaths)
      }
  }
}
