import PackageURL

/// One VEX statement: what somebody says of a vulnerability in a product. The words are OpenVEX 0.2.0's.
package struct Statement: Hashable, Codable, Sendable {
  package enum Status: String, CaseIterable, Codable, Sendable {
    /// No remediation is needed; needs a justification or an impact statement.
    case notAffected = "not_affected"
    /// Actions are recommended.
    case affected
    /// These product versions contain a fix.
    case fixed
    /// Not known yet.
    case underInvestigation = "under_investigation"

    /// Whether a finding may be set aside by it. The other two take back what an older statement said.
    package var suppresses: Bool { self == .notAffected || self == .fixed }
  }

  package enum Justification: String, CaseIterable, Codable, Sendable {
    case componentNotPresent = "component_not_present"
    case vulnerableCodeNotPresent = "vulnerable_code_not_present"
    case vulnerableCodeNotInExecutePath = "vulnerable_code_not_in_execute_path"
    case vulnerableCodeCannotBeControlledByAdversary = "vulnerable_code_cannot_be_controlled_by_adversary"
    case inlineMitigationsAlreadyExist = "inline_mitigations_already_exist"
  }

  /// A product or a part of one, by every name the statement gives it.
  package struct Product: Hashable, Codable, Sendable {
    package var purls: [PURL]
    /// `@id`s and identifiers that are no purl.
    package var identifiers: [String]
    /// `algorithm:hex`; a hash only equals one of the same algorithm.
    package var hashes: Set<String>
    /// Parts the statement is limited to; empty: the product itself.
    package var subcomponents: [Product]

    package init(
      purls: [PURL] = [], identifiers: [String] = [], hashes: Set<String> = [], subcomponents: [Product] = []
    ) {
      (self.purls, self.identifiers, self.hashes) = (purls, identifiers, hashes)
      self.subcomponents = subcomponents
    }
  }

  /// Every name of the vulnerability, upper-cased: name, aliases, `@id`.
  package var vulnerabilities: [String]
  package var products: [Product]
  package var status: Status
  package var justification: Justification?
  package var impact: String?
  package var action: String?
  package var timestamp: Timestamp
  /// Who says so: the document's author.
  package var issuer: String
  /// The document's `@id`.
  package var document: String
  package var at: SourcePosition

  package init(
    vulnerabilities: [String], products: [Product], status: Status, justification: Justification? = nil,
    impact: String? = nil, action: String? = nil, timestamp: Timestamp, issuer: String, document: String, at: SourcePosition
  ) {
    (self.vulnerabilities, self.products, self.status) = (vulnerabilities, products, status)
    (self.justification, self.impact, self.action) = (justification, impact, action)
    (self.timestamp, self.issuer, self.document, self.at) = (timestamp, issuer, document, at)
  }
}
