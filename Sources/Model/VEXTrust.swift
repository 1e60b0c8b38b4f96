import PackageURL

/// Whose VEX statements suppress findings, about which packages, and for how long. Without a grant nobody's do.
package struct VEXTrust: Hashable, Sendable {
  package var grants: [Grant]
  /// Older statements suppress nothing.
  package var maxAge: TimeSpan?

  package init(grants: [Grant] = [], maxAge: TimeSpan? = nil) { (self.grants, self.maxAge) = (grants, maxAge) }

  /// What one issuer may state.
  package struct Grant: Hashable, Sendable {
    /// The author of the VEX document, byte for byte.
    package var issuer: String
    package var statuses: [Statement.Status]
    package var products: [PackagePattern]

    package init(issuer: String, statuses: [Statement.Status], products: [PackagePattern]) {
      (self.issuer, self.statuses, self.products) = (issuer, statuses, products)
    }
  }
}
