/// The terms of a policy for waivers, as far as they say who may waive a finding and for how long.
package struct WaiverLimits: Hashable, Codable, Sendable {
  /// The handles of those who may approve any waiver.
  package var approvers: [String]
  /// Whether the owners of a finding's path may approve.
  package var ownersApprove: Bool
  /// The longest duration of a waiver, by the severity of the finding.
  package var longest: [Severity?: TimeSpan]

  package init(approvers: [String] = [], ownersApprove: Bool = false, longest: [Severity?: TimeSpan] = [:]) {
    (self.approvers, self.ownersApprove, self.longest) = (approvers, ownersApprove, longest)
  }

  /// Who may waive a finding, its owners first, and for how long; nil where nobody may.
  ///
  /// A secret that is known to others must be revoked, so no waiver of it is offered.
  package func offer(for risk: Risk) -> WaiverOffer? {
    guard risk.finding.kind != .secret else { return nil }
    var mayApprove = ownersApprove ? risk.owners.approvers : []
    for name in approvers where !mayApprove.contains(where: { $0.utf8.elementsEqual(name.utf8) }) {
      mayApprove.append(name)
    }
    guard !mayApprove.isEmpty else { return nil }
    return WaiverOffer(approvers: mayApprove, longest: longest.span(for: risk.finding.severity) ?? longest.values.min())
  }
}

/// Who may waive a finding, and for how long.
package struct WaiverOffer: Hashable, Sendable {
  /// At least one.
  package var approvers: [String]
  /// The longest duration of the waiver; nil where the policy sets none.
  package var longest: TimeSpan?

  package init(approvers: [String], longest: TimeSpan?) { (self.approvers, self.longest) = (approvers, longest) }

  /// The offer in one line: `a waiver by @acme/payments, 14 days at most`.
  package var sentence: String {
    "a waiver by \(approvers.joined(separator: " or "))" + (longest.map { ", \($0.days) days at most" } ?? "")
  }
}

extension Dictionary where Key == Severity?, Value == TimeSpan {
  /// The time span for a severity. A severity without an entry gets the span of the next higher severity that has one,
  /// or nil. An unknown severity (nil) without an entry gets the shortest span.
  package func span(for severity: Severity?) -> TimeSpan? {
    if let exact = self[severity] { return exact }
    guard let severity else { return values.min() }
    return Severity.allCases.filter { $0 > severity }.compactMap { self[$0] }.first
  }
}
