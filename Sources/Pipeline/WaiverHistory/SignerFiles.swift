import Model
import Policies
import System

/// The files of a policy bundle that hold the keys which sign commits.
struct SignerFiles: Sendable {
  static let (allowedName, keyringName) = ("allowed_signers", "keyring.gpg")
  static let allowedSigners = "\(PolicyBundle.home)/\(allowedName)"
  static let keyring = "\(PolicyBundle.home)/\(keyringName)"
  static let paths = [allowedSigners, keyring]

  /// The SSH keys, and whose they are; nil when there is no file.
  var allowed: AllowedSigners?
  /// The OpenPGP keys as `gpg --export` writes them; nil when there is no file.
  var keyring: [UInt8]?

  /// Whether the files may have a key of a person.
  func hasKey(of person: People.Person) -> Bool {
    if keyring != nil, !person.openPGPKeys.isEmpty { return true }
    return allowed?.entries.contains { entry in person.emails.contains(where: entry.names) } ?? false
  }
}

extension PolicyFiles {
  func signers() throws(Diagnostic) -> SignerFiles {
    SignerFiles(
      allowed: try tree.input(path(SignerFiles.allowedName), limit: Limit.policy).map(AllowedSigners.init),
      keyring: try tree.read(path(SignerFiles.keyringName), limit: Limit.policy))
  }
}

extension AllowedSigners.Entry {
  /// Whether the line names the person at an address. What follows a `+` means nothing, as everywhere.
  func names(_ email: EmailAddress) -> Bool {
    if names(email.text.text) { return true }
    let excludes = principals.contains { $0.utf8.first == UInt8(ascii: "!") }
    return !excludes && principals.contains { EmailAddress($0) == email }
  }
}
