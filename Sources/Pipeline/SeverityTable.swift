import Evidence
import Model
import Settings

/// The table of the default meanings of severity words: scanner, format of the report, word and severity, separated by
/// tabs.
///
/// - Parameter tool: A scanner as policies name it; nil for all scanners.
package func severityTable(of tool: String?) -> PolicyCheckResult {
  if let tool, !Format.toolNames.contains(tool), nearest(to: tool, among: Format.toolNames) != nil {
    let fault = Diagnostic(
      .policyUnknownName, "unknown scanner `\(tool)`", help: suggestion(for: tool, among: Format.toolNames))
    return PolicyCheckResult(diagnostics: [fault], status: 2)
  }
  if let tool, let format = formatAndTool(of: tool)?.format {
    let formats = Format.defaultSeverities(of: tool).filter { $0.format == format }
    return PolicyCheckResult(summary: rows(of: tool, in: formats).joined(separator: "\n"))
  }
  let lines = tool.map { rows(of: $0, in: Format.defaultSeverities(of: $0)) } ?? allRows
  return PolicyCheckResult(summary: lines.joined(separator: "\n"))
}

/// The words of each scanner's own format, then those of the formats in which any scanner (`*`) may write.
private var allRows: [String] {
  let shared = Format.defaultSeverities(of: "*")
  let own = Format.toolNames.sorted().filter { tool in !shared.contains { $0.format == tool } }
  return own.flatMap { tool in
    rows(of: tool, in: Format.defaultSeverities(of: tool).filter { $0.format == tool })
  } + rows(of: "*", in: shared)
}

private func rows(of tool: String, in formats: [(format: String, words: [String: Severity?])]) -> [String] {
  formats.flatMap { format, words in
    words.sorted { ($1.value.rank, $0.key) < ($0.value.rank, $1.key) }
      .map { "\(tool)\t\(format)\t\($0.key)\t\($0.value.name)" }
  }
}

extension Severity? {
  fileprivate var rank: Int { map { Int($0.rawValue) } ?? -1 }
}
