import Foundation
import TestSupport
import Testing

/// `gatehouse policy check` tells before anybody needs it who cannot approve a waiver.
@Suite struct PeopleCheckTests {
  private static let people = """
    gatehouse-people: 1
    people: [{ handle: "@alice", emails: [alice@acme.example] }, { handle: "@bea", emails: [bea@acme.example] }]
    teams: [{ name: "@acme/payments", members: ["@alice"] }]

    """
  private static let key = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAkXrSs7QPSRLe/JNOMfUR1JFctOpBL1kjn7ZjP9cI+X"

  struct Case: Sendable {
    var terms = "approvers: codeowners, proof: commits"
    var people: String? = PeopleCheckTests.people
    var owners = "* @acme/PAYMENTS\n/a/ @bea bea@acme.example\n"
    var signers: String?
    /// What is said; nothing when it is empty.
    var warnings: [String] = []
  }

  static let cases = [
    Case(),
    Case(
      owners: "* @acme/payments\n/a/ @acme/web @dan\n/b/ @dan @ACME/web\n",
      warnings: ["owners who are not in people.yaml cannot approve a waiver: @acme/web, @dan\n  CODEOWNERS:2"]),
    Case(
      owners: "* @a @b @c @d @e @f @g\n", warnings: ["cannot approve a waiver: @a, @b, @c, @d, @e and 2 more"]),
    Case(
      terms: "approvers: [\"@acme/appsec\"], proof: commits", warnings: ["approvers of the policy", "@acme/appsec"]),
    Case(terms: "approvers: codeowners", owners: "* @acme/web\n"),
    Case(people: nil, warnings: ["warning[people-missing]"]),
    Case(terms: "approvers: codeowners, proof: signed-commits", warnings: ["warning[signers-missing]", "have no key"]),
    Case(
      terms: "approvers: codeowners, proof: signed-commits", signers: "alice@acme.example \(key)\n",
      warnings: ["people who have no key cannot write or approve a waiver: @bea"]),
    Case(
      terms: "approvers: codeowners, proof: signed-commits",
      signers: "*@acme.example \(key)\nbea@x cert-authority \(key)\n",
      warnings: ["warning[signer-refused]: this line allows no signature: certificates are not verified", ":2"]),
    Case(terms: "approvers: codeowners, proof: signed-commits", signers: "*@acme.example \(key)\n"),
  ]

  @Test(arguments: cases.indices) func `owners whose approval cannot be proven are told`(_ index: Int) throws {
    let one = Self.cases[index]
    let policy = Files.lax + "waivers: { \(one.terms), longest: { critical: 30d } }\n"
    let bench = try Bench(base: [".gatehouse/policy.yaml": .text(policy)])
    try bench.git("reset", "-q", "--hard")
    func write(_ text: String?, _ path: String) throws {
      guard let text else { return }
      try Data(text.utf8).write(to: bench.repository.appending(path: path))
    }
    try write(one.people, ".gatehouse/people.yaml")
    try write(one.signers, ".gatehouse/allowed_signers")
    try write(one.owners, "CODEOWNERS")
    let checked = try bench.ask(["policy", "check"])
    #expect(checked.status == 0)
    #expect(checked.errors.isEmpty == one.warnings.isEmpty, "\(checked.errors)")
    for warning in one.warnings { #expect(checked.errors.contains(warning), "\(checked.errors)") }
  }
}
