import PackageURL

/// The issuers whose VEX statements suppress findings, for which packages and for how long. Without a grant no
/// statement does.
package struct VEXTrust: Hashable, Sendable {
  package var grants: [Grant]
  /// The maximal age of a statement. Older statements suppress nothing.
  package var maxAge: TimeSpan?

  package init(grants: [Grant] = [], maxAge: TimeSpan? = nil) { (self.grants, self.maxAge) = (grants, maxAge) }

  /// The statements that one issuer may make.
  package struct Grant: Hashable, Sendable {
    /// The author of the VEX document, compared byte for byte.
    package var issuer: String
    package var statuses: [Statement.Status]
    package var products: [PackagePattern]

    package init(issuer: String, statuses: [Statement.Status], products: [PackagePattern]) {
      (self.issuer, self.statuses, self.products) = (issuer, statuses, products)
    }
  }
}
