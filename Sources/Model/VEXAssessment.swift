import Interning

/// The result of all VEX statements for a finding, and which of them the policy trusts.
package struct VEXAssessment: Hashable, Codable, Sendable {
  /// The trusted statement in force; nil when no statement applies or statements contradict each other.
  package var inForce: Statement?
  /// Trusted statements with the same timestamp that contradict each other. They do not suppress the finding.
  package var conflict: [Statement]
  /// Statements that apply to the finding and that the policy does not trust. They never suppress it. A rule may still
  /// test their status, because a rule can only make the gate stricter.
  package var untrusted: [UntrustedStatement]
  /// Statements about the vulnerability that do not apply to the finding.
  package var nearMisses: [VEXNearMiss]

  package init(
    inForce: Statement? = nil, conflict: [Statement] = [], untrusted: [UntrustedStatement] = [],
    nearMisses: [VEXNearMiss] = []
  ) {
    (self.inForce, self.conflict, self.untrusted) = (inForce, conflict, untrusted)
    self.nearMisses = nearMisses
  }
}

extension Interned<VEXAssessment> {
  /// The assessment of a finding without statements, which is the case for nearly all findings.
  package static let noStatement = Interned(VEXAssessment())
}

/// A statement that the policy does not trust, with the reason.
package struct UntrustedStatement: Hashable, Codable, Sendable {
  package var statement: Statement
  /// The reason, as a sentence that stands alone.
  package var because: String

  package init(_ statement: Statement, because: String) { (self.statement, self.because) = (statement, because) }
}

/// A statement about the same vulnerability that does not apply, with the reason.
package struct VEXNearMiss: Hashable, Codable, Sendable {
  package var statement: Statement
  /// The reason, as a sentence whose subject is the statement and is left out.
  package var because: String

  package init(_ statement: Statement, because: String) { (self.statement, self.because) = (statement, because) }
}
