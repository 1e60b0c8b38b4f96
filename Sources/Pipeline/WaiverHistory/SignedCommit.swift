import Git
import Model
import System

/// Why the signature of a commit does not tell who made it.
struct SignatureFault: Error {
  /// In words whose subject is the commit.
  var because: String
  var help: String
}

/// A commit with a signature. One of SSH is over this commit; one of OpenPGP has yet to be verified with a keyring.
struct SignedCommit {
  enum Signature {
    case ssh(PublicKey)
    case openPGP
  }

  let id: CommitID
  let time: Timestamp
  let content: CommitSignature
  let signature: Signature

  /// - Parameter time: When it was signed.
  init(_ id: CommitID, _ content: CommitSignature?, at time: Timestamp) throws(SignatureFault) {
    guard let content else {
      throw SignatureFault(because: "has no signature", help: "\(renew), and let git sign it (`commit.gpgsign`)")
    }
    (self.id, self.time, self.content) = (id, time, content)
    if content.signature.starts(with: "-----BEGIN SSH SIGNATURE-----".utf8) {
      signature = .ssh(try Self.key(of: content))
    } else if content.signature.starts(with: "-----BEGIN PGP SIGNATURE-----".utf8) {
      signature = .openPGP
    } else {
      throw SignatureFault(
        because: "has a signature that is neither of SSH nor of OpenPGP",
        help: "\(renew), and sign it with an SSH key (`gpg.format=ssh`)")
    }
  }

  /// The key of a signature of SSH that is for git and over the commit.
  private static func key(of content: CommitSignature) throws(SignatureFault) -> PublicKey {
    guard let signature = SSHSignature(content.signature) else {
      throw SignatureFault(
        because: "has a signature that is malformed, or of a kind of key that is not verified",
        help: "\(renew), and sign it with a key of the kind ssh-ed25519, ecdsa-sha2-nistp256, -384, -521 or ssh-rsa")
    }
    guard signature.namespace == "git" else {
      throw SignatureFault(
        because: "has a signature for `\(signature.namespace)`, and not for git",
        help: "\(renew), and let git sign it (`commit.gpgsign`)")
    }
    guard signature.isValid(over: content.payload) else {
      throw SignatureFault(
        because: "has a signature that is damaged, over something else or made with SHA-1",
        help: "\(renew), and let git sign it (`commit.gpgsign`)")
    }
    return signature.key
  }
}

/// A commit cannot be signed later, so what it brought needs another one.
let renew = "renew the waiver (a new `until` or `reason`)"
