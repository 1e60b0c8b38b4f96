import Model
import Patterns

/// Why a policy cannot be used: everything that is wrong with it, in the order of the files' places.
package struct PolicyError: Error, Sendable {
  package let diagnostics: [Diagnostic]

  init(_ diagnostics: [Diagnostic]) { self.diagnostics = diagnostics.sorted() }
}

/// A checked policy: what must have been looked at, what is denied, what is excepted, and whose word counts.
///
/// It comes from one or more files, which together are one policy: all their rules count, in no order.
package struct Policy: Sendable {
  package var name: String
  package var files: [PolicyFile]
  /// By tool, then by the scanner's own word: what the word means here. The inner nil is "unknown".
  package var severities: [String: [String: Severity?]]
  package var requirements: [Requirement]
  package var deadlines: Deadlines?
  /// By id.
  package var rules: [Rule]
  package var exceptions: [PolicyException]
  package var vexTrust: VEXTrust
  package var waiverTerms: WaiverTerms
  /// Whether a finding that its own tool set aside (`nosemgrep`, a triage state) stays set aside. Not unless a policy says so:
  /// such marks stand in the code of the change under review (law 3).
  package var honoursToolSuppressions: Bool
  /// What is legal and yet worth a look.
  package var warnings: [Diagnostic]
}

extension Policy {
  /// A cell of evidence that must be there, or the verdict is undecided.
  package struct Requirement: Sendable {
    package var kind: Observation.Kind
    /// Each of them must have reported; empty: any tool will do.
    package var tools: [String]
    package var paths: [String]
    /// Reports bound to no commit, or to another one, are good enough.
    package var acceptsAnyCommit: Bool
    package var maxAge: TimeSpan?
    package var at: SourcePosition
    var globs: [Glob]
  }

  /// Who may waive, and for how long.
  package struct WaiverTerms: Sendable {
    /// Handles that may approve any waiver.
    package var approvers: [String] = []
    /// The owners of a finding's path, by the base's CODEOWNERS, may approve its waivers.
    package var ownersApprove = false
    package var longest: [Severity?: TimeSpan] = [:]
    /// How long before its end a waiver is called expiring.
    package var expiring = TimeSpan.days(14)
  }
}

extension Dictionary where Key == Severity?, Value == TimeSpan {
  /// The span for a severity; one that is not named gets that of the nearest worse one, and unknown the shortest of all.
  func span(for severity: Severity?) -> TimeSpan? {
    if let exact = self[severity] { return exact }
    guard let severity else { return values.min() }
    return Severity.allCases.filter { $0 > severity }.compactMap { self[$0] }.first
  }
}
