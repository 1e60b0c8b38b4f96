import Model
import PackageURL

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
    let own = grants.filter { $0.issuer.utf8.elementsEqual(statement.issuer.utf8) }
    guard !own.isEmpty else {
      return refuse(.vexNotTrusted, "the policy does not trust \(statement.issuer)", "add it to `vex: trust`")
    }
    // A statement that withdraws an older one can only make the gate stricter, so its status needs no grant.
    let able = own.filter { $0.statuses.contains(statement.status) || !statement.status.suppresses }
    guard !able.isEmpty else {
      return refuse(
        .vexNotTrusted, "the policy does not trust \(statement.issuer) to state \(statement.status.rawValue)",
        "if it may, add `\(statement.status.rawValue)` to the `statuses` of its grant")
    }
    guard able.contains(where: { $0.uncovered(in: statement) == nil }) else {
      let name = able.lazy.compactMap { $0.uncovered(in: statement) }.first ?? ""
      return refuse(
        .vexNotTrusted, "the policy does not trust \(statement.issuer) about \(name.isEmpty ? "these products" : name)",
        name.isEmpty
          ? nil : "if it may speak of all products of the statement, add `\(name)` to the `products` of its grant")
    }
    return outsideRefusal(of: statement)
  }

  /// The reason why a document from outside the base commit may not suppress anything. Its author is only claimed, so
  /// the policy must pin the document or accept such documents.
  private func outsideRefusal(of statement: Statement) -> Diagnostic? {
    guard let digest = statement.outsideDigest, !acceptsUnsigned, !documents.contains(digest) else { return nil }
    return Diagnostic(
      .vexOutside, "\(statement.at.file) is not in the base commit, so nothing shows that \(statement.issuer) wrote it",
      at: statement.at,
      help: "commit it to \(vexFolder) of the base branch, or let the policy of the base pin it: "
        + "`vex: { documents: [\"\(digest)\"] }`")
  }
}

private let vexFolder = ".gatehouse/vex/"

extension VEXTrust.Grant {
  /// The first name of a product of the statement that the grant does not cover; nil when it covers all. A grant covers
  /// a statement as a whole or not at all: every name can be the one that a finding has.
  fileprivate func uncovered(in statement: Statement) -> String? {
    guard !statement.products.isEmpty else { return "" }
    for product in statement.products {
      let others = product.identifiers + product.hashes.sorted()
      if product.purls.isEmpty, others.isEmpty { return "" }
      if let purl = product.purls.first(where: { purl in !products.contains { $0.covers(purl) } }) {
        return purl.description
      }
      if let other = others.first(where: { name in !products.contains { $0.covers(name) } }) { return other }
    }
    return nil
  }

}
