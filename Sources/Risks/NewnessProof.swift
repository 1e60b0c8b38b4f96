import Interning
import Model
import System

/// Determines whether each finding existed before the change, with the reason.
///
/// Each observation is judged on its own, and the strictest result is that of the finding: one scanner that sees an old
/// problem does not make what another one sees on a new line old.
package func proveNewness(of findings: [ArenaRef<Finding>], in facts: HistoryFacts) -> [Interned<NewnessResult>] {
  inParallel(over: findings.indices) { range in
    var touches = Touches(of: facts)
    return range.map { index in
      let finding = findings[index].wrappedValue
      guard let base = facts.base else { return touches.proof(for: finding) }
      if base.matches.partners[index] == nil, !facts.isScanned(finding) { return touches.proof(for: finding) }
      let isPackageInBase = base.matches.isPackageInBase[index]
      guard let partner = base.matches.partners[index] else {
        return touches.proof(forUnmatched: finding, isPackageInBase: isPackageInBase)
      }
      let before = BaseFinding(base.findings[partner.base], hasPlace: partner.base >= base.matches.laterCount)
      return touches.proof(for: finding, matching: before, because: partner.because)
    }
  }
}

extension Touches {
  /// The newness according to the changed lines alone, used when the base was not scanned.
  fileprivate mutating func proof(for finding: Finding) -> Interned<NewnessResult> {
    guard facts.changes != nil else { return .incomparable }
    var touch = strictest(finding)
    if let old = nameOfPassedOver(finding), touch.strictness < Touch.name(from: old).strictness {
      touch = .name(from: old)
    }
    if let proof = recorded(finding, touch) { return proof }
    if touch.isUnchangedEntry, let proof = facts.advisoryProof(for: finding) { return proof }
    // That the change touches no line proves that the code is old, and not that somebody knew of the problem.
    let result = touch.result
    return result.wrappedValue.newness == .inherited && facts.isMissingEarlier(finding) ? .notInEarlier : result
  }

  /// The former path of a file that the scans of the base went past and that the change renames, so that nobody has judged it; nil
  /// for all other findings.
  private func nameOfPassedOver(_ finding: Finding) -> InternedString? {
    guard let isPassedOver = facts.isPassedOverAtBase else { return nil }
    let one = finding.observations.first { $0.isAboutItsLines && isPassedOver($0) }
    return one?.repositoryPath.interned.flatMap { facts.changes?[$0]?.oldPath.map { InternedString($0) } }
  }

  /// What the records of the base branch prove about a finding of a package or a place outside of the repository's files,
  /// which the changed lines prove nothing about; nil when they prove nothing either.
  private func recorded(_ finding: Finding, _ touch: Touch) -> Interned<NewnessResult>? {
    guard !facts.ledger.baselines.isEmpty, finding.kind.isDependency || touch.isNoFile, !touch.isByChange else {
      return nil
    }
    let names = facts.ledger.names(of: finding)
    for baseline in facts.ledger.baselines {
      if let entry = baseline.entry(named: names) {
        if touch.isNoFile, baseline.commit != facts.ledger.base, facts.isTouchedAgain?(baseline.commit) ?? true {
          return nil
        }
        let recorded: Interned<NewnessResult> = touch.isNoFile ? .recordedOfNoFile : .recorded
        guard let old = entry.severity, let new = finding.severity, new <= old else {
          return entry.severity == finding.severity ? recorded : .recordedLess
        }
        return recorded
      }
      // An older record says nothing about what came between it and the base.
      if baseline.kinds.contains(finding.kind) {
        return baseline.commit == facts.ledger.base ? touch.resultNotInBase : nil
      }
    }
    return nil
  }

  /// The newness of a finding that does not match any finding of the scanned base.
  fileprivate mutating func proof(
    forUnmatched finding: Finding, isPackageInBase: Bool
  ) -> Interned<NewnessResult> {
    if facts.changes == nil { return .notInBase }
    return isPackageInBase ? .packageInBase : strictest(finding).resultNotInBase
  }

  /// The newness of a finding that the scanned base has too: inherited, unless it became worse, or the change edits its
  /// code, or touches what a tool reports that did not report the problem at the base.
  fileprivate mutating func proof(
    for finding: Finding, matching base: BaseFinding, because: String
  ) -> Interned<NewnessResult> {
    if facts.changes != nil, let result = newTouch(of: finding, since: base) { return result }
    if facts.changes != nil, isMovedToAnotherUse(finding, since: base) { return .usedOtherwise }
    return Interned(
      worsening(from: base.finding, to: finding).map { NewnessResult(.surfaced, because: $0) }
        ?? NewnessResult(.inherited, because: because))
  }

  /// What the strictest touch of the observations makes of a finding that the base has too; nil when nothing shows that the
  /// change made any of them.
  private mutating func newTouch(of finding: Finding, since base: BaseFinding) -> Interned<NewnessResult>? {
    var known: Set<InternedString> = []
    for observation in base.finding.observations { known.insert(tool(of: observation)) }
    var strictest: (touch: Touch, isKnown: Bool)?
    var counts: StatementCounts?
    for observation in finding.observations {
      let (touch, tool) = (touch(observation), tool(of: observation))
      guard touch.isByChange, touch.strictness > strictest?.touch.strictness ?? -1 else { continue }
      let isNew: Bool
      if observation.kind.isDependency {
        // A package that the base has too is known by its version, for all tools.
        isNew = facts.packages != nil && touch.leavesDevelopment
      } else if !known.contains(tool) {
        isNew = true
      } else if touch.isOfFile {
        let said = counts ?? StatementCounts(of: finding, since: base.finding) { self.tool(of: $0) }
        counts = said
        isNew = observation.isAboutItsLines && said.isMore(observation, of: tool)
      } else {
        isNew = touch.isEdit && isEdited(observation, of: finding, since: base)
      }
      if isNew { strictest = (touch, known.contains(tool)) }
    }
    return strictest.map {
      $0.isKnown && !$0.touch.leavesDevelopment ? $0.touch.resultOfEdit : $0.touch.resultNotInBase
    }
  }

  private mutating func isMovedToAnotherUse(_ finding: Finding, since base: BaseFinding) -> Bool {
    for observation in finding.observations where ownTouch(of: observation).isMove {
      if isUsedOtherwise(observation, than: base) { return true }
    }
    return false
  }

  private mutating func strictest(_ finding: Finding) -> Touch {
    var strictest = Touch.otherFiles
    for index in finding.observations.indices {
      let touch = touch(finding.observations[index])
      if index == 0 || touch.strictness > strictest.strictness { strictest = touch }
    }
    return strictest
  }
}

extension HistoryFacts {
  /// Whether a scan like one of those that report a finding examined the base.
  fileprivate func isScanned(_ finding: Finding) -> Bool {
    guard let isScannedAtBase else { return true }
    return finding.observations.contains(where: isScannedAtBase)
  }

  /// Whether an earlier scan of the same files did not report a finding.
  fileprivate func isMissingEarlier(_ finding: Finding) -> Bool {
    guard let isMissingEarlier else { return false }
    return finding.observations.contains { one in
      guard let path = one.repositoryPath.interned else { return false }
      return isMissingEarlier(one, changes?[path]?.oldPath.map { InternedString($0) } ?? path)
    }
  }

  /// The proof that a vulnerability of an unchanged entry was known before the base: its advisory is older. Where tools
  /// date it differently, the latest date counts.
  fileprivate func advisoryProof(for finding: Finding) -> Interned<NewnessResult>? {
    guard let baseTime, let published = finding.observations.compactMap(\.published).max(),
      published < min(baseTime, now)
    else { return nil }
    return Interned(
      .init(
        .inherited,
        because: "the change does not touch its package, and its advisory of \(published.day) is older than the base"))
  }
}

/// What is worse about a finding than it was at the base, as a sentence; nil when nothing is. A severity that is not
/// known may be the highest.
private func worsening(from base: Finding, to head: Finding) -> String? {
  if base.severity != head.severity {
    guard let old = base.severity, let new = head.severity, new < old else {
      return "its severity rose from \(base.severity.name) to \(head.severity.name) since the base was scanned"
    }
  }
  if head.isKnownExploited == true, base.isKnownExploited != true {
    return "it became known to be exploited since the base was scanned"
  }
  return nil
}

extension Interned<NewnessResult> {
  fileprivate static let recorded = Interned(
    .init(.inherited, because: "the ledger has it for the base branch, and the change does not touch it"))
  fileprivate static let recordedOfNoFile = Interned(
    .init(.inherited, because: "the ledger has it for the base branch"))
  fileprivate static let recordedLess = Interned(
    .init(.surfaced, because: "the ledger has it for the base branch with a lower severity"))
  fileprivate static let incomparable = Interned(.init(.unknown, because: "there is no base to compare with"))
  fileprivate static let notInEarlier = Interned(
    .init(
      oneOf: .notIntroduced,
      because: "its lines are old, yet a report on an earlier commit of the base does not have it"))
  fileprivate static let notInBase = Interned(.init(.introduced, because: "the reports on the base do not have it"))
  fileprivate static let packageInBase = Interned(
    .init(.surfaced, because: "the base has the same version of the package, without this vulnerability"))
}
