import Foundation
import Model
import System

/// A report of one tool with some results, in the tool's own format or in SARIF.
struct GeneratedReport {
  var tool: GeneratedResult.Tool
  var results: [GeneratedResult]
  var isSARIF = false
  var name: String

  /// The tools whose results have the same meaning in their own format and in SARIF.
  static let toolsWithBoth: Set<GeneratedResult.Tool> = [.semgrep]

  func input() throws -> Input {
    let document: Any =
      switch tool {
      case .semgrep: isSARIF ? sarif("Semgrep OSS") : semgrep()
      case .codeql: sarif("CodeQL")
      case .bandit: bandit()
      case .trivy: trivy()
      case .grype: grype()
      case .gitleaks: gitleaks()
      case .checkov: checkov()
      }
    let data = try JSONSerialization.data(withJSONObject: document, options: [.sortedKeys])
    return Input(name: name, bytes: Array(data))
  }

  private func semgrep() -> Any {
    [
      "version": "1.182.0", "errors": [], "paths": ["scanned": GeneratedResult.codePaths],
      "results": results.map { result in
        [
          "check_id": result.rule, "path": result.path, "start": ["line": result.line, "col": 1, "offset": 0],
          "end": ["line": result.lastLine, "col": 9, "offset": 9],
          "extra": [
            "message": "A value of the request reaches \(result.rule).", "severity": word(of: result),
            "metadata": ["cwe": ["CWE-\(result.cwe)"]], "is_ignored": result.isSuppressedByTool,
            "fingerprint": "requires login", "lines": "requires login",
          ],
        ]
      },
    ] as [String: Any]
  }

  private func word(of result: GeneratedResult) -> String { ["INFO", "WARNING", "ERROR", "ERROR"][result.severity] }

  private func sarif(_ driver: String) -> Any {
    let rules = Set(results.map { "\($0.rule) \($0.cwe)" }).sorted().map { rule -> [String: Any] in
      let parts = rule.split(separator: " ")
      return ["id": String(parts[0]), "properties": ["tags": ["external/cwe/cwe-\(parts[1])", "CWE-\(parts[1])"]]]
    }
    let run: [String: Any] = [
      "tool": ["driver": ["name": driver, "version": "1.182.0", "rules": rules]],
      "invocations": [["executionSuccessful": true]],
      "results": results.map { result in
        var region = ["startLine": result.line, "endLine": result.lastLine]
        // Semgrep states the same columns in both formats.
        if tool == .semgrep { (region["startColumn"], region["endColumn"]) = (1, 9) }
        var one: [String: Any] = [
          "ruleId": result.rule, "level": ["note", "warning", "error", "error"][result.severity],
          "message": ["text": "A value of the request reaches \(result.rule)."],
          "locations": [
            [
              "physicalLocation": [
                "artifactLocation": ["uri": result.path],
                "region": region,
              ]
            ]
          ],
        ]
        if result.isSuppressedByTool { one["suppressions"] = [["kind": "inSource"]] }
        return one
      },
    ]
    return ["version": "2.1.0", "runs": [run]] as [String: Any]
  }

  private func bandit() -> Any {
    [
      "errors": [], "generated_at": "2031-01-02T03:04:05Z", "metrics": ["_totals": ["loc": 90]],
      "results": results.map { result in
        [
          "code": "", "filename": "./\(result.path)", "issue_confidence": "HIGH",
          "issue_cwe": ["id": result.cwe, "link": ""], "test_id": result.rule, "test_name": "a test",
          "issue_severity": ["LOW", "MEDIUM", "HIGH", "HIGH"][result.severity], "more_info": "",
          "issue_text": "A value of the request is used.", "line_number": result.line,
          "line_range": Array(result.line...result.lastLine),
        ]
      },
    ] as [String: Any]
  }

  private func trivy() -> Any {
    [
      "SchemaVersion": 2, "ArtifactName": ".", "ArtifactType": "filesystem",
      "Results": [
        [
          "Target": "package-lock.json", "Class": "lang-pkgs", "Type": "npm",
          "Vulnerabilities": results.map { result in
            var one: [String: Any] = [
              "VulnerabilityID": result.rule, "PkgName": result.package, "InstalledVersion": result.version,
              "Severity": GeneratedResult.severities[result.severity].uppercased(), "Title": "A problem",
              "VendorIDs": Array(result.ids.dropFirst()),
              "PkgIdentifier": ["PURL": "pkg:npm/\(result.package)@\(result.version)"],
            ]
            one["FixedVersion"] = result.fixed
            return one
          },
        ]
      ],
    ] as [String: Any]
  }

  private func grype() -> Any {
    [
      "matches": results.map { result -> [String: Any] in
        [
          "vulnerability": [
            "id": result.rule, "severity": GeneratedResult.severities[result.severity].capitalized,
            "epss": [["cve": result.rule, "epss": result.epss ?? 0, "percentile": 0.5, "date": "2031-01-01"]],
            "fix": ["versions": result.fixed.map { [$0] } ?? [], "state": result.fixed == nil ? "unknown" : "fixed"],
          ] as [String: Any],
          "relatedVulnerabilities": result.ids.dropFirst().map { ["id": $0, "namespace": "nvd:cpe"] },
          "artifact": [
            "name": result.package, "version": result.version, "type": "npm",
            "purl": "pkg:npm/\(result.package)@\(result.version)", "locations": [["path": "/package-lock.json"]],
          ] as [String: Any],
        ]
      },
      "source": ["type": "directory", "target": "."],
      "descriptor": ["name": "grype", "version": "0.90.0", "db": ["status": ["valid": true]]],
    ] as [String: Any]
  }

  private func gitleaks() -> Any {
    results.map { result -> [String: Any] in
      [
        "Description": "A key", "StartLine": result.line, "EndLine": result.line, "StartColumn": 1, "EndColumn": 9,
        "Match": "key = REDACTED", "Secret": "value-\(result.rule)-\(result.line)", "File": result.path,
        "SymlinkFile": "", "Commit": "", "Entropy": 3.5, "Author": "", "Email": "", "Date": "", "Message": "",
        "Tags": [], "RuleID": result.rule, "Fingerprint": "\(result.path):\(result.rule):\(result.line)",
      ]
    }
  }

  private func checkov() -> Any {
    [
      "check_type": "terraform",
      "results": [
        "passed_checks": [], "skipped_checks": [], "parsing_errors": [],
        "failed_checks": results.map { result in
          [
            "check_id": result.rule, "check_name": "A setting", "check_result": ["result": "FAILED"],
            "file_path": "/\(result.path)", "repo_file_path": "/\(result.path)",
            "file_line_range": [result.line, result.lastLine], "resource": "aws_db_instance.main",
            "severity": GeneratedResult.severities[result.severity].uppercased(),
          ] as [String: Any]
        },
      ] as [String: Any],
      "summary": ["passed": 1, "failed": results.count, "skipped": 0, "parsing_errors": 0, "resource_count": 1],
    ] as [String: Any]
  }
}
