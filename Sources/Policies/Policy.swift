import Model
import Patterns

/// The error for an invalid policy: all of its problems, ordered by their positions in the files.
package struct PolicyError: Error, Sendable {
  package let diagnostics: [Diagnostic]

  init(_ diagnostics: [Diagnostic]) { self.diagnostics = diagnostics.sorted() }
}

/// A checked policy: required evidence, deadlines, rules, exceptions, and the terms of VEX trust and waivers.
///
/// One or more files make up a policy. All of their rules apply, and the order of rules has no meaning.
package struct Policy: Sendable {
  package var name: String
  /// The files from which the policy was read.
  package var files: [PolicyFile]
  /// What the severity words and the rules of scanners mean here.
  package var severities: SeverityMapping
  /// The evidence that must exist.
  package var requirements: [Requirement]
  /// The deadlines of findings; nil when the policy has no `sla`.
  package var deadlines: Deadlines?
  /// The rules, sorted by id.
  package var rules: [Rule]
  /// The exceptions, sorted by id.
  package var exceptions: [PolicyException]
  package var vexTrust: VEXTrust
  package var waiverTerms: WaiverTerms
  /// Whether suppressions of a scanner (a `nosemgrep` comment, a triage state) count. They do not by default, because
  /// the change under review can add such comments to its own code.
  package var honoursToolSuppressions: Bool
  /// What the files say, to compare versions of the policy.
  package var content: PolicyContent
  /// Warnings about the policy, which is valid nevertheless.
  package var warnings: [Diagnostic]
  /// What its author should know and whom it judges need not.
  package var advice: [Diagnostic] = []
}

extension Policy {
  /// Evidence that must exist. Without it, the verdict is undecided.
  package struct Requirement: Sendable {
    package var kind: Observation.Kind
    /// The tools that must each have reported; when empty, a report of any tool is enough.
    package var tools: [String]
    /// The path patterns that must each have been scanned; when empty, any path is enough.
    package var paths: [String]
    /// Whether a report counts when its commit is unknown or is not the head.
    package var acceptsAnyCommit: Bool
    /// The greatest age of a report; nil when any age is accepted.
    package var maxAge: TimeSpan?
    /// Where the report is required.
    package var places: Set<CheckPlace>
    package var at: SourcePosition
    /// The compiled patterns of `paths`, in the same order.
    var globs: [Glob]
    /// The files that need not have been scanned.
    var exceptions: [Glob] = []
  }

  /// The terms of waivers: who may approve them, and how long they may last.
  package struct WaiverTerms: Sendable {
    /// The handles of those who may approve any waiver.
    package var approvers: [String] = []
    /// Whether the owners of a finding's path, according to the base's CODEOWNERS, may approve waivers for the finding.
    package var ownersApprove = false
    /// The longest duration of a waiver, by the severity of the finding.
    package var longest = WaiverTerm([:])
    /// How often the waiver of a finding may be renewed; nil when only the time counts, which is then `longest` in all.
    package var renewals: Int?
    /// Whether a waiver ends when a version without the problem is known.
    package var endsWithFix = false
    /// What proves that a waiver was approved.
    package var proof = Proof.none
    /// The keys of lines in commit messages that name who approved a change, in lower case.
    package var approvalTrailers: [String] = []
    /// The time before the end of a waiver from which on it is reported as expiring.
    package var expiring = TimeSpan.days(14)

    /// Who may waive a finding and for how long.
    package var limits: WaiverLimits {
      WaiverLimits(
        approvers: approvers, ownersApprove: ownersApprove, longest: longest,
        proof: proof == .none ? nil : proof.rawValue)
    }

    /// What proves that a waiver was approved.
    package enum Proof: String, CaseIterable, Sendable {
      /// Nothing: `approved-by` says so.
      case none
      /// Commits of the base branch, which name who made them.
      case commits
      /// Commits of the base branch, whose signatures tell who made them.
      case signedCommits = "signed-commits"

      /// What must happen for an approval to be proven, in lines of a page; empty where nothing must.
      package var advice: [String] {
        guard self != .none else { return [] }
        let how = self == .commits ? "with a merge commit" : "with a merge commit that they sign"
        return [
          "the policy wants commits to prove the approval (`proof: \(rawValue)`): who approves merges it",
          "\(how), has written nothing of it, and is named in .gatehouse/people.yaml of the base branch",
        ]
      }
    }
  }
}
