import Model

// Suppressors of a finding by its tool and by VEX statements, including those that an obstacle keeps from applying.

extension Policy {
  /// Adds the suppression by the scanner itself, when the policy honours it or the scanner states that the problem is
  /// fixed.
  func addTool(_ finding: Finding, to suppressors: inout [Suppressor]) {
    // "Fixed" counts even when the policy ignores suppressions: it states that the problem no longer exists.
    guard finding.state != .open, finding.state == .fixed || honoursToolSuppressions,
      let observation = finding.observations.first
    else { return }
    let reason = finding.stateReason.map { "\(finding.state.rawValue): \($0)" } ?? finding.state.rawValue
    suppressors.append(
      Suppressor(Suppression(kind: .tool, at: observation.at, reason: reason, by: observation.scan.tool)))
  }

  /// Adds the VEX statement in force, and those that are untrusted, contradictory or about another product.
  func addStatements(_ vex: VEXAssessment, to suppressors: inout [Suppressor]) {
    if vex.conflict.isEmpty, let statement = vex.inForce, statement.status.suppresses {
      suppressors.append(suppressor(statement))
    }
    suppressors += vex.nearMisses.map { suppressor($0.statement, .notApplicable(because: $0.because)) }
    suppressors += vex.untrusted.filter(\.statement.status.suppresses).map {
      suppressor($0.statement, .notApplicable(because: $0.because))
    }
    if let first = vex.conflict.first {
      suppressors.append(suppressor(first, .contradicted(count: vex.conflict.count)))
    }
  }

  private func suppressor(_ statement: Statement, _ obstacle: Suppressor.Obstacle? = nil) -> Suppressor {
    let until = vexTrust.maxAge.map { (statement.timestamp + $0).day }
    let reason = statement.impact ?? statement.justification?.rawValue ?? statement.status.rawValue
    return Suppressor(
      Suppression(kind: .vex, at: statement.at, reason: reason, by: statement.issuer, until: until),
      id: statement.document, status: statement.status, obstacle: obstacle)
  }
}
