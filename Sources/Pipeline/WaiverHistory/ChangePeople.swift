import Git
import Interning
import Model
import Policies
import System

/// Who wrote and who approved what a commit of the first-parent line brought.
struct ChangePeople {
  private let repository: Repository
  private let files: WaiverFiles
  private let step: FileChangeWalk.Step
  private let names: CommitNames
  private let isMerge: Bool
  private let before: IdentityBook
  /// Tells who signed a commit; nil where the names in commits are believed.
  private let signers: CommitSigners?
  /// The first commit that had to be signed and is not.
  private(set) var unsigned: WaiverHistory.UnsignedCommit?

  /// - Parameter identities: Tells who is who.
  init(
    _ step: FileChangeWalk.Step, in repository: Repository, _ identities: IdentityBook, _ signers: CommitSigners?
  ) throws(Diagnostic) {
    (self.repository, self.step, before, self.signers) = (repository, step, identities, signers)
    files = WaiverFiles(repository: repository)
    names = try repository.names(in: step.commit)
    isMerge = try repository.parents(of: step.commit).count > 1
  }

  /// Those who had a hand in a version of a waiver: the authors and committers of all commits of a merged branch, and their
  /// co-authors. A merge is by its own author as well if it brings what none of its branches had.
  ///
  /// Where signatures tell who made commits, those that brought a version of the waiver must be signed, and are by their
  /// signers as well. Names only add people, who then cannot approve it.
  mutating func authors(of entry: WaiverEntry) throws(Diagnostic) -> [Identity] {
    guard isMerge else { return before.identities([names.author] + names.coAuthors) }
    var found: [CommitName?] = []
    for commit in try repository.commits(broughtBy: step.commit, limit: mostMerged) {
      let isMerge = try repository.parents(of: commit).count > 1
      let brings = try isMerge || signers != nil ? files.bringsVersion(of: entry, at: commit) : true
      if isMerge, !brings { continue }
      let names = try repository.names(in: commit)
      found += [names.author, names.committer] + names.coAuthors
      if brings { found.append(try maker(of: commit, names)) }
    }
    found += names.coAuthors
    if try files.brings(entry, at: step.commit, beyond: 1) {
      found += [names.author, names.committer, try maker(of: step.commit, names)]
    }
    return before.identities(found)
  }

  /// Who committed what somebody else wrote. A merge commit is not written by those who make it.
  var committers: [Identity] { isMerge ? [] : before.identities([names.committer]) }

  /// Those who approved it: the person who merged it, and the people whom the trailers of its message name.
  ///
  /// A message proves nothing if an author wrote it. So a commit that is no merge can name an approver only if somebody
  /// else committed it. Where signatures tell who made commits, only who signed the merge approves.
  ///
  /// - Parameter trailers: The keys of the trailers that name an approver, in lower case.
  mutating func approvals(trailers keys: [String]) throws(Diagnostic) -> [WaiverHistory.Approval] {
    if signers != nil {
      guard isMerge, let name = try maker(of: step.commit, names) else { return [] }
      return approvals(by: [name], vouchedBy: before.identities([name]), isSigned: true)
    }
    let people = isMerge ? [names.author, names.committer] : [names.committer]
    let vouching = before.identities(people)
    guard !vouching.isEmpty else { return [] }
    let named = names.trailers.filter { keys.contains($0.key) }.map(\.name)
    return approvals(by: (isMerge ? people.compactMap(\.self) : []) + named, vouchedBy: vouching, isSigned: false)
  }

  private func approvals(
    by names: [CommitName], vouchedBy vouching: [Identity], isSigned: Bool
  ) -> [WaiverHistory.Approval] {
    names.compactMap { name in
      before.identity(name).map { identity in
        var approval = WaiverHistory.Approval(
          by: identity, names: before.ownerNames(name), formerNames: before.formerOwnerNames(name), vouchedBy: vouching)
        approval.isSigned = isSigned
        return approval
      }
    }
  }

  /// Who signed a commit. Nil where the names in commits are believed, and for a commit that is not signed by somebody who
  /// is known, which `unsigned` then has.
  private mutating func maker(of commit: CommitID, _ names: CommitNames) throws(Diagnostic) -> CommitName? {
    switch try signers?.maker(of: commit, names) {
    case nil: return nil
    case .success(let name): return name
    case .failure(let fault):
      unsigned =
        unsigned
        ?? WaiverHistory.UnsignedCommit(commit: commit.description, because: fault.because, help: fault.help)
      return nil
    }
  }
}

/// How many commits one merge may bring.
private let mostMerged = 10_000
