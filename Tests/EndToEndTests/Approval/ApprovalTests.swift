import Foundation
import TestSupport
import Testing

private let alice = "Alice <alice@acme.example>"
private let bea = "Bea <bea@acme.example>"
private let carol = "Carol <carol@acme.example>"
private let dan = "Dan <dan@acme.example>"
private let mallory = "Mallory <mallory@other.example>"
private let forge = "GitHub <noreply@github.com>"

private let policy = """
  gatehouse: 1
  name: stories
  rules:
    - { id: no-high, when: { severity: { at-least: high } }, effect: deny }
  waivers:
    approvers: codeowners
    proof: commits
    approval-trailers: [Approved-by]
    longest: { critical: 60d, high: 60d }

  """
private let people = """
  gatehouse-people: 1
  people:
    - { handle: "@alice", emails: [alice@acme.example, alice@private.example] }
    - { handle: "@bea", emails: [bea@acme.example] }
    - { handle: "@carol", emails: [carol@acme.example] }
    - { handle: "@dan", emails: [dan@acme.example] }
  teams:
    - { name: "@acme/payments", members: ["@alice", "@bea"] }
    - { name: "@acme/platform", members: ["@carol"] }

  """
private let owners = "* @acme/platform\n/src/pay/ @acme/payments\n"
private let base = [
  ".gatehouse/policy.yaml": policy, ".gatehouse/people.yaml": people, "CODEOWNERS": owners,
  "src/pay/charge.py": Files.code(),
]
private let file = ".gatehouse/waivers.yaml"

private func entry(
  _ id: String = "W-1", _ match: String = "{ rule: eval, path: src/pay/ }", until: String = "2026-12-01",
  reason: String = "nobody can reach this code from outside"
) -> String {
  """
    - id: \(id)
      match: \(match)
      reason: \(reason)
      approved-by: "@acme/payments"
      created: 2026-11-10
      until: \(until)

  """
}

private func waivers(_ entries: String...) -> String { "gatehouse-waivers: 1\nwaivers:\n" + entries.joined() }

private let written: [String: String?] = [file: waivers(entry())]
private let gone: [String: String?] = [file: "gatehouse-waivers: 1\nwaivers: []\n"]
private let mailmap = [".mailmap": "Alice <alice@acme.example> <al@home.example>\n"]

/// What people do who work together.
private let honest = [
  Story("one writes it, another merges it", [:], [.side(alice, written), .merge(bea)]),
  Story("it is merged with a forge's button", [:], [.side(alice, by: forge, written), .merge(bea, by: forge)]),
  Story(
    "the approver's address is spelled in another way", [:],
    [.side(alice, written), .merge("Bea <BEA+laptop@Acme.example>")]),
  Story(
    "somebody formats the file afterwards", [:],
    [
      .side(alice, written), .merge(bea),
      .main(
        mallory,
        [
          file: """
          # Waivers
          gatehouse-waivers: 1
          waivers:
            - { until: "2026-12-01", created: 2026-11-10, id: W-1, match: { path: "src/pay/", rule: eval },
                approved-by: '@acme/payments', reason: nobody can reach this code from outside }

          """
        ]),
    ]),
  Story(
    "somebody moves it to another file", [:],
    [.side(alice, written), .merge(bea), .main(mallory, [file: nil, ".gatehouse/waivers.yml": waivers(entry())])]),
  Story(
    "somebody adds another one", [:],
    [.side(alice, written), .merge(bea), .main(alice, [file: waivers(entry("W-0", "{ rule: other }"), entry())])]),
  Story(
    "it is renewed, and each approves what the other wrote", [:],
    [
      .side(alice, written), .merge(bea), .side(bea, [file: waivers(entry(until: "2026-12-20"))]), .merge(alice),
    ]),
  Story(
    "the approver brings the branch up to date", [:],
    [.side(alice, written), .main(carol, ["a": "1"]), .update(bea, by: forge), .merge(bea)]),
  Story(
    "an unknown author", [:], [.side(mallory, written), .merge(bea)]),
  Story(
    "what is not approved is approved later", [:],
    [.main(alice, written), .side(alice, [file: waivers(entry(until: "2026-12-20"))]), .merge(bea)]),
  Story(
    "somebody else merges it, and names the approver", [:],
    [.side(alice, written), .merge(dan, [:], "Approved-by: Bea <bea@acme.example>")]),
  Story(
    "a patch is applied by somebody else", [:],
    [.main(alice, by: dan, written, "Approved-by: Bea <bea@acme.example>")]),
  Story(
    "the list of people came later", [:],
    [
      .main(dan, [".gatehouse/people.yaml": nil]), .side(alice, written), .merge(bea),
      .main(dan, [".gatehouse/people.yaml": people]),
    ]),
]

/// Nobody approves their own waiver, and nobody who may not.
private let tricks = [
  Story("the author merges it", [:], [.side(alice, written), .merge(alice)], refused: "wrote a part"),
  Story("the author pushes it", [:], [.main(alice, written)], refused: "no merge"),
  Story(
    "a branch is pushed as it is", [:], [.side(alice, written), .side(bea, ["a": "1"]), .forward], refused: "no merge"),
  Story(
    "an approver merges the base into the branch", [:],
    [.side(alice, written), .main(carol, ["a": "1"]), .update(bea), .forward], refused: "no merge"),
  Story(
    "a second address of .mailmap", mailmap, [.side("Al <al@home.example>", written), .merge(alice)],
    refused: "wrote a part"),
  Story(
    "a second address of .mailmap, with a plus",
    mailmap, [.side("Al <AL+w@home.example>", written), .merge(alice)], refused: "wrote a part"),
  Story(
    "a change that takes the second address out of .mailmap", mailmap,
    [.side("Al <al@home.example>", [file: waivers(entry()), ".mailmap": nil]), .merge(alice)], refused: "wrote a part"),
  Story(
    "a second address of people.yaml", [:], [.side("A <alice@private.example>", written), .merge(alice)],
    refused: "wrote a part"),
  Story(
    "an address with a plus", [:], [.side("Alice <alice+w@acme.example>", written), .merge(alice)],
    refused: "wrote a part"),
  Story("another case", [:], [.side("x <Alice@ACME.example>", written), .merge(alice)], refused: "wrote a part"),
  Story("spaces", [:], [.side("x < alice@acme.example >", written), .merge(alice)], refused: "wrote a part"),
  Story(
    "a co-author", [:], [.side(mallory, written, "Co-authored-by: Bea <bea@acme.example>"), .merge(bea)],
    refused: "wrote a part"),
  Story(
    "a co-author in another spelling", [:],
    [.side(mallory, written, "text\nCO-AUTHORED-BY: B <Bea+x@acme.example>\n\nmore"), .merge(bea)],
    refused: "wrote a part"),
  Story("the approver committed it", [:], [.side(mallory, by: bea, written), .merge(bea)], refused: "wrote a part"),
  Story(
    "the approver wrote another commit of the branch", [:],
    [.side(mallory, written), .side(bea, ["a": "1"]), .merge(bea)], refused: "wrote a part"),
  Story(
    "a trailer in the author's commit", [:], [.main(alice, written, "Approved-by: Bea <bea@acme.example>")],
    refused: "wrote a part"),
  Story(
    "a trailer in the author's squashed commit", [:],
    [.main(alice, by: forge, written, "Approved-by: Bea <bea@acme.example>")], refused: "no merge"),
  Story(
    "a trailer in the branch", [:],
    [.side(alice, written, "Approved-by: Bea <bea@acme.example>"), .merge(alice)], refused: "wrote a part"),
  Story(
    "a trailer in the author's merge", [:],
    [.side(alice, written), .merge(alice, [:], "Approved-by: Bea <bea@acme.example>")], refused: "wrote a part"),
  Story(
    "a trailer of a forge's merge", [:],
    [.side(alice, written), .merge(forge, [:], "Approved-by: Bea <bea@acme.example>")], refused: "no merge"),
  Story("squashed", [:], [.main(alice, by: forge, written)], refused: "no merge"),
  Story("rebased by the approver", [:], [.main(alice, by: bea, written)], refused: "no merge"),
  Story(
    "rebased by the approver, who names herself", [:],
    [.main(alice, by: bea, written, "Approved-by: Bea <bea@acme.example>")], refused: "wrote a part"),
  Story(
    "a merge that the author amended", [:], [.side(alice, written), .merge(bea, by: alice)], refused: "wrote a part"),
  Story(
    "a merge that brings it itself", [:], [.side(mallory, ["a": "1"]), .merge(bea, written)], refused: "wrote a part"),
  Story(
    "a merge that brings more than its branch has", [:],
    [.side(mallory, written), .merge(bea, [file: waivers(entry(until: "2026-12-20"))])], refused: "wrote a part"),
  Story(
    "a merge of the approver in the branch writes a part", [:],
    [
      .side(mallory, ["a": "1"]), .main(carol, ["b": "1"]), .update(bea, written),
      .side(alice, [file: waivers(entry(until: "2026-12-20"))]), .merge(bea),
    ], refused: "wrote a part"),
  Story(
    "reworded by somebody else", [:],
    [
      .main(alice, written), .side(mallory, [file: waivers(entry(reason: "it cannot be reached by anybody"))]),
      .merge(alice),
    ],
    refused: "wrote a part"),
  Story(
    "copied by somebody else", [:],
    [.main(alice, written), .side(mallory, [file: waivers(entry("W-2"))]), .merge(alice)], refused: "wrote a part"),
  Story(
    "deleted, and brought back by somebody else", [:],
    [.main(alice, written), .main(mallory, gone), .side(mallory, [file: waivers(entry("W-3"))]), .merge(alice)],
    refused: "wrote a part"),
  Story(
    "moved and reworded by somebody else", [:],
    [
      .main(alice, written),
      .side(mallory, [file: nil, ".gatehouse/waivers.yml": waivers(entry(until: "2026-12-20"))]), .merge(alice),
    ], refused: "wrote a part"),
  Story(
    "revoked, and brought back as it was", [:],
    [.side(alice, written), .merge(bea), .main(bea, gone), .main(alice, written)], refused: "no merge"),
  Story(
    "in a file that cannot be read, and which somebody else repairs", [:],
    [.main(alice, [file: "waivers: [\n"]), .side(mallory, written), .merge(alice)], refused: "wrote a part"),
  Story(
    "prolonged", [:], [.side(alice, written), .merge(bea), .main(bea, [file: waivers(entry(until: "2026-12-30"))])],
    refused: "no merge"),
  Story(
    "the approver owns other files", [:], [.side(alice, written), .merge(carol)], refused: "only @acme/payments may"),
  Story(
    "the approver owns the files later", [:],
    [
      .side(alice, written), .merge(carol),
      .main(bea, ["CODEOWNERS": "* @acme/platform\n/src/pay/ @acme/payments @carol\n"]),
    ],
    refused: "could not waive this before"),
  Story(
    "the change makes the approver an owner", [:],
    [.side(alice, [file: waivers(entry()), "CODEOWNERS": "* @carol @acme/payments\n"]), .merge(carol)],
    refused: "could not waive this before"),
  Story(
    "the approver is no owner any more", [:],
    [
      .side(alice, written), .merge(bea), .main(carol, ["CODEOWNERS": "* @acme/payments\n/src/ @dan @acme/payments\n"]),
      .main(
        carol,
        [".gatehouse/people.yaml": people.replacingOccurrences(of: "[\"@alice\", \"@bea\"]", with: "[\"@alice\"]")]),
    ],
    refused: "only @dan, @acme/payments may"),
  Story(
    "the change says whose address it is", [:],
    [
      .side(
        alice,
        [
          file: waivers(entry()),
          ".gatehouse/people.yaml": people.replacingOccurrences(
            of: "[bea@acme.example]", with: "[bea@acme.example, mallory@other.example]"),
        ]), .merge(mallory),
    ], refused: "could not waive this before"),
  Story(
    "the change puts the approver into the team", [:],
    [
      .side(
        alice,
        [
          file: waivers(entry()),
          ".gatehouse/people.yaml": people.replacingOccurrences(of: "\"@bea\"]", with: "\"@bea\", \"@dan\"]"),
        ]), .merge(dan),
    ], refused: "could not waive this before"),
  Story(
    "the change lets the approver approve", [:],
    [
      .side(
        alice,
        [
          file: waivers(entry()),
          ".gatehouse/policy.yaml": policy.replacingOccurrences(
            of: "approvers: codeowners", with: "approvers: [\"@dan\", codeowners]"),
        ]), .merge(dan),
    ], refused: "could not waive this before"),
  Story("nobody knows the approver", [:], [.side(alice, written), .merge(mallory)], refused: "is not in"),
  Story(
    "an address that looks like the approver's", [:],
    [.side(alice, written), .merge("Bea <be\u{430}@acme.example>")], refused: "is not in"),
  Story(
    ".mailmap makes somebody the approver", [".mailmap": "Bea <bea@acme.example> <mallory@other.example>\n"],
    [.side(alice, written), .merge(mallory)], refused: "is not in"),
  Story("a forge merges it", [:], [.side(alice, written), .merge(forge)], refused: "no merge"),
  Story(
    "a robot merges it", [:],
    [.side(alice, written), .merge("bot <49699333+dependabot[bot]@users.noreply.github.com>", by: forge)],
    refused: "no merge"),
  Story("nobody wrote it", [:], [.side(forge, written), .merge(bea)], refused: "names no person"),
  Story("it was there at first", [file: waivers(entry())], [], refused: "no merge"),
]

/// Who wrote and who approved a waiver is proven by commits of the base branch, where the policy wants a proof.
@Suite struct ApprovalTests {
  private static let stories = honest + tricks
  private static let bench = Result {
    try StoryBench(
      stories, base: base, change: ["src/pay/charge.py": Files.code(line: "    eval(request.body)")])
  }

  @Test(arguments: stories.indices) func `nobody approves their own waiver`(_ number: Int) throws {
    let (story, answer) = (Self.stories[number], try Self.bench.get().check(number))
    let finding = try #require(answer.findings.first, "\(answer.outcome.errors)")
    let isWaived = finding["suppressedBy"]["kind"].text == "waiver"
    #expect(isWaived == (story.refusal == nil), "\(story.testDescription)")
    #expect(answer.status == (story.refusal == nil ? 0 : 1), "\(story.testDescription)")
    if let refusal = story.refusal {
      let reason = finding["reasons"].list.first { $0["code"].text == "waiver-not-authorized" }
      #expect(
        reason?["text"].text?.contains(refusal) == true, "\(story.testDescription): \(reason?["text"].text ?? "-")")
    } else {
      let approval = finding["suppressedBy"]["approval"]
      #expect(approval["proof"].text == "commit" && !approval["writtenBy"].list.isEmpty, "\(story.testDescription)")
    }
  }
}
