package import Model

/// Verifies OpenPGP signatures with the program `gpgv`, against keys that are given and no others.
package struct OpenPGPVerifier: Sendable {
  private let program: String
  private let keyring: [UInt8]
  private let environment: [String: String]

  /// Nil when `gpgv` is not installed.
  ///
  /// - Parameter keyring: The keys as `gpg --export` writes them, with or without `--armor`.
  package init?(keyring: [UInt8], environment: [String: String]) {
    guard let program = Subprocess.find("gpgv", in: environment) else { return nil }
    (self.program, self.environment) = (program, environment)
    self.keyring = keyring.withoutOpenPGPArmour ?? keyring
  }

  package enum Answer: Hashable, Sendable {
    /// The signature is one of these keys: the key that signed, and its primary key. Fingerprints are in lower case.
    case good(fingerprints: [String])
    case bad(because: String)
  }

  /// Throws what keeps `gpgv` from being run.
  package func verify(_ signature: [UInt8], over message: [UInt8]) throws(Diagnostic) -> Answer {
    var folder = try ScratchFolder(environment: environment)
    try folder.write(keyring, as: "keys.gpg")
    try folder.write(signature, as: "signature.asc")
    try folder.write(message, as: "message")
    let path = folder.path
    let process = Subprocess(
      program,
      [
        "--homedir", path, "--status-fd", "1", "--keyring", "\(path)/keys.gpg", "\(path)/signature.asc",
        "\(path)/message",
      ], environment: ["LC_ALL": "C", "HOME": path], timeLimit: 10)
    let outcome = try process.run()
    folder.remove()
    return Self.answer(outcome)
  }

  /// Reads the status lines of GnuPG (doc/DETAILS). Only one good and valid signature without a reservation counts.
  private static func answer(_ outcome: Subprocess.Outcome) -> Answer {
    guard let status = outcome.status else { return .bad(because: "gpgv did not end in time") }
    let lines = outcome.output.split(separator: 10).compactMap { line -> [String]? in
      let words = line.split(separator: 0x20).map { String(decoding: $0, as: UTF8.self) }
      return words.first == "[GNUPG:]" ? Array(words.dropFirst()) : nil
    }
    let reservations = [
      "BADSIG": "it is not over this commit", "ERRSIG": "gpgv cannot check it",
      "NO_PUBKEY": "its key is not in the keyring",
      "EXPSIG": "the signature has expired", "EXPKEYSIG": "its key has expired", "REVKEYSIG": "its key was revoked",
      "NODATA": "it holds no signature", "FAILURE": "gpgv failed",
    ]
    let found = lines.compactMap { line in line.first.flatMap { reservations[$0] } }
    if let last = found.last { return .bad(because: last) }
    let valid = lines.filter { $0.first == "VALIDSIG" }
    guard status == 0, lines.count(where: { $0.first == "GOODSIG" }) == 1, valid.count == 1, valid[0].count > 1 else {
      return .bad(because: "gpgv says nothing good of it")
    }
    let fingerprints = [valid[0][1]] + (valid[0].count > 10 ? [valid[0][10]] : [])
    return .good(fingerprints: fingerprints.map { $0.lowercased() })
  }
}

extension [UInt8] {
  /// The content of an armoured OpenPGP file (RFC 9580 §6.2); nil when it is not armoured. Its checksum is not needed.
  fileprivate var withoutOpenPGPArmour: [UInt8]? {
    let lines = split(separator: 10, omittingEmptySubsequences: false).map { $0.last == 13 ? $0.dropLast() : $0 }
    guard let start = lines.firstIndex(where: { $0.starts(with: "-----BEGIN PGP PUBLIC KEY BLOCK-----".utf8) }),
      let end = lines[start...].firstIndex(where: { $0.starts(with: "-----END PGP".utf8) }),
      let body = lines[start..<end].firstIndex(where: \.isEmpty)
    else { return nil }
    return base64Decoded(lines[body..<end].filter { $0.first != UInt8(ascii: "=") }.joined())
  }
}
