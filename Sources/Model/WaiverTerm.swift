/// The longest duration of waivers, by the severity of the finding, as a policy states it under `longest`.
///
/// A severity that is not named has the term of the next higher one that is. Above the highest that is named nothing can be waived: who
/// names a term for low findings has allowed nothing for critical ones. A finding of unknown severity may be critical.
package struct WaiverTerm: Hashable, Codable, Sendable {
  /// The terms that are named. With none of them the policy says nothing about how long a waiver lasts.
  package let named: [Severity?: TimeSpan]

  package init(_ named: [Severity?: TimeSpan]) { self.named = named }

  /// The longest duration for a severity; nil where no waiver is allowed, and where no term is named at all.
  package func most(for severity: Severity?) -> TimeSpan? {
    if let exact = named[severity] { return exact }
    guard let severity else { return most(for: .critical) == nil ? nil : named.values.min() }
    return Severity.allCases.filter { $0 > severity }.compactMap { named[$0] }.first
  }

  /// Whether findings of a severity can be waived at all.
  package func allows(_ severity: Severity?) -> Bool { named.isEmpty || most(for: severity) != nil }

  /// The longest duration that any severity has; nil when none is named.
  package var greatest: TimeSpan? { named.values.max() }
}
