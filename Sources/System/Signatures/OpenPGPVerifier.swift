package import Model

/// Verifies OpenPGP signatures with the program `gpgv`, against keys that are given and no others. Whether a key has expired,
/// `gpgv` tells by the clock of the machine.
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
    self.keyring = OpenPGPArmour.decoded(keyring, label: "PUBLIC KEY BLOCK") ?? keyring
  }

  package enum Answer: Hashable, Sendable {
    /// The signature is one of these keys: the key that signed, and its primary key. Fingerprints are in lower case.
    case good(fingerprints: [String])
    case bad(because: String)
  }

  /// Verifies an armoured detached signature. Throws what keeps `gpgv` from being run.
  package func verify(_ signature: [UInt8], over message: [UInt8]) throws(Diagnostic) -> Answer {
    // A message that is signed as a whole would be verified instead of the given one.
    guard let packet = OpenPGPArmour.decoded(signature, label: "SIGNATURE"), OpenPGPArmour.isOneSignature(packet) else {
      return .bad(because: "has a malformed signature")
    }
    var folder = try ScratchFolder(environment: environment)
    try folder.write(keyring, as: "keys.gpg")
    try folder.write(packet, as: "signature")
    try folder.write(message, as: "message")
    let path = folder.path
    let process = Subprocess(
      program,
      ["--homedir", path, "--status-fd", "1", "--keyring", "\(path)/keys.gpg", "\(path)/signature", "\(path)/message"],
      environment: ["LC_ALL": "C", "HOME": path], timeLimit: 10)
    let outcome = try process.run()
    folder.remove()
    return Self.answer(outcome)
  }

  /// Reads the status lines of GnuPG (doc/DETAILS, "Format of the --status-fd output"). Only one good and valid signature of
  /// a binary document, without a reservation and not with a broken hash, counts: `gpgv` itself ends with 0 for keys that
  /// have expired or were revoked, and accepts SHA-1.
  static func answer(_ outcome: Subprocess.Outcome) -> Answer {
    guard let status = outcome.status else {
      return .bad(because: "has a signature for which gpgv did not end in time")
    }
    let lines = outcome.output.split(separator: 10).compactMap { line -> [String]? in
      let words = line.split(separator: 0x20).map { String(decoding: $0, as: UTF8.self) }
      return words.first == "[GNUPG:]" ? Array(words.dropFirst()) : nil
    }
    if let reservation = reservations.first(where: { one in lines.contains { $0.first == one.code } }) {
      return .bad(because: reservation.because)
    }
    let valid = lines.filter { $0.first == "VALIDSIG" }
    guard status == 0, lines.count(where: { $0.first == "GOODSIG" }) == 1, valid.count == 1, valid[0].count > 9 else {
      return .bad(because: "has a signature that gpgv does not call good")
    }
    let words = valid[0]
    guard words[9] == "00" else { return .bad(because: "has a signature that is not for a binary file") }
    guard !brokenHashes.contains(words[8]) else {
      return .bad(because: "has a signature with a broken hash, such as SHA-1")
    }
    let primary = words.count > 10 ? [words[10]] : []
    return .good(fingerprints: ([words[1]] + primary).map { $0.lowercased() })
  }

  /// The status lines with which a signature does not count, the most telling first, and what they mean.
  private static let reservations: [(code: String, because: String)] = [
    ("NO_PUBKEY", "is signed with a key that is not in .gatehouse/keyring.gpg"),
    ("REVKEYSIG", "is signed with a key that was revoked"),
    ("EXPKEYSIG", "is signed with a key that has expired"),
    ("EXPSIG", "has a signature that has expired"),
    ("BADSIG", "has a signature over something else"),
    ("ERRSIG", "has a signature that gpgv cannot check"),
    ("NODATA", "has a malformed signature"),
    ("UNEXPECTED", "has a malformed signature"),
    ("FAILURE", "has a signature for which gpgv failed"),
  ]

  /// MD5, SHA-1 and RIPEMD-160 (RFC 9580 §9.5).
  private static let brokenHashes = ["1", "2", "3"]
}
