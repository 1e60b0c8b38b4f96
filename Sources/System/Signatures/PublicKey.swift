import Clibcrypto

/// A public key of SSH (RFC 4253 §6.6, RFC 5656 §3.1, RFC 8709 §4): Ed25519, ECDSA on a NIST curve, or RSA.
package struct PublicKey: Sendable {
  private enum Kind: Sendable {
    case ed25519([UInt8])
    case ecdsa(Curve, point: [UInt8])
    case rsa(modulus: [UInt8], exponent: [UInt8])
  }

  fileprivate enum Curve: String, CaseIterable, Sendable {
    case nistp256, nistp384, nistp521
  }

  /// The key in SSH's encoding.
  package let bytes: [UInt8]
  private let kind: Kind

  /// Nil for another kind of key, for one that is malformed and for an RSA key of fewer than 2,048 bits.
  package init?(_ bytes: [UInt8]) {
    self.bytes = bytes
    var reader = SSHReader(bytes)
    guard let name = reader.name() else { return nil }
    switch name {
    case "ssh-ed25519":
      guard let key = reader.string(), key.count == 32 else { return nil }
      kind = .ed25519(key)
    case "ssh-rsa":
      guard let exponent = reader.magnitude(most: 8), let modulus = reader.magnitude(most: 2048),
        modulus.count >= 256
      else { return nil }
      kind = .rsa(modulus: modulus, exponent: exponent)
    default:
      guard let curve = Curve.allCases.first(where: { name == "ecdsa-sha2-\($0.rawValue)" }),
        reader.name() == curve.rawValue, let point = reader.string(), point.count == 2 * curve.size + 1
      else { return nil }
      kind = .ecdsa(curve, point: point)
    }
    guard reader.isAtEnd else { return nil }
  }

  /// The type of the key as its first word in a .pub file.
  package var typeName: String {
    switch kind {
    case .ed25519: "ssh-ed25519"
    case .ecdsa(let curve, _): "ecdsa-sha2-\(curve.rawValue)"
    case .rsa: "ssh-rsa"
    }
  }

  /// The fingerprint as OpenSSH prints it: `SHA256:` and base64 without padding.
  package var fingerprint: String {
    var hasher = DigestHasher()
    hasher.add(bytes)
    let digest = hasher.finish()
    return "SHA256:" + base64Unpadded((0..<32).map { digest.byte($0) })
  }

  /// Whether a signature in SSH's encoding is one of this key over a message. An RSA signature with SHA-1 is none.
  package func verifies(_ signature: [UInt8], over message: [UInt8]) -> Bool {
    var reader = SSHReader(signature)
    guard let name = reader.name(), let blob = reader.string(), reader.isAtEnd else { return false }
    switch kind {
    case .ed25519: return name == "ssh-ed25519" && blob.count == 64 && check(blob, message, nil)
    case .rsa(let modulus, _):
      // A signature may lack leading zeros.
      guard blob.count <= modulus.count else { return false }
      let padded = [UInt8](repeating: 0, count: modulus.count - blob.count) + blob
      switch name {
      case "rsa-sha2-256": return check(padded, message, "SHA256")
      case "rsa-sha2-512": return check(padded, message, "SHA512")
      default: return false
      }
    case .ecdsa(let curve, _):
      var numbers = SSHReader(blob)
      guard name == "ecdsa-sha2-\(curve.rawValue)", let r = numbers.magnitude(most: curve.size),
        let s = numbers.magnitude(most: curve.size), numbers.isAtEnd
      else { return false }
      return check(DER.sequence(DER.integer(r), DER.integer(s)), message, curve.hashName)
    }
  }

  /// - Parameter hash: libcrypto's name of the hash; nil for a scheme that has its own.
  private func check(_ signature: [UInt8], _ message: [UInt8], _ hash: String?) -> Bool {
    let encoded = subjectPublicKeyInfo
    return unsafe encoded.withUnsafeBufferPointer { buffer in
      var start = buffer.baseAddress
      guard let key = unsafe d2i_PUBKEY(nil, &start, buffer.count) else { return false }
      defer { unsafe EVP_PKEY_free(key) }
      guard let context = unsafe EVP_MD_CTX_new() else { return false }
      defer { unsafe EVP_MD_CTX_free(context) }
      let isReady = unsafe EVP_DigestVerifyInit_ex(context, nil, hash, nil, nil, key, nil) == 1
      return unsafe isReady && EVP_DigestVerify(context, signature, signature.count, message, message.count) == 1
    }
  }

  /// The key as libcrypto reads it (RFC 5280 §4.1.2.7, RFC 8410 §4, RFC 5480 §2, RFC 3279 §2.3.1).
  private var subjectPublicKeyInfo: [UInt8] {
    switch kind {
    case .ed25519(let key): DER.sequence(DER.sequence(DER.object([0x2B, 0x65, 0x70])), DER.bits(key))
    case .ecdsa(let curve, let point):
      DER.sequence(
        DER.sequence(DER.object([0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x02, 0x01]), DER.object(curve.object)), DER.bits(point))
    case .rsa(let modulus, let exponent):
      DER.sequence(
        DER.sequence(DER.object([0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x01, 0x01]), DER.null),
        DER.bits(DER.sequence(DER.integer(modulus), DER.integer(exponent))))
    }
  }
}

extension PublicKey.Curve {
  /// The length of a coordinate in bytes.
  fileprivate var size: Int {
    switch self {
    case .nistp256: 32
    case .nistp384: 48
    case .nistp521: 66
    }
  }

  /// The hash of signatures on the curve (RFC 5656 §6.2.1), as libcrypto names it.
  fileprivate var hashName: String {
    switch self {
    case .nistp256: "SHA256"
    case .nistp384: "SHA384"
    case .nistp521: "SHA512"
    }
  }

  /// The content of its object identifier.
  fileprivate var object: [UInt8] {
    switch self {
    case .nistp256: [0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x03, 0x01, 0x07]
    case .nistp384: [0x2B, 0x81, 0x04, 0x00, 0x22]
    case .nistp521: [0x2B, 0x81, 0x04, 0x00, 0x23]
    }
  }
}
