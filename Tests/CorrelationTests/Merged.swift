import Correlation
import Interning
import Model
import Risks

/// The findings in the order of their ids, to be compared.
func merged(_ observations: [Observation]) -> [Finding] { correlate(observations).map(\.wrappedValue).sortedByID }

/// The findings compared with the base, if there is one.
func dated(
  _ findings: [Finding], base: [Finding]? = nil, changes: FileChanges? = nil,
  isInHead: (@Sendable (InternedString) -> Bool)? = nil, now: Timestamp, baseTime: Timestamp? = nil
) -> [DatedFinding] {
  let base = base.map { ($0, matchFindings(findings, with: $0, changes: changes)) }
  let facts = HistoryFacts(
    changes: changes, isInHead: isInHead, base: base, code: CodeFacts { _, _ in nil }, now: now, baseTime: baseTime)
  return dateFindings(findings.map { ArenaRef($0) }, in: facts)
}
