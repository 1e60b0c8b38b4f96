import Evidence
import Model
import Settings

/// The table of the default meanings of severity words: scanner, format of the report, word and severity, separated by
/// tabs.
///
/// - Parameter tool: A scanner as policies name it; nil for all.
package func severityTable(of tool: String?) -> PolicyCheckResult {
  if let tool, !Format.toolNames.contains(tool) {
    let fault = Diagnostic(
      .policyUnknownName, "unknown scanner `\(tool)`", help: suggestion(for: tool, among: Format.toolNames))
    return PolicyCheckResult(diagnostics: [fault], status: 2)
  }
  let lines = (tool.map { [$0] } ?? Format.toolNames.sorted()).flatMap { tool in
    Format.defaultSeverities(of: tool).flatMap { format, words in
      words.sorted { ($1.value.rank, $0.key) < ($0.value.rank, $1.key) }
        .map { "\(tool)\t\(format)\t\($0.key)\t\($0.value.name)" }
    }
  }
  return PolicyCheckResult(summary: lines.joined(separator: "\n"))
}

extension Severity? {
  fileprivate var rank: Int { map { Int($0.rawValue) } ?? -1 }
}
