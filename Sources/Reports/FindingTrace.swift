import Model

/// What `explain` shows of one finding: the finding, what is known about it, and everything that took part in its judgement.
///
/// It is made from a decision, or read back from the JSON of one.
package struct FindingTrace: Equatable, Sendable {
  /// What one tool reported.
  struct Observed: Equatable, Sendable {
    var tool: String
    var ruleId: String
    var nativeSeverity: String?
    var at: SourcePosition
  }

  package var id: String
  var aliases: [String]
  package var effect: Effect
  /// The problem in one line.
  package var what: String
  /// A page about the problem in a public database; nil where none is known.
  var page: String?
  package var severity: Severity?
  var isSeverityDisputed: Bool
  var location: Location
  var owners: Owners
  var move: Move?
  var newness: Newness
  var newnessBecause: String
  var firstSeen: FirstSeen
  var published: Timestamp?
  var due: Day?
  var suppressedBy: Suppression?
  var observations: [Observed]
  var mergeReasons: [String]
  var reasons: [Reason]
  /// Who may waive the finding; nil when it does not block or nobody may.
  package var waiver: WaiverOffer?

  package var position: String { location.description.displayText(limit: 1000) }
}

extension FindingTrace {
  package init(_ judgement: Judgement, in decision: Decision) {
    let (finding, risk) = (judgement.risk.finding, judgement.risk)
    self.init(
      id: finding.id, aliases: finding.aliases, effect: judgement.effect, what: judgement.what,
      page: finding.helpURL, severity: finding.severity, isSeverityDisputed: finding.isSeverityDisputed,
      location: finding.location,
      owners: risk.owners, move: risk.move, newness: risk.newness.newness, newnessBecause: risk.newness.because,
      firstSeen: risk.firstSeen, published: finding.published, due: judgement.due,
      suppressedBy: judgement.suppressedBy, observations: finding.observations.map(Observed.init),
      mergeReasons: finding.mergeReasons, reasons: decision.reasons(for: judgement),
      waiver: decision.waiver(for: judgement))
  }
}

extension FindingTrace.Observed {
  init(_ observation: Observation) {
    self.init(
      tool: observation.scan.tool, ruleId: observation.ruleId, nativeSeverity: observation.nativeSeverity,
      at: observation.at)
  }
}

extension Decision {
  /// Who may waive a finding that blocks; nil when it does not block or nobody may.
  func waiver(for judgement: Judgement) -> WaiverOffer? {
    judgement.effect == .deny ? waiverLimits?.offer(for: judgement.risk) : nil
  }
}
