import Model

extension Policy {
  /// What sets a finding aside, and what almost did.
  typealias Aside = (by: (Suppression, Reason)?, near: [Reason])

  /// By its tool, by VEX, by a waiver: the first that applies, and everything that was near.
  func setAside(_ facts: Facts, _ waivers: Waivers) -> Aside {
    let (statement, waiver) = (byStatement(facts), byWaiver(facts, waivers))
    return (byTool(facts.finding) ?? statement.by ?? waiver.by, statement.near + waiver.near)
  }

  private func byTool(_ finding: Finding) -> (Suppression, Reason)? {
    // "Fixed" is no permission: the tool says that the problem is gone.
    guard finding.state != .open, finding.state == .fixed || honoursToolSuppressions,
      let witness = finding.witnesses.first
    else { return nil }
    let said = finding.stateReason.map { "\(finding.state.rawValue): \($0)" } ?? finding.state.rawValue
    let reason = Reason(.toolSuppressed, "\(witness.scan.tool) itself says \(said)", at: witness.at)
    return (Suppression(kind: .tool, at: witness.at, reason: said, by: witness.scan.tool), reason)
  }

  private func byStatement(_ facts: Facts) -> Aside {
    let vex = facts.risk.vex
    var near = vex.near.map { near in
      Reason(.vexNotApplied, "VEX \(near.statement.document) does not apply: \(near.because)", at: near.statement.at)
    }
    if let first = vex.conflict.first {
      near.append(
        Reason(.vexConflict, "\(vex.conflict.count) VEX statements of one time contradict each other", at: first.at))
    }
    guard let statement = vex.inForce, vex.conflict.isEmpty, statement.status.suppresses else { return (nil, near) }
    if let distrust = trust(statement, now: facts.now) {
      return (
        nil,
        [Reason(.vexNotApplied, "VEX \(statement.document) does not apply: \(distrust.text)", at: statement.at)] + near
      )
    }
    let why = statement.impact ?? statement.justification?.rawValue ?? statement.status.rawValue
    let until = trust.maxAge.map { (statement.timestamp + $0).day }
    let reason = Reason(
      .vexApplied, "\(statement.issuer) states \(statement.status.rawValue): \(why)", at: statement.at)
    return ((Suppression(kind: .vex, at: statement.at, reason: why, by: statement.issuer, until: until), reason), near)
  }

  private func byWaiver(_ facts: Facts, _ waivers: Waivers) -> Aside {
    var (by, near): Aside = (nil, [])
    for waiver in waivers.all {
      switch waiver.fit(facts.finding) {
      case .none: continue
      case .partly(let because): near.append(waiver.reason(.waiverInvalid, "does not apply: \(because)"))
      case .whole:
        if let fault = waiver.fault(for: facts, waiverTerms) {
          near.append(fault)
        } else if by == nil {
          let until = "\(waiver.approvedBy) waives it until \(waiver.until): \(waiver.why)"
          by = (
            Suppression(kind: .waiver, at: waiver.at, reason: waiver.why, by: waiver.approvedBy, until: waiver.until),
            waiver.reason(.waiverApplied, "applies: \(until)")
          )
        }
      }
    }
    return (by, near)
  }
}
