import Interning
import Model

/// What the first-parent line of the base branch tells about one waiver: who wrote it, who approved it, and who could.
package struct WaiverHistory: Sendable {
  /// The changes that made the waiver what it is, the oldest first.
  package var changes: [Change]
  /// Why what came before is not known; nil when it is.
  package var gap: Gap?

  package init(_ changes: [Change], gap: Gap? = nil) { (self.changes, self.gap) = (changes, gap) }

  package enum Gap: Hashable, Sendable {
    /// The files of the base do not have the waiver in this form.
    case uncommitted
    /// Commits are missing from this clone; `help` says how to get them.
    case cut(help: String?)
    /// The change lies before the commits that were looked at.
    case tooOld(commits: Int)
  }

  /// One commit of the first-parent line that brought the waiver or another version of it.
  package struct Change: Sendable {
    /// The full id of the commit.
    package var commit: String
    /// Everybody who wrote a part of what the commit brought.
    package var authors: [Identity]
    /// Those who only committed what others wrote. They cannot approve it, and can say who did.
    package var committers: [Identity]
    /// Those who approved it, as far as commits say so.
    package var approvals: [Approval]
    /// Who could approve before this commit.
    package var authority: any ApprovalAuthority
    /// A commit that had to be signed for the change to count as approved; nil when all are.
    package var unsigned: UnsignedCommit?

    package init(
      commit: String, authors: [Identity], committers: [Identity] = [], approvals: [Approval],
      authority: any ApprovalAuthority
    ) {
      (self.commit, self.authors, self.committers) = (commit, authors, committers)
      (self.approvals, self.authority) = (approvals, authority)
    }
  }

  /// A commit that is not signed by somebody who is known.
  package struct UnsignedCommit: Hashable, Sendable {
    /// The full id of the commit.
    package var commit: String
    /// What the commit lacks, in words whose subject is the commit.
    package var because: String
    package var help: String

    package init(commit: String, because: String, help: String) {
      (self.commit, self.because, self.help) = (commit, because, help)
    }
  }

  /// That somebody approved a change.
  package struct Approval: Sendable {
    package var by: Identity
    /// The names by which the base's files name the approver: handle, addresses, teams. Empty for somebody who is not in
    /// `people.yaml`.
    package var names: [String]
    /// The names before the change.
    package var formerNames: [String]
    /// Those whose commit says so. It proves nothing if one of them wrote a part of the change.
    package var vouchedBy: [Identity]
    /// Whether the signature of the commit tells who approved it.
    package var isSigned = false

    package init(by identity: Identity, names: [String], formerNames: [String], vouchedBy: [Identity]) {
      (by, self.names, self.formerNames, self.vouchedBy) = (identity, names, formerNames, vouchedBy)
    }
  }
}

/// Somebody whom commits name.
package struct Identity: Hashable, Sendable {
  /// `NAME <ADDRESS>`, for messages.
  package var shown: String
  /// Everything that stands for the same person: addresses, also those of `.mailmap`, and handles of `people.yaml`.
  package var names: Set<ExactText>

  package init(shown: String, names: Set<ExactText>) { (self.shown, self.names) = (shown, names) }

  func isSame(as other: Identity) -> Bool { !names.isDisjoint(with: other.names) }
}

/// Who may approve waivers, by the files of one commit.
package protocol ApprovalAuthority: Sendable {
  /// The handles, teams and addresses of those who may approve a waiver for findings in a file.
  func approvers(of path: String?) -> [String]
}
