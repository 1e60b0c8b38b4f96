/// What a finding means here (NIST OSCAL's *risk*): whose it is, whether this change brought it, how old it is, what VEX says.
package struct Risk: Hashable, Sendable {
  @Kept package var finding: Finding
  package var firstSeen: FirstSeen
  @Interned package var owners: Owners
  @Interned package var newness: Newness.Grounds
  @Interned package var vex: Assessment

  package init(
    finding: Finding, owners: Owners, newness: Newness.Grounds, firstSeen: FirstSeen, vex: Assessment = Assessment()
  ) {
    self.init(
      finding: Kept(finding), owners: Interned(owners), newness: Interned(newness), firstSeen: firstSeen,
      vex: Interned(vex))
  }

  package init(
    finding: Kept<Finding>, owners: Interned<Owners>, newness: Interned<Newness.Grounds>, firstSeen: FirstSeen,
    vex: Interned<Assessment>
  ) {
    (_finding, self.firstSeen, _owners, _newness, _vex) = (finding, firstSeen, owners, newness, vex)
  }
}

extension Interned<Risk.Assessment> {
  /// No statement speaks of the finding, as of nearly all.
  package static let silent = Interned(Risk.Assessment())
}

extension Risk {
  /// What all VEX statements together say of a finding.
  package struct Assessment: Hashable, Sendable {
    /// The statement in force; nil when none applies or they contradict each other.
    package var inForce: Statement?
    /// Statements of one time that contradict each other: the finding is kept.
    package var conflict: [Statement]
    /// Statements of the same vulnerability that do not apply, and why, in words.
    package var near: [NearMiss]

    package init(inForce: Statement? = nil, conflict: [Statement] = [], near: [NearMiss] = []) {
      (self.inForce, self.conflict, self.near) = (inForce, conflict, near)
    }
  }

  package struct NearMiss: Hashable, Sendable {
    package var statement: Statement
    package var because: String

    package init(_ statement: Statement, because: String) { (self.statement, self.because) = (statement, because) }
  }
}
