import Documents
import Model
import System
import TestSupport
import Testing

@testable import Ledger

/// The bytes and the names of records.
@Suite struct RecordTests {
  /// A record made up from a seed.
  static func record(_ seed: UInt64) -> Record {
    var random = Seeded(seed)
    func time() -> Timestamp { Timestamp(seconds: Int64.random(in: 0..<4_000_000_000, using: &random)) }
    func digits(_ count: Int) -> String {
      String((0..<count).map { _ in Array("0123456789abcdef")[Int.random(in: 0..<16, using: &random)] })
    }
    let names = ["reports/a.sarif", "ä.json", "b\u{202E}.json", "##[error].json", "\"quoted\".json", "\u{10FF80}"]
    let severities = Severity.allCases + [nil]
    let findings = (0..<Int.random(in: 0..<6, using: &random)).map { _ in
      RecordedFinding(
        id: digits(16), kind: random.pick(of: Observation.Kind.allCases), effect: random.pick(of: Effect.allCases),
        severity: random.pick(of: severities), newness: random.pick(of: ["introduced", "inherited", "unknown"]),
        firstSeen: FirstSeen(time(), random.pick(of: [.now, .report, .ledger, .atLeastSince])), recorded: time(),
        aliases: random.pick(of: [[], [digits(16), digits(16)].sorted()]),
        owners: random.pick(of: [[], ["@acme/pay"], ["@acme/pay", "ada@example.com"]]),
        due: random.pick(of: [nil, time().day]), suppressed: random.pick(of: [nil, .waiver, .vex]))
    }
    let inputs = (0..<Int.random(in: 0..<4, using: &random)).map { _ in
      Record.Input(
        random.pick(of: Record.Input.Role.allCases), random.pick(of: names), digest: "sha256:" + digits(64),
        kinds: random.pick(of: [[], [.sast], [.sca, .container]]))
    }
    return Record(
      time: time(), purpose: random.pick(of: Record.Purpose.allCases), program: "0.1.0",
      base: random.pick(of: [nil, Revision(commit: digits(40), ref: "refs/heads/main")]),
      head: Revision(commit: digits(40)), verdict: random.pick(of: [.pass, .fail, .undecided]),
      decision: "sha256:" + digits(64), inputs: inputs, waivers: random.pick(of: [[], ["W-1", "W-2"]]),
      findings: findings)
  }

  @Test func `a record reads back as it was written`() throws {
    for seed in Depth.lawSeeds {
      let record = Self.record(seed)
      #expect(try Record(Input(name: "r.json", bytes: record.bytes())) == record, "seed \(seed)")
    }
  }

  @Test func `members are sorted by name, and the line ends`() throws {
    for seed in Depth.lawSeeds.prefix(100) {
      let bytes = try Self.record(seed).bytes()
      #expect(bytes.last == UInt8(ascii: "\n") && bytes.count { $0 == UInt8(ascii: "\n") } == 1)
      try expectSorted(JSONDocument(Input(name: "", bytes: bytes)).root)
    }
  }

  private func expectSorted(_ value: JSONValue) throws {
    switch value.kind {
    case .object:
      let members = try value.members().map { $0 }
      #expect(members.map(\.key) == members.map(\.key).sorted())
      for member in members { try expectSorted(member.value) }
    case .array: for element in try value.elements() { try expectSorted(element) }
    default: break
    }
  }

  @Test func `the order of findings and inputs does not matter`() throws {
    for seed in Depth.lawSeeds.prefix(100) {
      let record = Self.record(seed)
      let other = Record(
        time: record.time, purpose: record.purpose, program: record.program, base: record.base, head: record.head,
        verdict: record.verdict, decision: record.decision, inputs: record.inputs.reversed(), waivers: record.waivers,
        findings: record.findings.reversed())
      #expect(try other.bytes() == record.bytes())
      #expect(try other.id() == record.id())
    }
  }

  /// Whatever is changed, nobody takes the record for the one that its name names.
  @Test func `each changed byte is refused or changes the name`() throws {
    let record = Self.record(7)
    let (bytes, id) = (try record.bytes(), try record.id())
    for index in bytes.indices {
      var changed = bytes
      changed[index] ^= 1
      guard let read = try? Record(Input(name: "r.json", bytes: changed)) else { continue }
      #expect(RecordID(of: changed, at: read.time) != id, "byte \(index)")
    }
    for more in [" ", "\n", "{}"] {
      #expect(throws: Diagnostic.self) { try Record(Input(name: "r.json", bytes: bytes + Array(more.utf8))) }
    }
  }

  @Test func `unknown members and formats are refused`() throws {
    let text = String(decoding: try Self.record(3).bytes(), as: UTF8.self)
    for (old, new) in [
      (#""schemaVersion":1"#, #""schemaVersion":2"#), (#""program""#, #""more":1,"program""#),
      (#""purpose":""#, #""purpose":"x"#), (#""verdict":""#, #""verdict":"x"#),
    ] {
      let changed = text.replacing(old, with: new)
      #expect(changed != text)
      #expect(throws: Diagnostic.self, "\(new)") { try Record(Input(name: "r.json", bytes: Array(changed.utf8))) }
    }
  }

  @Test func `names sort by time, and paths name their records`() throws {
    let ids = try (0..<50).map { Self.record($0) }.sorted { $0.time < $1.time }.map { try $0.id() }
    #expect(ids == ids.sorted())
    for id in ids { #expect(RecordID(path: id.path) == id) }
    let path = ids[0].path
    for wrong in [path + "x", "x/" + path, String(path.dropFirst()), path.uppercased(), "a/" + path.dropFirst(2), ""] {
      #expect(RecordID(path: wrong) == nil, "\(wrong)")
    }
  }

  @Test func `a name that is too long is refused`() throws {
    var record = Self.record(1)
    record.inputs.append(Record.Input(.report, String(repeating: "x", count: 5000), digest: ""))
    #expect(throws: Diagnostic.self) { try record.bytes() }
  }
}
