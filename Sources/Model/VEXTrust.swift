import PackageURL
import Patterns

/// The issuers whose VEX statements suppress findings, for which packages and for how long. Without a grant no
/// statement does.
package struct VEXTrust: Hashable, Sendable {
  package var grants: [Grant]
  /// The maximal age of a statement. Older statements suppress nothing.
  package var maxAge: TimeSpan?
  /// The SHA-256 digests (`sha256:…`) of documents from outside the base commit whose statements may suppress findings.
  package var documents: Set<String>
  /// Whether the statements of every document from outside the base commit may suppress findings.
  package var acceptsUnsigned: Bool

  package init(
    grants: [Grant] = [], maxAge: TimeSpan? = nil, documents: Set<String> = [], acceptsUnsigned: Bool = false
  ) {
    (self.grants, self.maxAge, self.documents, self.acceptsUnsigned) = (grants, maxAge, documents, acceptsUnsigned)
  }

  /// The statements that one issuer may make.
  package struct Grant: Hashable, Sendable {
    /// The author of the VEX document, compared byte for byte.
    package var issuer: String
    package var statuses: [Statement.Status]
    package var products: [ProductPattern]

    package init(issuer: String, statuses: [Statement.Status], products: [ProductPattern]) {
      (self.issuer, self.statuses, self.products) = (issuer, statuses, products)
    }
  }
}

/// The names of products that an issuer may make statements about.
package enum ProductPattern: Hashable, Sendable {
  /// Packages, by their purls.
  case package(PackagePattern)
  /// Products that statements identify by other names: images, CPE names, URIs, and hashes as `sha256:…`.
  case identifier(Wildcard)

  /// Whether the pattern covers a package. A purl without a qualifier that the pattern asks for is not covered.
  package func covers(_ purl: PURL) -> Bool {
    switch self {
    case .package(let pattern): pattern.matches(purl) == true
    case .identifier: false
    }
  }

  /// Whether the pattern covers an identifier that is not a purl.
  package func covers(_ identifier: String) -> Bool {
    switch self {
    case .package: false
    case .identifier(let pattern): pattern.matches(identifier)
    }
  }
}
