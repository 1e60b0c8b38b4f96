import Model
import PackageURL

/// A security problem, merged from one or more results of scanners.
public struct Finding: Sendable, Hashable, Identifiable {
  /// Stable across runs, and across edits that only move lines.
  public let id: String
  public let title: String
  /// What was scanned: `sast`, `sca`, `container`, `iac`, `secret` and so on.
  public let kind: String
  /// `critical`, `high`, `medium`, `low` or `none`; nil when no tool states one.
  public let severity: String?
  /// Identifiers of the vulnerability, such as CVE and GHSA ids.
  public let vulnerabilities: [String]
  /// Numbers of the Common Weakness Enumeration.
  public let cwes: [Int]
  /// The package URL of the affected package.
  public let package: String?
  /// The file, relative to the root of the repository.
  public let path: String?
  /// The first line of the location, from 1.
  public let line: Int?
  /// The tools that report it, sorted.
  public let tools: [String]

  init(_ finding: Model.Finding) {
    (id, title, kind) = (finding.id, finding.title, finding.kind.rawValue)
    severity = finding.severity?.name
    (vulnerabilities, cwes) = (finding.ids, finding.cwes)
    package = finding.component?.purl?.description
    (path, line) = (finding.location.path, finding.location.startLine)
    tools = Set(finding.observations.map { $0.scan.tool }).sorted()
  }
}
