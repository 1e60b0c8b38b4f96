import Model

/// How far a clock may be ahead of ours before its dates are called wrong.
let clockSkew = Span(seconds: 300)

extension Policy {
  /// Why a statement may not set anything aside; nil: the policy trusts it.
  package func trust(_ statement: Statement, now: Timestamp) -> Diagnostic? {
    func refuse(_ code: Code, _ text: String, _ help: String? = nil) -> Diagnostic {
      Diagnostic(code, text, at: statement.at, help: help)
    }
    if statement.timestamp > now + clockSkew {
      return refuse(.vexFromFuture, "the statement is dated \(statement.timestamp), after now")
    }
    if let maxAge = trust.maxAge, statement.timestamp + maxAge < now {
      return refuse(
        .vexStale, "the statement of \(statement.timestamp.day) is older than \(maxAge)",
        "ask \(statement.issuer) for a new one")
    }
    if statement.status == .notAffected, statement.justification == nil, statement.impact ?? "" == "" {
      return refuse(
        .vexInvalid, "not_affected needs a justification or an impact statement", "OpenVEX 0.2.0, status_notes")
    }
    let grants = trust.grants.filter { $0.issuer == statement.issuer }
    guard !grants.isEmpty else {
      return refuse(.vexNotTrusted, "the policy does not trust \(statement.issuer)", "add it to `vex: trust`")
    }
    // Statements that take back an older one can only make things stricter.
    let able = grants.filter { $0.statuses.contains(statement.status) || !statement.status.suppresses }
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

extension Policy.Trust.Grant {
  /// Whether every product is one that the issuer may speak of: a grant covers a statement whole or not at all.
  func covers(_ statement: Statement) -> Bool {
    !statement.products.isEmpty
      && statement.products.allSatisfy { product in
        !product.purls.isEmpty && product.purls.allSatisfy { purl in products.contains { $0.matches(purl) } }
      }
  }
}
