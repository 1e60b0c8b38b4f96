/// The terms of a policy for waivers, as far as they say who may waive a finding and for how long.
package struct WaiverLimits: Hashable, Codable, Sendable {
  /// The handles of those who may approve any waiver.
  package var approvers: [String]
  /// Whether the owners of a finding's path may approve.
  package var ownersApprove: Bool
  /// The longest duration of a waiver, by the severity of the finding.
  package var longest: WaiverTerm
  /// What must prove that somebody approved a waiver, as policies call it; nil where nothing must.
  package var proof: String?
  /// For findings that were waived before, the days that a waiver of today may last at most, by their ids; a negative number where
  /// none would count any more.
  package var daysLeft: [String: Int] = [:]

  package init(
    approvers: [String] = [], ownersApprove: Bool = false, longest: WaiverTerm = WaiverTerm([:]), proof: String? = nil
  ) {
    (self.approvers, self.ownersApprove, self.longest, self.proof) = (approvers, ownersApprove, longest, proof)
  }

  /// Who may waive a finding, its owners first, and for how long; nil where nobody may.
  ///
  /// A secret that is known to others must be revoked, so no waiver of it is offered.
  package func offer(for risk: Risk) -> WaiverOffer? {
    let finding = risk.finding
    guard finding.kind != .secret, longest.allows(finding.severity) else { return nil }
    var mayApprove = ownersApprove ? risk.owners.approvers : []
    for name in approvers where !mayApprove.contains(where: { $0.utf8.elementsEqual(name.utf8) }) {
      mayApprove.append(name)
    }
    guard !mayApprove.isEmpty else { return nil }
    let left = daysLeft[finding.id]
    guard left ?? 1 > 0 else { return nil }
    let days = [longest.most(for: finding.severity)?.days, left].compactMap(\.self).min()
    return WaiverOffer(approvers: mayApprove, longest: days.map { .days($0) }, proof: proof)
  }
}

extension WaiverLimits {
  /// Who may waive all of several findings, and for how long; nil where nobody may.
  package func offer(for risks: [Risk]) -> WaiverOffer? {
    var common: WaiverOffer?
    for risk in risks {
      guard let one = offer(for: risk) else { return nil }
      common?.limit(to: one)
      common = common ?? one
    }
    return common?.approvers.isEmpty == false ? common : nil
  }
}

/// Who may waive a finding, and for how long.
package struct WaiverOffer: Hashable, Sendable {
  /// At least one.
  package var approvers: [String]
  /// The longest duration of the waiver; nil where the policy sets none.
  package var longest: TimeSpan?
  /// What must prove that one of them approved it, as policies call it; nil where nothing must.
  package var proof: String?

  package init(approvers: [String], longest: TimeSpan?, proof: String? = nil) {
    (self.approvers, self.longest, self.proof) = (approvers, longest, proof)
  }

  /// Takes out who may not approve what the other offer is about, and keeps the shorter duration.
  fileprivate mutating func limit(to other: WaiverOffer) {
    approvers.removeAll { name in !other.approvers.contains { $0.utf8.elementsEqual(name.utf8) } }
    longest = [longest, other.longest].compactMap(\.self).min()
  }

  /// The offer in one line: `a waiver by @acme/payments, 14 days at most`.
  package var sentence: String {
    "a waiver by \(approvers.joined(separator: " or "))"
      + (longest.map { ", \($0.days) day\($0.days == 1 ? "" : "s") at most" } ?? "")
  }
}
