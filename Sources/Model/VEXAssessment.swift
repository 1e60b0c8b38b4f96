import Interning

/// The result of all VEX statements for a finding, and which of them the policy trusts.
public struct VEXAssessment: Hashable, Codable, Sendable {
  /// The result for each vulnerability of the finding. Empty when no statement is about the finding.
  package var results: [VEXResult]
  /// Statements that apply to the finding and that the policy does not trust. They never suppress it. A rule may still
  /// test their status, because a rule can only make the gate stricter.
  package var untrusted: [UntrustedStatement]
  /// Statements about a vulnerability of the finding that do not apply to the finding.
  package var nearMisses: [VEXNearMiss]

  package init(
    results: [VEXResult] = [], untrusted: [UntrustedStatement] = [], nearMisses: [VEXNearMiss] = []
  ) {
    (self.results, self.untrusted, self.nearMisses) = (results, untrusted, nearMisses)
  }

  /// The statement that decides for the finding as a whole: one that does not suppress a vulnerability of it, or else,
  /// when each vulnerability has a statement, the first one. Nil when statements contradict each other.
  package var inForce: Statement? {
    guard conflict.isEmpty else { return nil }
    let statements = results.map(\.inForce)
    return statements.lazy.compactMap { $0 }.first { !$0.status.suppresses }
      ?? (statements.allSatisfy { $0 != nil } ? statements.first ?? nil : nil)
  }

  /// The statements that contradict each other, of all vulnerabilities.
  package var conflict: [Statement] { results.flatMap(\.conflict) }

  /// Whether the policy trusts a statement of this assessment.
  package func isTrusted(_ statement: Statement) -> Bool { !untrusted.contains { $0.statement == statement } }
}

/// The result of the VEX statements for one vulnerability of a finding.
package struct VEXResult: Hashable, Codable, Sendable {
  /// The id of the vulnerability, in upper case.
  package var vulnerability: String
  /// The statement in force; nil when no statement applies or statements contradict each other. One that suppresses is
  /// trusted by the policy.
  package var inForce: Statement?
  /// Statements with the same timestamp that contradict each other. They do not suppress the finding.
  package var conflict: [Statement]

  package init(_ vulnerability: String, inForce: Statement? = nil, conflict: [Statement] = []) {
    (self.vulnerability, self.inForce, self.conflict) = (vulnerability, inForce, conflict)
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
