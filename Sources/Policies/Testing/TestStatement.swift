import Model
import PackageURL
import Settings

/// A VEX statement as a policy test describes it. It is about the test's finding.
struct TestStatement: Sendable {
  var status: Statement.Status
  var justification: Statement.Justification?
  var issuer: String
  var impact: String?
  var timestamp: Timestamp
  /// The id of the only vulnerability that the statement is about; nil for all ids of the finding.
  var vulnerability: String?
  var product: PURL?
  var at: SourcePosition

  /// The statement about a vulnerability in a component. A `product` of the test replaces the component.
  func about(_ ids: [String], _ component: Component?) -> Statement {
    let product = Statement.Product(purls: [product ?? component?.purl].compactMap { $0 })
    return Statement(
      vulnerabilities: (vulnerability.map { [$0] } ?? ids).map { $0.uppercased() }, products: [product], status: status,
      justification: justification, impact: impact,
      timestamp: timestamp, issuer: issuer, document: "of the test", at: at)
  }
}

extension ConfigDecoder where Value == TestStatement {
  static let statement: ConfigDecoder<TestStatement> = ConfigDecoder.mapping("a VEX statement") { fields in
    let status = fields.decode(
      "status", .word("VEX status", Statement.Status.allCases),
      "The status that the statement gives.", example: "not_affected")
    let issuer = fields.decode("issuer", .text, "The issuer of the statement.", example: "\"https://psirt.example\"")
    let justification = fields.decodeIfPresent(
      "justification", .word("justification", Statement.Justification.allCases), "The justification of `not_affected`.")
    let impact = fields.decodeIfPresent(
      "impact", .text, "The impact statement: why the product is not affected, as text.")
    let timestamp = fields.decodeIfPresent("timestamp", .time, "The time of the statement; 1970-01-01 by default.")
    let vulnerability = fields.decodeIfPresent(
      "vulnerability", .text, "The id of the only vulnerability that the statement is about; all `ids` by default.")
    let product = fields.decodeIfPresent(
      "product", .purl, "The purl of the product, when it is not the package itself.")
    guard let status, let issuer, let node = fields.node else { return nil }
    return TestStatement(
      status: status, justification: justification, issuer: issuer, impact: impact,
      timestamp: timestamp ?? Timestamp(seconds: 0), vulnerability: vulnerability, product: product, at: node.position)
  }
}

extension ConfigDecoder where Value == Waiver {
  /// Decodes a waiver of the test's finding, which therefore needs no `match`.
  static let given: ConfigDecoder<Waiver> = ConfigDecoder.mapping("a waiver") { fields in
    let id = fields.decodeIfPresent("id", .id, "The name of the waiver.") ?? "waiver"
    let why = fields.decodeIfPresent("reason", .text, "The reason of the waiver.") ?? "the test says so"
    let approver = fields.decode(
      "approved-by", .handle, "The person or team who approved the waiver.", example: "\"@acme/appsec\"")
    let created = fields.decode("created", .day, "The day of approval.", example: "2026-11-01")
    let until = fields.decode("until", .day, "The last day on which the waiver applies.", example: "2026-11-30")
    guard let approver, let created, let until, let node = fields.node, let end = fields.value("until") else {
      return nil
    }
    return Waiver(
      id: id, why: why, approvedBy: approver, created: created, until: until, at: node.position,
      isTakenAsApproved: true, match: Waiver.Match(finding: TestFinding.id), node: node, end: end)
  }
}
