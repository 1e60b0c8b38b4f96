import Interning

/// A finding in the context of the repository (NIST OSCAL *risk*): its owners, newness, age and VEX assessment.
public struct Risk: Hashable, Codable, Sendable {
  @ArenaRef public var finding: Finding
  public var firstSeen: FirstSeen
  /// The owners of the path at the base. A file that the change moves has those of its old path.
  @Interned public var owners: Owners
  /// Where the file was at the base; nil when the change does not move it.
  @InternedOptional public var move: Move?
  @Interned public var newness: NewnessResult
  @Interned public var vex: VEXAssessment

  package init(
    finding: Finding, owners: Owners, newness: NewnessResult, firstSeen: FirstSeen, vex: VEXAssessment = VEXAssessment()
  ) {
    self.init(
      DatedFinding(finding: ArenaRef(finding), firstSeen: firstSeen, newness: Interned(newness)),
      owners: Interned(owners), vex: Interned(vex))
  }

  package init(
    _ dated: DatedFinding, owners: Interned<Owners>, move: InternedOptional<Move> = .none, vex: Interned<VEXAssessment>
  ) {
    (_finding, firstSeen, _newness) = (dated.$finding, dated.firstSeen, dated.$newness)
    (_owners, _move, _vex) = (owners, move, vex)
  }
}
