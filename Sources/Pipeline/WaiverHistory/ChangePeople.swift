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

  /// - Parameter identities: Tells who is who.
  init(_ step: FileChangeWalk.Step, in repository: Repository, _ identities: IdentityBook) throws(Diagnostic) {
    (self.repository, self.step, before) = (repository, step, identities)
    files = WaiverFiles(repository: repository)
    names = try repository.names(in: step.commit)
    isMerge = try repository.parents(of: step.commit).count > 1
  }

  /// Those who had a hand in a version of a waiver: the authors and committers of all commits of a merged branch, and their
  /// co-authors. A merge is by its own author as well if it brings what none of its branches had.
  func authors(of entry: WaiverEntry) throws(Diagnostic) -> [Identity] {
    guard isMerge else { return before.identities([names.author] + names.coAuthors) }
    var found: [CommitName?] = []
    for commit in try repository.commits(broughtBy: step.commit, limit: mostMerged) {
      if try repository.parents(of: commit).count > 1, try !brings(entry, at: commit, beyond: 0) { continue }
      let names = try repository.names(in: commit)
      found += [names.author, names.committer] + names.coAuthors
    }
    found += names.coAuthors
    if try brings(entry, at: step.commit, beyond: 1) { found += [names.author, names.committer] }
    return before.identities(found)
  }

  /// Who committed what somebody else wrote. A merge commit is not written by those who make it.
  var committers: [Identity] { isMerge ? [] : before.identities([names.committer]) }

  /// Those who approved it: the person who merged it, and the people whom the trailers of its message name.
  ///
  /// A message proves nothing if an author wrote it. So a commit that is no merge can name an approver only if somebody
  /// else committed it.
  ///
  /// - Parameter trailers: The keys of the trailers that name an approver, in lower case.
  func approvals(trailers keys: [String]) -> [WaiverHistory.Approval] {
    let people = isMerge ? [names.author, names.committer] : [names.committer]
    let vouching = before.identities(people)
    guard !vouching.isEmpty else { return [] }
    let named = names.trailers.filter { keys.contains($0.key) }.map(\.name)
    return ((isMerge ? people.compactMap(\.self) : []) + named).compactMap { name in
      before.identity(name).map { identity in
        WaiverHistory.Approval(
          by: identity, names: before.ownerNames(name), formerNames: before.formerOwnerNames(name), vouchedBy: vouching)
      }
    }
  }

  /// Whether a merge has a version of a waiver that none of its parents has, apart from the first ones.
  private func brings(_ entry: WaiverEntry, at commit: CommitID, beyond first: Int) throws(Diagnostic) -> Bool {
    guard try files.entries(at: commit)?.contains(where: { $0.content == entry.content }) ?? true else { return false }
    for parent in try repository.parents(of: commit).dropFirst(first) {
      if try files.entries(at: parent)?.contains(where: { $0.content == entry.content }) == true { return false }
    }
    return true
  }
}

/// How many commits one merge may bring.
private let mostMerged = 10_000
