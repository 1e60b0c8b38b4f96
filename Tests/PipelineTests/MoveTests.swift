import Interning
import Model
import Ownership
import Policies
import Reports
import System
import Testing

@testable import Pipeline

/// A file that the change moves keeps its owners, and is new to rules that did not judge it where it was.
@Suite struct MoveTests {
  static let now = Timestamp("2026-11-22T10:00:00Z") ?? Timestamp(seconds: 0)
  static let owners = "/pay/ @acme/pay\n/toys/ @mallory\n/Toys/ @ines\n/open/\n"

  /// Judges a finding in a file that the change moves from one path to another.
  private func judge(
    _ policy: String, _ newness: Newness = .inherited, from old: String, to new: String,
    status: FileChange.Status = .renamed, waiver: String? = nil
  ) throws -> (judgement: Judgement, reasons: [Reason]) {
    func input(_ name: String, _ text: String) -> Input { Input(name: name, bytes: Array(text.utf8)) }
    let waivers = try waiver.map {
      try Waivers.read([
        input(
          "w.yaml",
          "gatehouse-waivers: 1\nwaivers: [{ id: w, match: { rule: eval }, reason: only a playground, approved-by: \"\($0)\", "
            + "created: 2026-11-01, until: 2026-12-15 }]")
      ])
    }
    let bundle = PolicyBundle(
      policy: try Policy.read([input("p.yaml", "gatehouse: 1\nname: p\n" + policy)]), waivers: waivers ?? .none,
      owners: .codeowners(Codeowners(input("CODEOWNERS", Self.owners))))
    var one = Observation(
      scan: Scan(format: "sarif", tool: "semgrep", report: "r"), kind: .sast, ruleId: "eval", title: "eval",
      at: SourcePosition(file: "r"))
    one.location = Location(path: new, startLine: 5)
    let dated = DatedFinding(
      finding: ArenaRef(Finding(id: "f", observations: Observations([one]), like: one)),
      firstSeen: FirstSeen(Self.now, .now), newness: Interned(NewnessResult(newness, because: "b")))
    let changes = FileChanges([FileChange(path: new, oldPath: status == .renamed ? old : nil, status: status)])
    let decision = decide(DecisionInput(findings: [dated], changes: changes), by: bundle, at: Self.now)
    let judgement = try #require(decision.judgements.first)
    return (judgement, decision.reasons(for: judgement))
  }

  private static let plain =
    "rules: [{ id: r, when: { newness: introduced }, effect: deny }]\nwaivers: { approvers: codeowners, longest: { critical: 60d } }\n"

  @Test(arguments: [
    // From an owned folder: its owner may, the owner of the new path may not.
    ("pay/a.py", "toys/a.py", "@mallory", Effect.deny), ("pay/a.py", "toys/a.py", "@acme/pay", .allow),
    ("toys/a.py", "pay/a.py", "@acme/pay", .deny), ("toys/a.py", "pay/a.py", "@MALLORY", .allow),
    // Folders that differ in case only are two folders.
    ("toys/a.py", "Toys/a.py", "@ines", .deny), ("toys/a.py", "Toys/a.py", "@mallory", .allow),
    // Nobody owned it, so nobody may.
    ("open/a.py", "toys/a.py", "@mallory", .deny), ("a.py", "toys/a.py", "@mallory", .deny),
    // Within the folder nothing changes.
    ("toys/a.py", "toys/b/a.py", "@mallory", .allow),
  ])
  func `the owners of the old path may waive what is in a moved file`(
    _ old: String, _ new: String, _ approver: String, _ effect: Effect
  ) throws {
    let (judgement, reasons) = try judge(Self.plain, .introduced, from: old, to: new, waiver: approver)
    #expect(judgement.effect == effect, "\(reasons.map(\.text))")
    #expect(judgement.risk.move?.from == old)
  }

  @Test func `a new file, a copy among them, has the owners of its path`() throws {
    let added = try judge(
      Self.plain, .introduced, from: "pay/a.py", to: "toys/a.py", status: .added, waiver: "@mallory")
    #expect(added.judgement.effect == .allow && added.judgement.risk.move == nil)
  }

  private static let unlessTests =
    "rules: [{ id: r, when: { newness: [introduced, surfaced] }, unless: { path: tests/** }, effect: deny }]\n"
  private static let onlyPay =
    "rules: [{ id: all, when: { newness: introduced }, effect: warn }, "
    + "{ id: pay, when: { newness: introduced, path: pay/** }, effect: deny }]\n"
  private static let excepted =
    "rules: [{ id: r, when: { newness: introduced }, effect: deny }]\n"
    + "exceptions: [{ id: e, why: w, when: { path: tests/** }, effect: allow }]\n"
  private static let exceptedByAge =
    unlessTests + "exceptions: [{ id: e, why: w, when: { newness: inherited }, effect: allow }]\n"
  private static let owned = "rules: [{ id: r, when: { newness: introduced, owner: \"@acme/pay\" }, effect: deny }]\n"
  private static let orphans = "rules: [{ id: r, when: { newness: introduced, owner: none }, effect: deny }]\n"
  private static let later =
    "rules: [{ id: r, when: { newness: introduced }, unless: { path: tests/** }, effect: deny, warn-until: 2027-01-01 }]\n"

  @Test(arguments: [
    (unlessTests, "tests/a.py", "a.py", Effect.deny), (unlessTests, "src/a.py", "a.py", .allow),
    (unlessTests, "a.py", "tests/a.py", .allow), (unlessTests, "tests/a.py", "tests/b.py", .allow),
    (unlessTests, "Tests/a.py", "tests/a.py", .allow), (unlessTests, "tests/a.py", "Tests/a.py", .deny),
    (onlyPay, "toys/a.py", "pay/a.py", .deny), (onlyPay, "pay/a.py", "pay/b.py", .allow),
    (onlyPay, "pay/a.py", "toys/a.py", .allow),
    (excepted, "tests/a.py", "a.py", .deny), (excepted, "a.py", "b.py", .allow),
    (excepted, "a.py", "tests/a.py", .allow),
    (exceptedByAge, "tests/a.py", "a.py", .deny), (exceptedByAge, "b.py", "a.py", .allow),
    (owned, "toys/a.py", "pay/a.py", .deny), (owned, "pay/a.py", "toys/a.py", .allow),
    (orphans, "toys/a.py", "b/a.py", .deny), (orphans, "b/a.py", "toys/a.py", .allow),
    (later, "tests/a.py", "a.py", .warn), (later, "src/a.py", "a.py", .allow),
  ])
  func `code that existed is new to a rule that did not judge it where it was`(
    _ policy: String, _ old: String, _ new: String, _ effect: Effect
  ) throws {
    let (judgement, reasons) = try judge(policy, from: old, to: new)
    #expect(judgement.effect == effect, "\(old) to \(new): \(reasons.map(\.text))")
    #expect(judgement.outcome.rules.contains(where: \.isArrival) == (effect != .allow))
    if effect != .allow { #expect(reasons.contains { $0.text.contains("moves it here from \(old)") }) }
    #expect(try judge(policy, from: old, to: new, status: .modified).judgement.effect == .allow, "without a move")
  }

  @Test func `an exception on an owner must hold for the old path and for the new one`() throws {
    let policy =
      "rules: [{ id: r, when: { newness: introduced }, effect: deny }]\n"
      + "exceptions: [{ id: e, why: w, when: { owner: \"@mallory\" }, effect: allow }]\n"
    #expect(try judge(policy, .introduced, from: "toys/a.py", to: "toys/b.py").judgement.effect == .allow)
    #expect(try judge(policy, .introduced, from: "pay/a.py", to: "toys/a.py").judgement.effect == .deny)
    #expect(try judge(policy, .introduced, from: "toys/a.py", to: "pay/a.py").judgement.effect == .deny)
  }
}
