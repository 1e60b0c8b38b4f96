import Evidence
import Interning
import Model
import Policies

/// The scanners and rules of some reports, to find those that a policy names and none of the reports has.
struct NamesInReports {
  private let scanners: Set<Scanner>
  private let rules: [Scanner: Set<String>]
  /// Why some of the reports could not be read.
  let faults: [Diagnostic]

  private struct Scanner: Hashable {
    let format: String
    let tool: String?

    func isCalled(_ name: String) -> Bool { isReport(inFormat: format, by: tool, of: name) }
  }

  init(_ paths: [String], now: Timestamp) {
    let loaded = LoadedReports(paths, ReadOptions(binding: EvidenceBinding(heads: [], now: now)))
    var rules: [Scanner: Set<String>] = [:]
    for one in loaded.observations {
      rules[Scanner(format: one.scan.format, tool: one.scan.tool), default: []].insert(one.ruleId)
    }
    let clean = loaded.evidence.filter { $0.format != "unknown" }.map { Scanner(format: $0.format, tool: $0.tool) }
    (self.rules, scanners) = (rules, Set(rules.keys).union(clean))
    faults = loaded.diagnostics.filter { $0.severity == .error }
  }

  /// A warning for each name of a scanner, and each pattern of rules, that none of the reports has.
  func unused(in policy: Policy) -> [Diagnostic] {
    let file = SourcePosition(file: policy.files.first?.path ?? "")
    let conditions = (policy.rules.map(\.condition) + policy.exceptions.map(\.condition)).flatMap(\.predicates)
    var found = policy.requirements.flatMap { requirement in
      requirement.tools.compactMap { unused($0, at: requirement.at) }
    }
    for predicate in conditions {
      let words = predicate.tests.flatMap(\.values).compactMap { if case .word(let word) = $0 { word } else { nil } }
      if predicate.condition == "tool" { found += words.compactMap { unused($0, at: predicate.at) } }
      if predicate.condition == "rule" { found += words.compactMap { unusedRule($0, of: nil, at: predicate.at) } }
    }
    for (tool, mapping) in policy.severities.byTool {
      if let unknown = unused(tool, at: file) {
        found.append(unknown)
      } else {
        found += mapping.rules.compactMap { unusedRule($0.pattern.text, of: tool, at: file) }
      }
    }
    return Array(Set(found)).sorted()
  }

  private func unused(_ name: String, at position: SourcePosition) -> Diagnostic? {
    guard !scanners.contains(where: { $0.isCalled(name) }) else { return nil }
    let others = Set(scanners.map { $0.tool ?? $0.format }).sorted()
    return warning(
      "none of the reports is of the scanner `\(name)`", at: position,
      because: others.isEmpty ? [] : ["they are of \(others.joined(separator: ", "))"])
  }

  private func unusedRule(_ pattern: String, of tool: String?, at position: SourcePosition) -> Diagnostic? {
    let wanted = RulePattern(pattern)
    let mine = rules.filter { scanner, _ in tool.map(scanner.isCalled) ?? true }
    guard !mine.values.contains(where: { $0.contains(where: wanted.matches) }) else { return nil }
    return warning("no result in the reports is of a rule `\(pattern)`\(tool.map { " of \($0)" } ?? "")", at: position)
  }

  private func warning(_ text: String, at position: SourcePosition, because: [String] = []) -> Diagnostic {
    Diagnostic(
      .policyNameUnused, text, severity: .warning, at: position, because: because,
      help: "check the spelling; it may also be that nothing of the kind was found this time")
  }
}
