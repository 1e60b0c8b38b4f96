import Model

extension Policy {
  /// What sets a finding aside: its tool, a VEX statement or a waiver; the first of them that does.
  func setAside(_ facts: Facts, _ waivers: Waivers) -> Suppression? {
    byTool(facts) ?? byStatement(facts) ?? byWaiver(facts, waivers)
  }

  private func byTool(_ facts: Facts) -> Suppression? {
    let finding = facts.finding
    // "Fixed" is no permission: the tool says that the problem is gone.
    guard finding.state != .open, finding.state == .fixed || honoursToolSuppressions,
      let witness = finding.witnesses.first
    else { return nil }
    let said = finding.stateReason.map { "\(finding.state.rawValue): \($0)" } ?? finding.state.rawValue
    return Suppression(kind: .tool, at: witness.at, reason: said, by: witness.scan.tool)
  }

  private func byStatement(_ facts: Facts) -> Suppression? {
    guard facts.isStatementTrusted, let statement = facts.suppressingStatement else { return nil }
    let until = trust.maxAge.map { (statement.timestamp + $0).day }
    return Suppression(kind: .vex, at: statement.at, reason: statement.why, by: statement.issuer, until: until)
  }

  private func byWaiver(_ facts: Facts, _ waivers: Waivers) -> Suppression? {
    let waivers = waivers.all.span
    for index in waivers.indices where waivers[index].fit(facts.finding) == .whole {
      if waivers[index].fault(for: facts, waiverTerms) == nil { return waivers[index].suppression }
    }
    return nil
  }
}

extension Facts {
  /// The statement in force, if it would set the finding aside.
  fileprivate var suppressingStatement: Statement? {
    guard risk.$vex != .silent else { return nil }
    let vex = risk.vex
    return vex.conflict.isEmpty ? vex.inForce.flatMap { $0.status.suppresses ? $0 : nil } : nil
  }
}

extension Statement {
  fileprivate var why: String { impact ?? justification?.rawValue ?? status.rawValue }
}

extension Waiver {
  fileprivate var suppression: Suppression {
    Suppression(kind: .waiver, at: at, reason: why, by: approvedBy, until: until)
  }
}

// MARK: - In words

extension Policy {
  /// Why a finding is set aside, and what almost did it.
  typealias Aside = (by: Reason?, near: [Reason])

  /// The same steps as `setAside`, each with its words.
  func reasonsAside(_ facts: Facts, _ waivers: Waivers) -> Aside {
    let (statement, waiver) = (statementReasons(facts), waiverReasons(facts, waivers))
    return (toolReason(facts) ?? statement.by ?? waiver.by, statement.near + waiver.near)
  }

  private func toolReason(_ facts: Facts) -> Reason? {
    byTool(facts).map { Reason(.toolSuppressed, "\($0.by ?? "its tool") itself says \($0.reason)", at: $0.at) }
  }

  private func statementReasons(_ facts: Facts) -> Aside {
    let vex = facts.risk.vex
    var near = vex.near.map { near in
      Reason(.vexNotApplied, "VEX \(near.statement.document) does not apply: \(near.because)", at: near.statement.at)
    }
    if let first = vex.conflict.first {
      near.append(
        Reason(.vexConflict, "\(vex.conflict.count) VEX statements of one time contradict each other", at: first.at))
    }
    guard let statement = facts.suppressingStatement else { return (nil, near) }
    if let distrust = trust(statement, now: facts.now) {
      return (
        nil,
        [Reason(.vexNotApplied, "VEX \(statement.document) does not apply: \(distrust.text)", at: statement.at)] + near
      )
    }
    let said = "\(statement.issuer) states \(statement.status.rawValue): \(statement.why)"
    return (Reason(.vexApplied, said, at: statement.at), near)
  }

  private func waiverReasons(_ facts: Facts, _ waivers: Waivers) -> Aside {
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
          by = waiver.reason(.waiverApplied, "applies: \(until)")
        }
      }
    }
    return (by, near)
  }
}
