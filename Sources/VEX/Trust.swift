import Model

extension VEXTrust {
  /// The reason why a statement may not suppress anything; nil when the policy trusts it.
  func refusal(of statement: Statement, now: Timestamp) -> Diagnostic? {
    func refuse(_ code: DiagnosticCode, _ text: String, _ help: String? = nil) -> Diagnostic {
      Diagnostic(code, text, at: statement.at, help: help)
    }
    if statement.timestamp > now + .clockSkew {
      return refuse(.vexFromFuture, "the statement is dated \(statement.timestamp), after now")
    }
    if let maxAge, statement.timestamp + maxAge < now {
      return refuse(
        .vexStale, "the statement of \(statement.timestamp.day) is older than \(maxAge)",
        "ask \(statement.issuer) for a new one")
    }
    if statement.status == .notAffected, statement.justification == nil, statement.impact ?? "" == "" {
      return refuse(
        .vexInvalid, "not_affected needs a justification or an impact statement", "OpenVEX 0.2.0, status_notes")
    }
    let own = grants.filter { $0.issuer == statement.issuer }
    guard !own.isEmpty else {
      return refuse(.vexNotTrusted, "the policy does not trust \(statement.issuer)", "add it to `vex: trust`")
    }
    // A statement that withdraws an older one can only make the gate stricter, so its status needs no grant.
    let able = own.filter { $0.statuses.contains(statement.status) || !statement.status.suppresses }
    guard !able.isEmpty else {
      return refuse(
        .vexNotTrusted, "the policy does not trust \(statement.issuer) to state \(statement.status.rawValue)")
    }
    guard able.contains(where: { $0.covers(statement) }) else {
      return refuse(.vexNotTrusted, "the policy does not trust \(statement.issuer) about these products")
    }
    return nil
  }
}

extension VEXTrust.Grant {
  /// Whether the grant covers every product of the statement. A grant covers a statement as a whole or not at all.
  fileprivate func covers(_ statement: Statement) -> Bool {
    !statement.products.isEmpty
      && statement.products.allSatisfy { product in
        !product.purls.isEmpty && product.purls.allSatisfy { purl in products.contains { $0.matches(purl) } }
      }
  }
}
