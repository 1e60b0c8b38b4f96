import Expressions
import Model

extension Waiver {
  /// Whether the waiver's approval is proven for a finding: the proof (nil when the policy asks for none), or what is
  /// missing.
  typealias Proof = Result<ApprovalProof?, ApprovalFault>

  func proof(for context: EvaluationContext, _ terms: Policy.WaiverTerms) -> Proof {
    guard terms.proof != .none, !isTakenAsApproved else { return .success(nil) }
    guard let history else { return .failure(.unread) }
    do throws(ApprovalFault) {
      return .success(try history.proof(mayApprove: terms.approvers(for: context), path: context.pathAtBase))
    } catch { return .failure(error) }
  }

  /// Who wrote and approved the waiver, for outputs.
  func authority(_ proof: Proof) -> Authority {
    guard case .success(let proof?) = proof else { return Authority(approver: approvedBy) }
    return Authority(
      writers: proof.writers, approver: proof.approver, commit: proof.commit, isSigned: proof.isSigned)
  }
}

extension Waivers {
  /// The waivers of a change, as they would be once somebody approves it: those that the base has as they are keep their
  /// histories.
  package func takenAsApproved(apartFrom base: Waivers) -> Waivers {
    var waivers = self
    for index in all.indices {
      if let old = base.all.first(where: { $0.entry == all[index].entry }) {
        waivers.all[index].history = old.history
      } else {
        waivers.all[index].isTakenAsApproved = true
      }
    }
    return waivers
  }
}

extension Policy.WaiverTerms {
  /// Who may approve a waiver for the finding, by the files of the base. The owners of a moved file are
  /// those of its old path, because its new path is chosen by the change.
  func approvers(for context: EvaluationContext) -> [String] {
    (ownersApprove ? context.risk.owners.approvers : []) + approvers
  }
}

extension EvaluationContext {
  /// The file of the finding at the base; nil when it is in none.
  fileprivate var pathAtBase: String? {
    risk.move?.from ?? finding.location.repositoryPath(finding.kind).wrappedValue
  }
}
