import Interning
import Testing

@testable import Policies

private func identity(_ name: String) -> Identity {
  Identity(shown: name, names: Set(name.split(separator: "=").map { ExactText(String($0)) }))
}

private struct Owners: ApprovalAuthority {
  var names = ["@pay"]
  func approvers(of path: String?) -> [String] { path == "pay/a.py" ? names : [] }
}

private func change(
  _ commit: String, by authors: String..., approvedBy approvers: [String], in teams: [String] = ["@pay"],
  before: [String]? = nil, owners: [String] = ["@pay"], vouched: [String]? = nil, committers: [String] = []
) -> WaiverHistory.Change {
  WaiverHistory.Change(
    commit: commit, authors: authors.map(identity), committers: committers.map(identity),
    approvals: approvers.map {
      .init(
        by: identity($0), names: teams, formerNames: before ?? teams, vouchedBy: (vouched ?? [$0]).map(identity))
    }, authority: Owners(names: owners))
}

/// What histories prove, without a repository.
@Suite struct ApprovalProofTests {
  private func fault(_ changes: WaiverHistory.Change..., path: String = "pay/a.py") -> ApprovalFault? {
    do throws(ApprovalFault) { _ = try WaiverHistory(changes).proof(mayApprove: ["@pay"], path: path) } catch {
      return error
    }
    return nil
  }

  @Test func `an owner who wrote no part of it approves it`() throws {
    let proof = try WaiverHistory([change("c1", by: "al", approvedBy: ["bea"])])
      .proof(mayApprove: ["@Pay"], path: "pay/a.py")
    #expect(proof == ApprovalProof(writers: ["al"], approver: "bea", commit: "c1"))
  }

  @Test func `what is wrong with an approval is said`() {
    #expect(fault(change("c", by: "al", approvedBy: [])) == .unapproved(commit: "c"))
    #expect(fault(change("c", approvedBy: ["bea"])) == .anonymous(commit: "c"))
    #expect(fault(change("c", by: "al", approvedBy: ["al"])) == .ownApproval(approver: "al", commit: "c"))
    #expect(
      fault(change("c", by: "al=@al", approvedBy: ["x=@al"])) == .ownApproval(approver: "x=@al", commit: "c"))
    #expect(fault(change("c", by: "al", approvedBy: ["bea"], in: [])) == .unknown(approver: "bea", commit: "c"))
    #expect(
      fault(change("c", by: "al", approvedBy: ["bea"], in: ["@web"]))
        == .notOwner(approver: "bea", mayApprove: ["@pay"]))
    #expect(
      fault(change("c", by: "al", approvedBy: ["bea"], before: ["@web"])) == .notOwnerThen(approver: "bea", commit: "c")
    )
    #expect(
      fault(change("c", by: "al", approvedBy: ["bea"], owners: [])) == .notOwnerThen(approver: "bea", commit: "c"))
    #expect(
      fault(change("c", by: "al", approvedBy: ["bea"], vouched: ["al"]))
        == .ownWord(author: "al", approver: "bea", commit: "c"))
    #expect(
      fault(change("c", by: "al", approvedBy: ["bea"], vouched: ["bea"], committers: ["bea"]))
        == .ownApproval(approver: "bea", commit: "c"))
    #expect(
      fault(change("c", by: "al", approvedBy: ["bea"]), path: "web/a.py") == .notOwnerThen(approver: "bea", commit: "c")
    )
  }

  @Test func `what nobody approved stays with those who wrote it`() {
    let own = change("c1", by: "al", approvedBy: ["al"])
    #expect(
      fault(own, change("c2", by: "mal", approvedBy: ["al"])) == .ownApproval(approver: "al", commit: "c2"))
    #expect(fault(own, change("c2", by: "mal", approvedBy: ["bea"])) == nil)
    #expect(fault(own, change("c2", by: "al", approvedBy: ["bea"]), change("c3", by: "bea", approvedBy: ["al"])) == nil)
    #expect(
      fault(change("c1", by: "al", approvedBy: ["bea"]), change("c2", by: "al", approvedBy: []))
        == .unapproved(commit: "c2"))
  }

  @Test func `one approval that counts is enough, and else the one that lacks least is shown`() {
    #expect(fault(change("c", by: "al", approvedBy: ["al", "bea"], vouched: ["dan"])) == nil)
    #expect(
      fault(change("c", by: "al", approvedBy: ["al", "bea"], in: ["@web"], vouched: ["dan"]))
        == .notOwner(approver: "bea", mayApprove: ["@pay"]))
  }

  @Test func `a history that is not known proves nothing`() throws {
    let whole = [change("c", by: "al", approvedBy: ["bea"])]
    for gap in [WaiverHistory.Gap.uncommitted, .cut(help: nil), .tooOld(commits: 3)] {
      #expect(throws: ApprovalFault.gap(gap)) {
        try WaiverHistory(whole, gap: gap).proof(mayApprove: ["@pay"], path: "pay/a.py")
      }
    }
  }

  @Test(arguments: [
    (" Al+x@ACME.example ", "al@acme.example"), ("al@acme.example", "al@acme.example"),
    ("12+al@users.noreply.github.com", "12@users.noreply.github.com"), ("\"a b\"@x", nil), ("noreply@github.com", nil),
    ("No-Reply@x", nil), ("49+dependabot[bot]@users.noreply.github.com", nil), ("project_1_bot_ab@noreply.x", nil),
    ("al", nil), ("@x", nil), ("al@", nil), ("", nil), ("\u{430}l@x", "\u{430}l@x"), ("+al@x", "+al@x"),
  ])
  func `addresses of one person are equal, and those of programs are none`(_ text: String, _ wanted: String?) {
    #expect(EmailAddress(text)?.text == wanted.map { ExactText($0) })
  }
}
