import Interning
import Model

/// Who wrote and who approved a waiver, as commits prove it.
struct ApprovalProof: Hashable, Sendable {
  var writers: [String]
  var approver: String
  /// The full id of the commit.
  var commit: String
  /// Whether signatures tell who made the commits.
  var isSigned = false
}

/// Why commits do not prove that a waiver was approved.
enum ApprovalFault: Error, Hashable, Sendable {
  /// The history was not read.
  case unread
  case gap(WaiverHistory.Gap)
  /// The commit that brought it names no person as its author.
  case anonymous(commit: String)
  /// The commit that brought it is no merge, and nobody else is named as having approved it.
  case unapproved(commit: String)
  /// The approver is not in `people.yaml`.
  case unknown(approver: String, commit: String)
  case ownApproval(approver: String, commit: String)
  /// The commit says who approved it, and an author of the change made that commit.
  case ownWord(author: String, approver: String, commit: String)
  case notOwner(approver: String, mayApprove: [String])
  /// The approver may approve today, and could not before the commit that brought the waiver.
  case notOwnerThen(approver: String, commit: String)
  /// No signature that counts tells who made a commit.
  case unsigned(WaiverHistory.UnsignedCommit)
}

extension WaiverHistory {
  /// The proof that somebody who may approve, and has not written it, approved the waiver.
  ///
  /// A change that nobody approved with authority leaves its authors among those of the next one: to reword, copy or move a
  /// waiver does not make it somebody else's.
  ///
  /// - Parameters:
  ///   - mayApprove: Who may approve by the files of the base.
  ///   - path: The file of the finding at the base.
  func proof(mayApprove: [String], path: String?) throws(ApprovalFault) -> ApprovalProof {
    if let gap { throw .gap(gap) }
    var (pending, last) = ([Identity](), ApprovalFault.gap(.uncommitted))
    var proof: ApprovalProof?
    for change in changes {
      pending += change.authors.filter { !pending.contains($0) }
      do throws(ApprovalFault) {
        let approval = try change.approval(notBy: pending, mayApprove: mayApprove, path: path)
        proof = ApprovalProof(
          writers: pending.map(\.shown), approver: approval.by.shown, commit: change.commit,
          isSigned: approval.isSigned)
        pending = []
      } catch {
        (proof, last) = (nil, error)
        pending += change.committers.filter { !pending.contains($0) }
      }
    }
    guard let proof else { throw last }
    return proof
  }
}

extension WaiverHistory.Change {
  /// The approval that counts. If none does, throws what is wrong with the one that lacks least.
  fileprivate func approval(
    notBy writers: [Identity], mayApprove: [String], path: String?
  ) throws(ApprovalFault) -> WaiverHistory.Approval {
    if let unsigned { throw .unsigned(unsigned) }
    guard !writers.isEmpty else { throw .anonymous(commit: commit) }
    let former = authority.approvers(of: path)
    var faults: [ApprovalFault] = []
    for approval in approvals {
      guard let fault = fault(of: approval, writers, mayApprove, former) else { return approval }
      faults.append(fault)
    }
    throw faults.max { $0.rank < $1.rank } ?? .unapproved(commit: commit)
  }

  private func fault(
    of approval: WaiverHistory.Approval, _ writers: [Identity], _ mayApprove: [String], _ former: [String]
  ) -> ApprovalFault? {
    let approver = approval.by.shown
    func areAny(of names: [String], among owners: [String]) -> Bool {
      names.contains { name in owners.contains { equalIgnoringCase($0, name) } }
    }
    for voucher in approval.vouchedBy where writers.contains(where: { $0.isSame(as: voucher) }) {
      return voucher.isSame(as: approval.by)
        ? .ownApproval(approver: approver, commit: commit)
        : .ownWord(author: voucher.shown, approver: approver, commit: commit)
    }
    if (writers + committers).contains(where: { $0.isSame(as: approval.by) }) {
      return .ownApproval(approver: approver, commit: commit)
    }
    if approval.names.isEmpty { return .unknown(approver: approver, commit: commit) }
    if !areAny(of: approval.names, among: mayApprove) { return .notOwner(approver: approver, mayApprove: mayApprove) }
    if !areAny(of: approval.formerNames, among: former) { return .notOwnerThen(approver: approver, commit: commit) }
    return nil
  }
}

extension ApprovalFault {
  /// How far an approval with this fault came, for the choice of the one to show.
  fileprivate var rank: Int {
    switch self {
    case .unread, .gap, .anonymous, .unapproved, .unsigned: 0
    case .unknown: 1
    case .ownApproval, .ownWord: 2
    case .notOwner: 3
    case .notOwnerThen: 4
    }
  }
}
