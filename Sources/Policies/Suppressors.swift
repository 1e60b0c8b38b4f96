import Interning
import Model

// Suppressors of a finding by its tool and by VEX statements, including those that an obstacle keeps from applying.

extension Policy {
  /// Whether a suppression by the scanner itself counts for an observation: when the policy honours it, or the scanner
  /// states that the problem is fixed, which means that it no longer exists.
  func honoursTool(_ state: Observation.State) -> Bool {
    state == .fixed || state != .open && honoursToolSuppressions
  }

  /// The claims of the scanners themselves: each one covers what it reports.
  func toolClaims(on parts: FindingParts) -> [Claim] {
    var claims: [Claim] = []
    var claimed: Set<Interned<Scan>> = []
    for part in parts.all where honoursTool(part.observation.state) && claimed.insert(part.observation.$scan).inserted {
      let (first, scan) = (part.observation, part.observation.$scan)
      let covered = parts.all.indices.filter {
        parts.all[$0].observation.$scan == scan && honoursTool(parts.all[$0].observation.state)
      }
      let reason = first.stateReason.map { "\(first.state.rawValue): \($0)" } ?? first.state.rawValue
      let suppression = Suppression(kind: .tool, at: first.at, reason: reason, by: first.scan.tool)
      claims.append(Claim(suppressor: Suppressor(suppression), covered: Set(covered)))
    }
    return claims
  }

  /// The claims of the VEX statements in force. Each one covers the vulnerability that it is about.
  func statementClaims(_ vex: VEXAssessment, on parts: FindingParts) -> [Claim] {
    var claims: [(statement: Statement, covered: Set<Int>)] = []
    for result in vex.results where result.conflict.isEmpty {
      guard let statement = result.inForce, statement.status.suppresses else { continue }
      let covered = parts.all.indices.filter { parts.all[$0].vulnerability?.id == result.vulnerability }
      if let index = claims.firstIndex(where: { $0.statement == statement }) {
        claims[index].covered.formUnion(covered)
      } else {
        claims.append((statement, Set(covered)))
      }
    }
    return claims.map { Claim(suppressor: suppressor($0.statement), covered: $0.covered) }
  }

  /// Adds the VEX statements that are untrusted, contradictory or about another product.
  func addRefusedStatements(_ vex: VEXAssessment, to suppressors: inout [Suppressor]) {
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
