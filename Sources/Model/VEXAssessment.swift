import Interning

/// What all VEX statements together say of a finding, and which of them the policy trusts.
package struct VEXAssessment: Hashable, Codable, Sendable {
  /// The trusted statement in force; nil when none applies or they contradict each other.
  package var inForce: Statement?
  /// Trusted statements of one time that contradict each other: the finding is kept.
  package var conflict: [Statement]
  /// Statements that apply to the finding and that the policy does not trust. They never suppress it, and a rule may still
  /// ask for their status: what only makes the gate stricter counts whoever says it.
  package var untrusted: [UntrustedStatement]
  /// Statements on the vulnerability that do not apply to the finding.
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
  /// No statement is about the finding, as is so for nearly all.
  package static let noStatement = Interned(VEXAssessment())
}

/// A statement that the policy does not trust, and why.
package struct UntrustedStatement: Hashable, Codable, Sendable {
  package var statement: Statement
  /// A sentence that stands alone.
  package var because: String

  package init(_ statement: Statement, because: String) { (self.statement, self.because) = (statement, because) }
}

/// A statement on the same vulnerability that does not apply, and why.
package struct VEXNearMiss: Hashable, Codable, Sendable {
  package var statement: Statement
  /// A sentence about the statement, without its subject.
  package var because: String

  package init(_ statement: Statement, because: String) { (self.statement, self.because) = (statement, because) }
}
