import Git
import Model
import Policies
import System

/// Tells who made commits, by the keys that signed them.
struct CommitSigners {
  let repository: Repository
  /// The keys of the base.
  let base: KeyBook
  /// The keys before a change that edits files about keys or people, because a change cannot bring the key that signs it.
  let former: KeyBook?
  let now: Timestamp

  /// Who made a commit: the owner of the key that signed it, and for a forge's key the author. The names of the commit itself
  /// prove nothing.
  func maker(
    of commit: CommitID, _ names: CommitNames
  ) throws(Diagnostic) -> Result<CommitName, SignatureFault> {
    let (content, time) = (try repository.signature(of: commit), try time(of: commit))
    do throws(SignatureFault) {
      let signed = try SignedCommit(commit, content, at: time)
      let owner = try base.owner(of: signed)
      try former?.confirms(owner, of: signed)
      return .success(try name(of: owner, in: names))
    } catch { return .failure(error) }
  }

  private func name(of owner: KeyBook.Owner, in names: CommitNames) throws(SignatureFault) -> CommitName {
    switch owner {
    case .person(let person):
      let own = [names.committer, names.author].compactMap(\.self).first { name in
        EmailAddress(name.email).map(person.emails.contains) ?? false
      }
      return own ?? CommitName(name: person.handle, email: person.emails.first?.text.text ?? "")
    case .forge:
      guard let author = names.author, EmailAddress(author.email) != nil else {
        throw SignatureFault(
          because: "is signed by a forge, and names no person as its author", help: "let a person merge it")
      }
      return author
    }
  }

  /// When a commit was signed: as it says itself, but not before its parents were, and not in the future.
  private func time(of commit: CommitID) throws(Diagnostic) -> Timestamp {
    var time = try repository.time(of: commit)
    for parent in try repository.parents(of: commit) { time = max(time, try repository.time(of: parent)) }
    return min(time, now)
  }
}

extension KeyBook {
  /// Throws unless the key that signed a commit was the owner's by the files of this book as well.
  fileprivate func confirms(_ owner: Owner, of commit: SignedCommit) throws(SignatureFault) {
    let before: Owner
    do throws(SignatureFault) { before = try self.owner(of: commit) } catch {
      throw SignatureFault(because: "\(error.because), as the files were before that change", help: renewal)
    }
    switch (owner, before) {
    case (.forge, .forge): return
    case (.person(let one), .person(let other)) where one.handle.isSame(as: other.handle): return
    default:
      throw SignatureFault(because: "is signed with a key that was somebody else's before that change", help: renewal)
    }
  }

  private var renewal: String { "\(renew) once the base branch has the key" }
}
