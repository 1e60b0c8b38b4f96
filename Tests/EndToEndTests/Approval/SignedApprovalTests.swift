import Foundation
import TestSupport
import Testing

private let file = ".gatehouse/waivers.yaml"
private let signersFile = ".gatehouse/allowed_signers"
private let peopleFile = ".gatehouse/people.yaml"
private let waiver = Files.generousWaivers.replacingOccurrences(of: "@acme/payments", with: "@bea")
private let renewed = waiver.replacingOccurrences(of: "2026-12-01", with: "2026-12-20")
private let people = """
  gatehouse-people: 1
  people:
    - { handle: "@alice", emails: [alice@acme.example] }
    - { handle: "@bea", emails: [bea@acme.example] }

  """
private let base = [
  "CODEOWNERS": "* @bea @alice\n", peopleFile: people, "src/pay/charge.py": Files.code(),
  ".gatehouse/policy.yaml": """
  gatehouse: 1
  name: signed
  rules:
    - { id: no-high, when: { severity: { at-least: high } }, effect: deny }
  waivers: { approvers: codeowners, proof: signed-commits, longest: { high: 60d } }

  """,
]
private let written = SignedStep(.side, "alice", [file: waiver])
private let merged = SignedStep(.merge, "bea")
private let forge = "GitHub <noreply@github.com>"

/// Signatures that `git` itself makes, where the policy wants them.
@Suite struct SignedApprovalTests {
  /// `ALICE`, `BEA` and `MALLORY` in files of the base stand for keys.
  private static let stories = [
    SignedStory("both sign", [written, merged]),
    SignedStory(
      "the names in commits mean nothing",
      [
        SignedStep(.side, "ines", [file: waiver], signed: .ssh("alice")),
        SignedStep(.merge, "ines", signed: .ssh("bea")),
      ]),
    SignedStory(
      "other commits of the branch are not signed",
      [
        written, SignedStep(.main, "ines", ["a": "1"], signed: .nobody), SignedStep(.update, "ines", signed: .nobody),
        SignedStep(.side, "ines", ["b": "1"], signed: .nobody), merged,
      ]),
    SignedStory(
      "somebody formats the file afterwards",
      [written, merged, SignedStep(.main, "ines", [file: "# Waivers\n" + waiver], signed: .nobody)]),
    SignedStory(
      "what nobody signed is renewed by those who sign",
      [SignedStep(.main, "ines", [file: waiver], signed: .nobody), SignedStep(.side, "alice", [file: renewed]), merged]),
    SignedStory(
      "a key is allowed for a while", [written, merged],
      [signersFile: "alice@* ALICE\nBea+Laptop@Acme.example valid-after=\"20261101\",valid-before=\"20261121\" BEA\n"]),
    SignedStory(
      "the writer does not sign", [SignedStep(.side, "alice", [file: waiver], signed: .nobody), merged],
      refused: "has no signature"),
    SignedStory(
      "the approver does not sign", [written, SignedStep(.merge, "bea", signed: .nobody)], refused: "has no signature"),
    SignedStory(
      "one of two writers does not sign",
      [
        SignedStep(.side, "alice", [file: waiver], signed: .nobody), SignedStep(.side, "alice", [file: renewed]),
        merged,
      ],
      refused: "has no signature"),
    SignedStory(
      "a merge in the branch writes a part, and is not signed",
      [
        SignedStep(.side, "alice", ["b": "1"]), SignedStep(.main, "ines", ["a": "1"], signed: .nobody),
        SignedStep(.update, "alice", [file: waiver], signed: .nobody), SignedStep(.side, "alice", [file: renewed]),
        merged,
      ], refused: "has no signature"),
    SignedStory(
      "the approver's merge writes a part",
      [SignedStep(.side, "alice", ["b": "1"]), SignedStep(.merge, "ines", [file: waiver], signed: .ssh("bea"))],
      refused: "wrote a part"),
    SignedStory(
      "the approver writes it under another name",
      [SignedStep(.side, "alice", [file: waiver], signed: .ssh("bea")), merged],
      refused: "wrote a part"),
    SignedStory(
      "the writer merges it under another name", [written, SignedStep(.merge, "bea", signed: .ssh("alice"))],
      refused: "wrote a part"),
    SignedStory(
      "a name in a commit takes part as well",
      [SignedStep(.side, "bea", by: "alice", [file: waiver], signed: .ssh("alice")), merged],
      refused: "wrote a part"),
    SignedStory(
      "the writer pushes it, signed", [SignedStep(.main, "alice", [file: waiver])], refused: "is no merge"),
    SignedStory(
      "a key that nobody allows", [written, SignedStep(.merge, "bea", signed: .ssh("mallory"))],
      refused: "which is not in .gatehouse/allowed_signers"),
    SignedStory(
      "a key that is allowed later", [written, merged],
      [signersFile: "alice@acme.example ALICE\nbea@acme.example valid-after=\"20261121\" BEA\n"],
      refused: "does not allow for git on 2026-11-20"),
    SignedStory(
      "a key that had expired, and a commit that says it is older than its parents",
      [
        SignedStep(.side, "alice", [file: waiver], at: "11-20T09"), SignedStep(.merge, "bea", at: "11-02T10"),
      ], [signersFile: "alice@acme.example ALICE\nbea@acme.example valid-before=\"20261105\" BEA\n"],
      refused: "does not allow for git on 2026-11-20"),
    SignedStory(
      "a key that is allowed in the future, and a commit from there",
      [written, SignedStep(.merge, "bea", at: "12-20T10")],
      [signersFile: "alice@acme.example ALICE\nbea@acme.example valid-after=\"20261201\" BEA\n"],
      refused: "does not allow for git on 2026-11-20"),
    SignedStory(
      "a key for files", [written, merged],
      [signersFile: "alice@acme.example ALICE\nbea@acme.example namespaces=\"file\" BEA\n"],
      refused: "does not allow for git"),
    SignedStory(
      "a certificate authority", [written, merged],
      [signersFile: "alice@acme.example ALICE\nbea@acme.example cert-authority BEA\n"], refused: "which is not in"),
    SignedStory(
      "a key of everybody", [written, merged], [signersFile: "alice@acme.example ALICE\n*@acme.example BEA\n"],
      refused: "several people"),
    SignedStory(
      "a key of everybody but its owner", [written, merged],
      [signersFile: "alice@acme.example ALICE\n!bea@*,!alice@*,*@acme.example BEA\n"],
      refused: "no address of people.yaml"),
    SignedStory(
      "a key of two people", [written, merged],
      [signersFile: "alice@acme.example ALICE\nbea@acme.example BEA\nalice@acme.example BEA\n"],
      refused: "several people"),
    SignedStory(
      "no keys at all", [written, merged], [signersFile: "# none\n"], refused: "which is not in"),
    SignedStory(
      "a key that was revoked since",
      [written, merged, SignedStep(.main, "ines", [signersFile: "alice@acme.example ALICE\n"], signed: .nobody)],
      refused: "which is not in"),
    SignedStory(
      "a key that the change brings",
      [
        SignedStep(
          .side, "alice", [file: waiver, signersFile: "alice@acme.example ALICE\nbea@acme.example MALLORY\n"]),
        SignedStep(.merge, "bea", signed: .ssh("mallory")),
      ], refused: "before that change"),
    SignedStory(
      "an address that the change brings",
      [
        SignedStep(
          .side, "alice",
          [file: waiver, peopleFile: people.replacingOccurrences(of: "[bea@", with: "[mallory@acme.example, bea@")]),
        SignedStep(.merge, "bea", signed: .ssh("mallory")),
      ],
      [signersFile: "alice@acme.example ALICE\nbea@acme.example BEA\nmallory@acme.example MALLORY\n"],
      refused: "before that change"),
    SignedStory(
      "a signature of another commit", [written, SignedStep(.merge, "bea", signed: .moved("bea"))],
      refused: "over something else"),
    SignedStory(
      "a signature for files", [written, SignedStep(.merge, "bea", signed: .sshForFiles("bea"))],
      refused: "has a signature for `file`"),
    SignedStory(
      "a damaged signature",
      [
        written,
        SignedStep(
          .merge, "bea", signed: .text("gpgsig -----BEGIN SSH SIGNATURE-----\n U1NIU0lH\n -----END SSH SIGNATURE-----")),
      ], refused: "malformed"),
    SignedStory(
      "a signature of X.509",
      [written, SignedStep(.merge, "bea", signed: .text("gpgsig -----BEGIN SIGNED MESSAGE-----\n MII=\n -----END"))],
      refused: "neither of SSH nor of OpenPGP"),
  ]

  private static let isInstalled = FileManager.default.isExecutableFile(atPath: "/usr/bin/ssh-keygen")
  private static let bench = Result { try SignedBench() }

  @Test(.enabled(if: isInstalled, "ssh-keygen makes the keys"), arguments: stories)
  func `a signature with SSH counts if its key is the person's`(_ story: SignedStory) throws {
    let bench = try Self.bench.get()
    let keys = try ["alice", "bea", "mallory"].map { ($0.uppercased(), try bench.key($0)) }
    func filled(_ text: String) -> String { keys.reduce(text) { $0.replacingOccurrences(of: $1.0, with: $1.1) } }
    func filled(_ files: [String: String]) -> [String: String] {
      files.merging([signersFile: filled(files[signersFile] ?? "alice@acme.example ALICE\nbea@acme.example BEA\n")]) {
        $1
      }
    }
    var story = story
    story.files = filled(story.files)
    story.steps = story.steps.map { step in
      SignedStep(
        step.place, step.author, by: step.committer, step.files.mapValues { $0.map(filled) }, signed: step.signer,
        at: step.time)
    }
    try expect(bench.check(story, base: base), story)
  }

  private func expect(_ found: (answer: Answer, reason: String), _ story: SignedStory) throws {
    let finding = try #require(found.answer.findings.first, "\(found.reason)")
    #expect((finding["suppressedBy"]["kind"].text == "waiver") == (story.refusal == nil), "\(found.reason)")
    #expect(found.answer.status == (story.refusal == nil ? 0 : 1), "\(found.reason)")
    if let refusal = story.refusal {
      #expect(found.reason.contains(refusal), "\(found.reason)")
    } else {
      let approval = finding["suppressedBy"]["approval"]
      #expect(approval["proof"].text == "signed-commit" && approval["by"].text?.contains("bea@acme.example") == true)
    }
  }

  // MARK: OpenPGP

  private static let hasOpenPGP = ["gpg", "gpgv", "gpgconf", "ssh-keygen"].allSatisfy {
    FileManager.default.isExecutableFile(atPath: "/usr/bin/\($0)")
  }

  @Test(.enabled(if: hasOpenPGP, "gpg makes the keys, and gpgv verifies their signatures"))
  func `a signature with OpenPGP counts if its key is the person's or a forge's, and gpgv is there`() throws {
    let bench = try SignedBench()
    var keys = try bench.makeOpenPGPKeys(["bea", "forge", "stranger"])
    keys.merge(try bench.makeOpenPGPKeys(["old"], until: "2025-03-01")) { $1 }
    let all = try bench.tool("/usr/bin/gpg", "--batch", "--armor", "--export")
    let some = try bench.tool("/usr/bin/gpg", "--batch", "--armor", "--export", "old@acme.example")
    let listed =
      people.replacingOccurrences(
        of: "[bea@acme.example] }",
        with: "[bea@acme.example], openpgp-keys: [\(keys["bea"] ?? ""), \(keys["old"] ?? "")] }")
      + "forges:\n  - { name: GitHub, openpgp-keys: [\(keys["forge"] ?? "")] }\n"
    let usual = [
      peopleFile: listed, ".gatehouse/keyring.gpg": all,
      signersFile: "alice@acme.example \(try bench.key("alice"))\n",
    ]
    func story(
      _ name: String, _ merge: SignedStep, _ files: [String: String] = [:], environment: [String: String] = [:],
      refused: String? = nil
    ) -> SignedStory {
      SignedStory(
        name, [written, merge], usual.merging(files) { $1 }, environment: environment, refused: refused)
    }
    func byBea(_ signer: SignedBy) -> SignedStep { SignedStep(.merge, "bea", signed: signer) }
    let stories = [
      story("a person's key", byBea(.openPGP("bea"))),
      story("the button of a forge", SignedStep(.merge, "bea", by: forge, signed: .openPGP("forge"))),
      story(
        "the button of a forge, by the writer", SignedStep(.merge, "alice", by: forge, signed: .openPGP("forge")),
        refused: "wrote a part"),
      story(
        "a robot of a forge",
        SignedStep(.merge, "bot <1+bot[bot]@users.noreply.github.com>", by: forge, signed: .openPGP("forge")),
        refused: "names no person as its author"),
      story(
        "a forge that is not listed", SignedStep(.merge, "bea", by: forge, signed: .openPGP("forge")),
        [peopleFile: String(listed.prefix(upTo: try #require(listed.range(of: "forges:")).lowerBound))],
        refused: "which people.yaml does not list"),
      story("a key of nobody", byBea(.openPGP("stranger")), refused: "which people.yaml does not list"),
      story("a key that has expired", byBea(.openPGPThen("old")), refused: "a key that has expired"),
      story("SHA-1", byBea(.openPGPWithSHA1("bea")), refused: "SHA-1"),
      story(
        "a key that is not in the keyring", byBea(.openPGP("bea")), [".gatehouse/keyring.gpg": some],
        refused: "not in .gatehouse/keyring.gpg"),
      story(
        "a keyring that is none", byBea(.openPGP("bea")), [".gatehouse/keyring.gpg": "x"],
        refused: "not in .gatehouse/keyring.gpg"),
      story(
        "gpgv is absent", byBea(.openPGP("bea")), environment: ["PATH": "/nonexistent"],
        refused: "is not installed here"),
    ]
    for one in stories { try expect(bench.check(one, base: base), one) }
    let one = story(
      "a key that was revoked", byBea(.openPGP("bea")),
      [".gatehouse/keyring.gpg": try keyring(all, revoking: keys["bea"] ?? "", bench)],
      refused: "a key that was revoked")
    try expect(bench.check(one, base: base), one)
  }

  /// The keys with the certificate that revokes one, which gpg made with the key.
  private func keyring(_ keys: String, revoking fingerprint: String, _ bench: SignedBench) throws -> String {
    let certificate = try String(contentsOfFile: bench.path("gpg/openpgp-revocs.d/\(fingerprint).rev"), encoding: .utf8)
    let home = ["GNUPGHOME": bench.path("gpg2")]
    try FileManager.default.createDirectory(
      atPath: bench.path("gpg2"), withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    for text in [keys, certificate.replacingOccurrences(of: ":-----", with: "-----")] {
      try bench.tool("/usr/bin/gpg", "--batch", "--import", environment: home, input: Data(text.utf8))
    }
    return try bench.tool("/usr/bin/gpg", "--batch", "--armor", "--export", environment: home)
  }
}
