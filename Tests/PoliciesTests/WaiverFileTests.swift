import Model
import System
import Testing

@testable import Policies

/// Waivers are added to a file without writing it anew.
@Suite struct WaiverFileTests {
  private static let draft = WaiverDraft(
    id: "W-0a1b2c3d", finding: "0a1b2c3d" + String(repeating: "0", count: 24), comment: "high: eval, a.py:7",
    reason: "the \"gateway\" is in front \\ of it", approvedBy: "@acme/pay", created: Day(number: 20_000),
    until: Day(number: 20_014))

  private static let old =
    "- { id: W-1, match: { rule: r }, reason: nobody reaches it, approved-by: \"@a\", "
    + "created: 2024-10-04, until: 2024-10-18 }"

  private func input(_ text: String) -> Input { Input(name: "waivers.yaml", bytes: Array(text.utf8)) }

  private func added(to text: String) throws -> (text: String, waivers: [Waiver]) {
    let bytes = try WaiverFile(input(text)).adding([Self.draft])
    return (String(decoding: bytes, as: UTF8.self), try Waivers.read([Input(name: "waivers.yaml", bytes: bytes)]).all)
  }

  /// Files, and the lines that stay as they are.
  private static let files = [
    "gatehouse-waivers: 1\nwaivers: []\n", "gatehouse-waivers: 1\nwaivers:   [ ]  # none yet\n# the end\n",
    "gatehouse-waivers: 1\nwaivers: []", "waivers: []\ngatehouse-waivers: 1\n",
    "waivers: [\n  ]\ngatehouse-waivers: 1\n",
    "gatehouse-waivers: 1\nwaivers:\n  \(old)\n", "gatehouse-waivers: 1\nwaivers:\n\(old)\n\n# of nothing",
    "# a\nwaivers:   # b\n  # c\n  \(old) # d\n  # e\n\n# f\ngatehouse-waivers: 1 # g\n",
    "gatehouse-waivers: 1\r\nwaivers:\r\n    \(old)\r\n", "gatehouse-waivers: 1\r\nwaivers: []\r\n",
    "gatehouse-waivers: 1\nwaivers: [\(old.dropFirst(2))]\n",
    "gatehouse-waivers: 1\nwaivers: [\n  \(old.dropFirst(2)),\n  ]\n",
    "{ gatehouse-waivers: 1, waivers: [] }\n",
    "{\n  \"gatehouse-waivers\": 1,\n  \"waivers\": [ \(old.dropFirst(2)) ]\n}\n",
    "gatehouse-waivers: 1\nwaivers:\n- id: W-1\n  match:\n    rule: r\n  approved-by: \"@a\"\n  created: 2024-10-04\n"
      + "  until: 2024-10-18\n  reason: |\n    nobody reaches it\n\n    # not a comment\n# a comment\n",
    "gatehouse-waivers: 1\nwaivers:\n  \(old)", "\u{feff}gatehouse-waivers: 1\nwaivers: []\n",
    "gatehouse-waivers: 1\nwaivers: []  # über Öl\n", "gatehouse-waivers: 1\nwaivers:\n",
    "waivers:\ngatehouse-waivers: 1",
    "# a\ngatehouse-waivers: 1\nwaivers:  # none\n# the end\n",
  ]

  @Test(arguments: files) func `all else in the file stays`(_ text: String) throws {
    let (after, waivers) = try added(to: text)
    let before = try Waivers.read([input(text)]).all
    #expect(waivers.count == before.count + 1)
    let new = try #require(waivers.first { $0.id == Self.draft.id })
    #expect(new.why == Self.draft.reason && new.approvedBy == "@acme/pay" && new.until == Self.draft.until)
    #expect(new.match.finding == Self.draft.finding && new.created == Self.draft.created)
    if let one = before.first { #expect(waivers.first { $0.id == "W-1" }?.why == one.why) }
    // Without the new lines and without the brackets of an empty list, the text is the old one.
    func words(_ text: String) -> [Substring] {
      text.replacing("[ ]", with: "").replacing("[]", with: "").split { $0.isWhitespace || $0 == "[" || $0 == "]" }
    }
    var rest = words(after)[...]
    for word in words(text) {
      let place = try #require(rest.firstIndex(of: word), "\(word) is missing in \(after)")
      rest = rest[(place + 1)...]
    }
    #expect(!text.contains("\r\n") || !after.replacing("\r\n", with: "").contains("\n"), "line ends stay")
  }

  @Test func `a new waiver comes after the last one`() throws {
    let text = "gatehouse-waivers: 1\nwaivers:\n  \(Self.old)\n\n# the end\n"
    let lines = try added(to: text).text.split(separator: "\n", omittingEmptySubsequences: false)
    #expect(lines[2].hasSuffix(Self.old) && lines[3] == "  # high: eval, a.py:7" && lines[4] == "  - id: W-0a1b2c3d")
    #expect(lines.suffix(3) == ["", "# the end", ""])
  }

  @Test func `a file that is not valid is told, and not changed`() throws {
    for text in ["gatehouse-waivers: 1\n", "", "gatehouse-waivers: 1\nwaivers: none\n"] {
      #expect(throws: PolicyError.self) { try WaiverFile(input(text)).adding([Self.draft]) }
    }
  }

  @Test func `waivers of one finding have ids of their own`() {
    #expect(WaiverDraft.freeID(for: "0a1b2c3d4e", taken: []) == "W-0a1b2c3d")
    #expect(WaiverDraft.freeID(for: "0a1b2c3d4e", taken: ["W-0a1b2c3d", "W-0a1b2c3d-2"]) == "W-0a1b2c3d-3")
  }

  @Test(arguments: ["0a1b2c3d", "0A1B2C3D", "0"]) func `the beginning of an id is refused in a waiver`(_ id: String)
    throws
  {
    let text = "gatehouse-waivers: 1\nwaivers:\n  \(Self.old.replacing("rule: r", with: "finding: \"\(id)\""))\n"
    let error = #expect(throws: PolicyError.self) { try Waivers.read([input(text)]) }
    #expect(error?.diagnostics.map(\.code) == [.waiverInvalid])
  }
}
