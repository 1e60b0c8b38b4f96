import Documents
import Model

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
  package var exceptions: [Exception]
  package var trust: Trust
  package var waiverTerms: WaiverTerms
  /// Whether a finding that its own tool set aside (`nosemgrep`, a triage state) stays set aside. Not unless a policy says so:
  /// such marks stand in the code of the change under review (law 3).
  package var honoursToolSuppressions: Bool
  /// What is legal and yet worth a look.
  package var warnings: [Diagnostic]
}

extension Policy {
  /// One demand on findings. Findings for which `when` holds and `unless` does not have its effect.
  package struct Rule: Sendable {
    package var id: String
    package var why: String?
    package var effect: Effect
    /// Whether unknown counts as true. By default it does for a rule that denies and does not for one that warns (law 2).
    package var appliesToUnknown: Bool
    /// A denying rule only warns before this day.
    package var warnUntil: Day?
    /// The rule has no effect before this day.
    package var from: Day?
    package var at: Place
    var when: Expression
  }

  /// A standing permission: lowers the effect of rules. Unknown never grants it.
  package struct Exception: Sendable {
    package var id: String
    package var why: String
    /// What remains: warn or allow.
    package var effect: Effect
    package var at: Place
    var when: Expression
    var unless: Expression?
  }

  /// A cell of evidence that must be there, or the verdict is undecided.
  package struct Requirement: Sendable {
    package var kind: Observation.Kind
    /// Each of them must have reported; empty: any tool will do.
    package var tools: [String]
    package var paths: [String]
    /// Reports bound to no commit, or to another one, are good enough.
    package var acceptsAnyCommit: Bool
    package var maxAge: Span?
    package var at: Place
    var globs: [Glob]
  }

  /// Whose VEX statements set findings aside. Without it none does.
  package struct Trust: Sendable {
    package var grants: [Grant] = []
    package var maxAge: Span?

    package struct Grant: Sendable {
      package var issuer: String
      package var statuses: [Statement.Status]
      var products: [PackagePattern]
    }
  }

  /// Who may waive, and for how long.
  package struct WaiverTerms: Sendable {
    /// Handles that may approve any waiver.
    package var approvers: [String] = []
    /// The owners of a finding's path, by the base's CODEOWNERS, may approve its waivers.
    package var ownersApprove = false
    package var longest: [Severity?: Span] = [:]
    /// How long before its end a waiver is called expiring.
    package var expiring = Span.days(14)
  }
}

extension Dictionary where Key == Severity?, Value == Span {
  /// The span for a severity; one that is not named gets that of the nearest worse one, and unknown the shortest of all.
  func span(for severity: Severity?) -> Span? {
    if let exact = self[severity] { return exact }
    guard let severity else { return values.min() }
    return Severity.allCases.filter { $0 > severity }.compactMap { self[$0] }.first
  }
}
