import Correlation
import Model

/// What a user asks about with two ids: whether they mean one finding of a decision, and why not.
package enum FindingPair: Sendable {
  /// Both are ids of one finding: its id or its aliases.
  case one(Judgement)
  /// Two findings, with the conditions of merging and of identity that they do not meet, as sentences.
  case two(Judgement, Judgement, reasons: [String])

  /// The findings whose ids or aliases begin with two texts; nil unless each text means one finding.
  package init?(_ ids: (String, String), in decision: Decision) {
    func found(_ prefix: String) -> [Judgement] { decision.judgements.filter { $0.risk.finding.isNamed(from: prefix) } }
    let (ones, others) = (found(ids.0), found(ids.1))
    guard ones.count == 1, others.count == 1 else { return nil }
    guard ones[0].risk.finding.id != others[0].risk.finding.id else {
      guard ids.0.lowercased() != ids.1.lowercased() else { return nil }
      self = .one(ones[0])
      return
    }
    self = .two(ones[0], others[0], reasons: reasonsApart(ones[0].risk.finding, others[0].risk.finding))
  }
}
