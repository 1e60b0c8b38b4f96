import Foundation
import Model
import TestSupport
import Testing

@testable import System

private func fixture(_ name: String) throws -> [UInt8] {
  [UInt8](try Data(contentsOf: fixtures().appending(path: "signatures/\(name)")))
}

private func signers(_ text: String) -> AllowedSigners { AllowedSigners(Input(name: "s", bytes: Array(text.utf8))) }

private let key = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAkXrSs7QPSRLe/JNOMfUR1JFctOpBL1kjn7ZjP9cI+X"

@Suite struct SignatureTests {
  private static let kinds = ["ed25519-256", "ecdsa-256", "ecdsa-384", "ecdsa-521", "rsa-2048"]

  @Test(arguments: kinds) func `a signature of OpenSSH is one of its key over its message`(_ kind: String) throws {
    let (message, armoured) = (try fixture("message"), try fixture("\(kind).sig"))
    let signature = try #require(SSHSignature(armoured))
    #expect(signature.namespace == "git" && signature.isValid(over: message))
    for index in message.indices {
      var other = message
      other[index] ^= 1
      #expect(!signature.isValid(over: other))
    }
    let allowed = AllowedSigners(Input(name: "allowed", bytes: try fixture("allowed-signers")))
    let entries = allowed.entries(of: signature.key, namespace: "git", at: Timestamp(seconds: 0))
    #expect(entries.flatMap(\.principals) == ["\(kind)@acme.example"] && allowed.diagnostics.isEmpty)
    #expect(allowed.lists(signature.key))
  }

  @Test(arguments: kinds) func `no damaged signature is valid`(_ kind: String) throws {
    let (message, armoured) = (try fixture("message"), try fixture("\(kind).sig"))
    let lines = armoured.split(separator: 10).dropFirst().dropLast()
    let bytes = try #require(base64Decoded(lines.joined()))
    func isValid(_ bytes: [UInt8]) -> Bool {
      let text = "-----BEGIN SSH SIGNATURE-----\n\(Data(bytes).base64EncodedString())\n-----END SSH SIGNATURE-----\n"
      return SSHSignature(Array(text.utf8))?.isValid(over: message) ?? false
    }
    #expect(isValid(bytes))
    for index in bytes.indices {
      var other = bytes
      other[index] ^= 1 << (index % 8)
      #expect(!isValid(other), "byte \(index)")
    }
    for count in [0, 1, bytes.count / 2, bytes.count - 1] { #expect(!isValid(Array(bytes.prefix(count)))) }
    #expect(!isValid(bytes + [0]))
  }

  @Test func `a signature for another purpose says so`() throws {
    #expect(try SSHSignature(fixture("other-namespace.sig"))?.namespace == "file")
  }

  /// Each with what OpenSSH says, apart from the last, whose key type lies about its hash.
  @Test(arguments: [("rsa-sha1", false), ("rsa-sha256", true), ("rsa-sha1-called-sha256", false)])
  func `RSA counts with SHA-2 only`(_ name: String, _ isValid: Bool) throws {
    let signature = try #require(SSHSignature(fixture("\(name).sig")))
    #expect(signature.isValid(over: try fixture("message")) == isValid)
  }

  @Test(
    arguments: [
      ("al@x \(key)", ["al@x"]), ("Al@X,bea@x namespaces=\"git,file\" \(key) a comment", ["al@x", "bea@x"]),
      ("\"al@x,*@x\" \(key)", ["al@x", "*@x"]), ("!mal@x,*@x \(key)", ["!mal@x", "*@x"]),
      ("al@x namespaces=\"file\" \(key)", nil), ("al@x valid-after=\"19700102\" \(key)", nil),
      ("al@x namespaces=\"*,!git\" \(key)", nil), ("al@x namespaces=\"g*\" \(key)", ["al@x"]),
      ("al@x valid-after=\"19700101\",valid-before=\"197001010100Z\" \(key)", ["al@x"]),
      ("al@x valid-before=\"19691231235959\" \(key)", nil),
    ] as [(String, [String]?)]) func `a line allows what it says`(_ line: String, _ names: [String]?) throws
  {
    let signers = signers("# comment\n\n\(line)\r\n")
    #expect(signers.diagnostics.isEmpty)
    let bytes = try #require(base64Decoded(key.split(separator: " ")[1].utf8))
    let found = signers.entries(of: try #require(PublicKey(bytes)), namespace: "git", at: Timestamp(seconds: 60))
    #expect(found.first?.principals == names)
  }

  @Test(arguments: [
    "al@x cert-authority \(key)", "al@x", "al@x namespaces=git", "al@x verify-required \(key)", "al@x ssh-rsa AAAA",
    "al@x ssh-rsa \(key.split(separator: " ")[1])", "al@x valid-after=\"2026\" \(key)", "\"al@x \(key)",
    "al@x sk-ssh-ed25519@openssh.com AAAA", "\(key)", "al@x namespaces= \(key)", "al@x namespaces=git \(key)",
    "al@x namespaces=\"a\"b \(key)",
    "al@x valid-before=\"20261301\" \(key)",
    "al@x namespaces=\"a\",namespaces=\"git\" \(key)",
  ]) func `a line that is not understood allows nothing, and is told`(_ line: String) {
    let signers = signers(line)
    #expect(signers.entries.isEmpty && signers.diagnostics.map(\.code) == [.signerRefused])
  }

  @Test func `patterns match as in OpenSSH`() {
    let entry = signers("*@x.example,!mal*@x.example,b?a@y \(key)").entries.first
    for (name, isNamed) in [
      ("al@x.example", true), ("mal@x.example", false), ("bea@y", true), ("bea@y2", false), ("al@x.example.org", false),
      ("AL@x.example", true), ("", false),
    ] {
      #expect(entry?.names(name) == isNamed, "\(name)")
    }
  }

  @Test func `base64 is read strictly`() {
    #expect(base64Decoded("AAEC\nAw==".utf8) == [0, 1, 2, 3] && base64Decoded("".utf8) == [])
    for text in ["A", "AA", "AA=A", "A===", "AA==AAAA", "AA *", "AAAA=", "AA=="] {
      #expect((base64Decoded(text.utf8) == nil) == (text != "AA=="), "\(text)")
    }
  }

  /// What `gpgv` prints for a good signature; each other case differs in one thing.
  private static let good = """
    [GNUPG:] NEWSIG
    [GNUPG:] GOODSIG BB11 Bea <bea@acme.example>
    [GNUPG:] VALIDSIG AA22 2026-11-01 1793527200 0 4 0 22 8 00 CC33

    """

  @Test(
    arguments: [
      ("", "", 0, nil), ("GOODSIG", "BADSIG", 0, "over something else"), ("GOODSIG", "EXPKEYSIG", 0, "has expired"),
      ("GOODSIG", "REVKEYSIG", 0, "was revoked"), ("GOODSIG", "EXPSIG", 0, "has expired"),
      ("VALIDSIG", "ERRSIG BB11 22 8 00 1 9 -\n[GNUPG:] NO_PUBKEY", 2, "not in .gatehouse/keyring.gpg"),
      ("22 8 00", "22 2 00", 0, "SHA-1"), ("22 8 00", "1 1 00", 0, "SHA-1"), ("22 8 00", "1 3 00", 0, "SHA-1"),
      ("22 8 00", "22 8 01", 0, "not for a binary file"), ("", "", 1, "not call good"), ("", "", nil, "in time"),
      ("[GNUPG:] GOODSIG", "[GNUPG:] GOODSIG BB11 x\n[GNUPG:] GOODSIG", 0, "not call good"),
      ("[GNUPG:] VALIDSIG", "[GNUPG:] X", 0, "not call good"),
      ("[GNUPG:] GOODSIG", "gpgv: GOODSIG", 0, "not call good"),
      ("8 00 CC33", "8", 0, "not call good"), ("NEWSIG", "FAILURE gpg-exit 1", 0, "gpgv failed"),
    ] as [(String, String, Int32?, String?)]) func `gpgv calls a signature good in one way only`(
      _ old: String, _ new: String, _ status: Int32?, _ refusal: String?
    ) throws
  {
    let text = old.isEmpty ? Self.good : Self.good.replacingOccurrences(of: old, with: new)
    let answer = OpenPGPVerifier.answer(Subprocess.Outcome(status: status, output: Array(text.utf8), errors: []))
    switch (answer, refusal) {
    case (.good(let fingerprints), nil): #expect(fingerprints == ["aa22", "cc33"])
    case (.bad(let because), let refusal?): #expect(because.contains(refusal), "\(because)")
    default: Issue.record("\(answer)")
    }
  }

  @Test func `an OpenPGP signature is one detached signature in armour`() {
    func armoured(_ label: String, _ body: String = "wgEA") -> [UInt8] {
      Array("-----BEGIN PGP \(label)-----\nVersion: 1\n\n\(body)\n=abcd\n-----END PGP \(label)-----\n".utf8)
    }
    #expect(OpenPGPArmour.decoded(armoured("SIGNATURE"), label: "SIGNATURE") == [0xC2, 1, 0])
    for text in [
      armoured("MESSAGE"), armoured("SIGNATURE") + armoured("SIGNATURE"), armoured("SIGNATURE") + Array("x".utf8),
      Array("x\n".utf8) + armoured("SIGNATURE"), armoured("SIGNATURE", "a*"), [],
      Array("-----BEGIN PGP SIGNATURE-----".utf8),
    ] {
      #expect(OpenPGPArmour.decoded(text, label: "SIGNATURE") == nil)
    }
    for (packets, isOne) in [
      ([0xC2, 1, 0], true), ([0x88, 1, 0], true), ([0x89, 0, 1, 0], true), ([0xC2, 2, 0], false), ([0xC2, 0], false),
      ([0xC2, 1, 0, 0xC2, 1, 0], false), ([0xCB, 1, 0], false), ([0x8B, 0], false), ([0x42, 1, 0], false), ([], false),
      ([0xC2, 0xE0, 0, 0], false), ([0xC2, 0xFF, 0, 0, 0, 1, 0], true), ([0xC2, 0xC0, 0], false),
    ] as [([UInt8], Bool)] {
      #expect(OpenPGPArmour.isOneSignature(packets) == isOne, "\(packets)")
    }
  }

  private struct Vectors: Decodable {
    struct Case: Decodable {
      let name, allowed_signers, principal, namespace, signature, payload_base64, verify_time: String
      let valid: Bool
    }
    let cases: [Case]
  }

  @Test(.corpus("standards/attestations")) func `signatures are judged as OpenSSH judges them`() throws {
    var (right, all) = (0, 0)
    let folder = try Corpus.find("standards/attestations")
    for file in try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil) {
      guard file.pathExtension == "json", let data = try? Data(contentsOf: file),
        let vectors = try? JSONDecoder().decode(Vectors.self, from: data)
      else { continue }
      for one in vectors.cases {
        all += 1
        let day = one.verify_time
        let time = try #require(Timestamp("\(day.prefix(4))-\(day.dropFirst(4).prefix(2))-\(day.suffix(2))T00:00:00Z"))
        let message = [UInt8](try #require(Data(base64Encoded: one.payload_base64)))
        let signature = SSHSignature(Array(one.signature.utf8))
        let isValid =
          signature.map { signature in
            signature.namespace == one.namespace && signature.isValid(over: message)
              && signers(one.allowed_signers).entries(of: signature.key, namespace: one.namespace, at: time)
                .contains { $0.names(one.principal) }
          } ?? false
        #expect(isValid == one.valid, "\(one.name)")
        if isValid == one.valid { right += 1 }
      }
    }
    #expect(all > 0)
    Corpus.report("ssh-signatures", right: right, all: all)
  }
}
