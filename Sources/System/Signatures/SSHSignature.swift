import Clibcrypto

/// A signature of `ssh-keygen -Y sign`, as `git commit -S` makes them with `gpg.format=ssh` (OpenSSH's PROTOCOL.sshsig).
package struct SSHSignature: Sendable {
  package let key: PublicKey
  /// What the signature is for: `git` for commits. One for another purpose proves nothing.
  package let namespace: String
  private let hash: String
  private let reserved: [UInt8]
  private let signature: [UInt8]

  /// Reads the armoured form; nil when it is malformed, or of a key or a hash that cannot be verified.
  package init?(_ armoured: [UInt8]) {
    guard let bytes = armoured.unarmoured("SSH SIGNATURE") else { return nil }
    var reader = SSHReader(bytes)
    guard reader.expect(Self.magic), reader.number() == 1, let key = reader.string().flatMap({ PublicKey($0) }),
      let namespace = reader.name(), let reserved = reader.string(), let hash = reader.name(),
      ["sha256", "sha512"].contains(hash), let signature = reader.string(), reader.isAtEnd
    else { return nil }
    (self.key, self.namespace, self.reserved, self.hash, self.signature) = (key, namespace, reserved, hash, signature)
  }

  /// Whether it is a signature of its key over a message.
  package func isValid(over message: [UInt8]) -> Bool {
    let digest = hashed(message)
    let signed =
      Self.magic + sshString(Array(namespace.utf8)) + sshString(reserved) + sshString(Array(hash.utf8))
      + sshString(digest)
    return key.verifies(signature, over: signed)
  }

  private static let magic = Array("SSHSIG".utf8)

  private func hashed(_ message: [UInt8]) -> [UInt8] {
    var (digest, count) = ([UInt8](repeating: 0, count: 64), UInt32(0))
    let algorithm = unsafe hash == "sha256" ? EVP_sha256() : EVP_sha512()
    let done = unsafe EVP_Digest(message, message.count, &digest, &count, algorithm, nil)
    precondition(done == 1, "libcrypto could not compute a digest")
    return Array(digest.prefix(Int(count)))
  }
}

extension [UInt8] {
  /// The bytes between `-----BEGIN LABEL-----` and `-----END LABEL-----`, in base64; nil when anything else is there.
  func unarmoured(_ label: String) -> [UInt8]? {
    var text = self[...]
    while text.last == 10 || text.last == 13 { text.removeLast() }
    let (begin, end) = ("-----BEGIN \(label)-----\n".utf8, "\n-----END \(label)-----".utf8)
    guard text.starts(with: begin), text.suffix(end.count).elementsEqual(end), text.count > begin.count + end.count
    else {
      return nil
    }
    return base64Decoded(text.dropFirst(begin.count).dropLast(end.count))
  }
}
