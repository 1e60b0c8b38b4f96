import PackageURL

/// One VEX statement: the status of a vulnerability in a product. The terms are those of OpenVEX 0.2.0.
package struct Statement: Hashable, Codable, Sendable {
  package enum Status: String, CaseIterable, Codable, Sendable {
    /// No remediation is needed. Requires a justification or an impact statement.
    case notAffected = "not_affected"
    /// Actions are recommended to remediate the vulnerability.
    case affected
    /// These product versions contain a fix.
    case fixed
    /// It is not yet known whether the product is affected.
    case underInvestigation = "under_investigation"

    /// Whether the status can suppress a finding. The other statuses withdraw an older statement.
    package var suppresses: Bool { self == .notAffected || self == .fixed }
  }

  package enum Justification: String, CaseIterable, Codable, Sendable {
    case componentNotPresent = "component_not_present"
    case vulnerableCodeNotPresent = "vulnerable_code_not_present"
    case vulnerableCodeNotInExecutePath = "vulnerable_code_not_in_execute_path"
    case vulnerableCodeCannotBeControlledByAdversary = "vulnerable_code_cannot_be_controlled_by_adversary"
    case inlineMitigationsAlreadyExist = "inline_mitigations_already_exist"
  }

  /// A product or a component of one, by all names that the statement gives it.
  package struct Product: Hashable, Codable, Sendable {
    package var purls: [PURL]
    /// Values of `@id` and identifiers that are not purls.
    package var identifiers: [String]
    /// Hashes as `algorithm:hex`. Only hashes of the same algorithm can be equal.
    package var hashes: Set<String>
    /// The components that the statement is limited to; empty means the product itself.
    package var subcomponents: [Product]

    package init(
      purls: [PURL] = [], identifiers: [String] = [], hashes: Set<String> = [], subcomponents: [Product] = []
    ) {
      (self.purls, self.identifiers, self.hashes) = (purls, identifiers, hashes)
      self.subcomponents = subcomponents
    }
  }

  /// All names of the vulnerability, upper-cased: name, aliases and `@id`.
  package var vulnerabilities: [String]
  package var products: [Product]
  package var status: Status
  package var justification: Justification?
  package var impact: String?
  package var action: String?
  package var timestamp: Timestamp
  /// The fraction of a second after `timestamp`, in units of 10^-18 seconds. It only orders statements.
  package var fraction: UInt64 = 0
  /// The author of the document.
  package var issuer: String
  /// The `@id` of the document.
  package var document: String
  package var at: SourcePosition
  /// The digest (`sha256:…`) of a document from outside the base commit; nil when the base commit contains it.
  package var outsideDigest: String?

  package init(
    vulnerabilities: [String], products: [Product], status: Status, justification: Justification? = nil,
    impact: String? = nil, action: String? = nil, timestamp: Timestamp, fraction: UInt64 = 0, issuer: String,
    document: String, at: SourcePosition
  ) {
    (self.vulnerabilities, self.products, self.status) = (vulnerabilities, products, status)
    (self.justification, self.impact, self.action) = (justification, impact, action)
    (self.timestamp, self.fraction) = (timestamp, fraction)
    (self.issuer, self.document, self.at) = (issuer, document, at)
  }

  /// Whether the statement was made before another one.
  package func isOlder(than other: Statement) -> Bool {
    (timestamp, fraction) < (other.timestamp, other.fraction)
  }

  /// Whether the statement is about a vulnerability of a finding.
  ///
  /// If both name CVE ids, these decide. The id of an advisory about several vulnerabilities does not show which one is
  /// meant, so only a statement that makes the gate stricter may use it alone.
  package func isAbout(_ vulnerability: Vulnerability) -> Bool {
    let isNamed = vulnerabilities.contains(vulnerability.id)
    if isNamed || isCVE(vulnerability.id) && vulnerabilities.contains(where: isCVE) { return isNamed }
    return vulnerabilities.contains {
      vulnerability.names.contains($0) || !status.suppresses && vulnerability.sharedNames.contains($0)
    }
  }
}
