import Git
import Interning
import Model
import Policies
import System

/// Whose the keys are that sign commits, by the files of one commit.
final class KeyBook {
  enum Owner {
    case person(People.Person)
    /// It signs what people do on its pages, as the author of the commit.
    case forge
  }

  private let people: People
  private let files: SignerFiles
  private let environment: [String: String]
  /// What `gpgv` says of commits, because several waivers ask for one commit.
  private var answers: [CommitID: Result<[String], SignatureFault>] = [:]

  init(_ people: People, _ files: SignerFiles, environment: [String: String]) {
    (self.people, self.files, self.environment) = (people, files, environment)
  }

  /// Whose key signed a commit. A key of several people is nobody's.
  func owner(of commit: SignedCommit) throws(SignatureFault) -> Owner {
    switch commit.signature {
    case .ssh(let key): return .person(try person(with: key, at: commit.time))
    case .openPGP:
      let fingerprints = try fingerprints(of: commit)
      let found = people.people(withKeys: fingerprints)
      let isForge = people.isForge(withKeys: fingerprints)
      guard found.count + (isForge ? 1 : 0) == 1 else {
        throw SignatureFault(
          because: "is signed with the OpenPGP key \(fingerprints.last ?? ""), which people.yaml does not list",
          help: "if it is known whose it is, list it there under `openpgp-keys` of the person")
      }
      return found.first.map(Owner.person) ?? .forge
    }
  }

  private func person(with key: PublicKey, at time: Timestamp) throws(SignatureFault) -> People.Person {
    let signed = "is signed with the SSH key \(key.fingerprint)"
    guard let allowed = files.allowed, allowed.lists(key) else {
      throw SignatureFault(
        because: "\(signed), which is not in \(SignerFiles.allowedSigners)",
        help: "if it is known whose it is, add the line `ADDRESS \(key.typeName) KEY` there")
    }
    let entries = allowed.entries(of: key, namespace: "git", at: time)
    guard !entries.isEmpty else {
      throw SignatureFault(
        because: "\(signed), which \(SignerFiles.allowedSigners) does not allow for git on \(time.day)",
        help: "\(renew), and sign it with a key that is allowed")
    }
    let found = people.people { email in entries.contains { $0.names(email) } }
    guard found.count == 1 else {
      let named = entries.flatMap(\.principals).joined(separator: ",")
      throw SignatureFault(
        because: "\(signed), which \(SignerFiles.allowedSigners) allows for \(named), "
          + (found.isEmpty ? "which is no address of people.yaml" : "which are several people of people.yaml"),
        help: "let the line of the key name one address of one person in people.yaml")
    }
    return found[0]
  }

  /// The fingerprints of the OpenPGP key that signed a commit, and of its primary key.
  private func fingerprints(of commit: SignedCommit) throws(SignatureFault) -> [String] {
    if let answer = answers[commit.id] { return try answer.get() }
    let answer: Result<[String], SignatureFault>
    do throws(SignatureFault) { answer = .success(try verify(commit)) } catch { answer = .failure(error) }
    answers[commit.id] = answer
    return try answer.get()
  }

  private func verify(_ commit: SignedCommit) throws(SignatureFault) -> [String] {
    guard let keyring = files.keyring else {
      throw SignatureFault(
        because: "is signed with OpenPGP, and there is no \(SignerFiles.keyring)",
        help: "write the keys of those who sign there: `gpg --export ADDRESS… > \(SignerFiles.keyring)`")
    }
    guard let verifier = OpenPGPVerifier(keyring: keyring, environment: environment) else {
      throw SignatureFault(
        because: "is signed with OpenPGP, and the program gpgv, which verifies that, is not installed here",
        help: "install gpgv (of GnuPG) where Gatehouse runs")
    }
    let answer: OpenPGPVerifier.Answer
    do throws(Diagnostic) {
      answer = try verifier.verify(commit.content.signature, over: commit.content.payload)
    } catch {
      throw SignatureFault(
        because: "has a signature that cannot be verified: \(error.text)",
        help: error.help ?? "see that gpgv can be run")
    }
    switch answer {
    case .good(let fingerprints): return fingerprints
    case .bad(let because):
      throw SignatureFault(
        because: because, help: "\(renew), and sign it with a key that is valid and in \(SignerFiles.keyring)")
    }
  }
}
