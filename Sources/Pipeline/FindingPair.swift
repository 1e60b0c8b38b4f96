import Correlation
import Model

/// Two findings of a decision that a user asks about: why they are not one.
package struct FindingPair: Sendable {
  package let one: Judgement
  package let other: Judgement
  /// The conditions of merging that they do not meet, as sentences.
  package let reasons: [String]

  /// The findings whose ids begin with two texts; nil unless each text means one finding, and not the same one.
  package init?(_ ids: (String, String), in decision: Decision) {
    func found(_ prefix: String) -> [Judgement] {
      decision.judgements.filter { $0.risk.finding.id.hasPrefix(prefix.lowercased()) }
    }
    let (ones, others) = (found(ids.0), found(ids.1))
    guard ones.count == 1, others.count == 1, ones[0].risk.finding.id != others[0].risk.finding.id else { return nil }
    (one, other) = (ones[0], others[0])
    reasons = reasonsApart(one.risk.finding, other.risk.finding)
  }
}
