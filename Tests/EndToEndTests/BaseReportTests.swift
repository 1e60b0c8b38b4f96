import Foundation
import TestSupport
import Testing

/// What reports on the base, and on commits before it, prove about newness.
@Suite struct BaseReportTests {
  /// A line of history: three commits on main (`old`, `middle`, `tip`), and a change that begins at the middle one.
  private final class History {
    let bench: Bench
    let ids: [String: String]

    init(
      old: [String: Entry?] = [:], middle: [String: String] = [:], tip: [String: String] = ["docs/a.md": "a\n"],
      change: [String: String]
    ) throws {
      let bench = try Bench(base: old.merging([".gatehouse/policy.yaml": .text(BaseReportTests.policy)]) { $1 })
      var ids = ["old": bench.base]
      try bench.git("checkout", "-q", "-f", "main")
      func commit(_ files: [String: String], _ name: String) throws {
        for (path, text) in files {
          let file = bench.repository.appending(path: path)
          try FileManager.default.createDirectory(
            at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
          try Data(text.utf8).write(to: file)
        }
        try bench.git("add", "-A")
        try bench.git("commit", "-q", "--allow-empty", "-m", name)
        ids[name] = try bench.git("rev-parse", "HEAD")
      }
      try commit(middle, "middle")
      try commit(tip, "tip")
      try bench.git("checkout", "-q", "-f", "-B", "change", ids["middle"] ?? "")
      try commit(change, "head")
      (self.bench, self.ids) = (bench, ids)
    }

    func check(_ head: [Statement], base: [(String, [Statement])], tool: String = "codeql") throws -> Answer {
      let reports = try base.map { commit, statements in
        let id = ids[commit] ?? commit
        return try bench.write(.sarif(statements, commit: { _ in id }), in: "base-\(UUID().uuidString)").path
      }
      return try bench.check(
        [.sarif(head)], ["--scanned", ids["head"] ?? ""] + reports.flatMap { ["--base-report", $0] }, bound: false)
    }

    func newness(_ head: [Statement], base: [(String, [Statement])]) throws -> String {
      let answer = try check(head, base: base)
      guard answer.findings.count == 1, let finding = answer.findings.first else { return "\(answer.outcome)" }
      let possible = finding["newnessPossible"].list.compactMap(\.text)
      return possible.isEmpty ? finding["newness"].text ?? "" : possible.joined(separator: " ")
    }
  }

  static let policy = """
    gatehouse: 1
    name: p
    rules:
      - { id: new, when: { severity: { at-least: high }, newness: [introduced, surfaced] }, effect: deny }

    """
  private static let code = Files.code()
  /// A result that names no line, in a file that the change touches.
  private static let whole = Statement(path: "src/pay/charge.py", line: 0)
  private static func at(_ line: Int, _ path: String = "src/pay/charge.py") -> Statement {
    Statement(path: path, line: line)
  }
  private static let edit = ["src/pay/charge.py": code + "more()\n"]

  @Test(arguments: ["old", "middle", "tip"])
  func `what a report on the base or before it has is old`(_ commit: String) throws {
    let history = try History(change: Self.edit)
    #expect(try history.newness([Self.at(3)], base: [(commit, [Self.at(3)])]) == "inherited")
    // The change touches the last line's neighbour, so without a report nobody knows.
    #expect(try history.newness([Self.whole], base: []) == "introduced surfaced inherited")
    #expect(try history.newness([Self.whole], base: [(commit, [Self.whole])]) == "inherited")
  }

  @Test func `lines and names of an earlier report are followed to the base`() throws {
    let shifted = "first()\nsecond()\n" + Self.code
    let history = try History(
      middle: ["src/pay/charge.py": shifted], change: ["src/pay/charge.py": shifted + "more()\n"])
    #expect(try history.newness([Self.at(5)], base: [("old", [Self.at(3)])]) == "inherited")
    // Line 3 of today is not line 3 of then.
    #expect(try history.newness([Self.at(3)], base: [("old", [Self.at(3)])]) != "introduced")
    let answer = try history.check([Self.at(5)], base: [("old", [Self.at(3)])])
    #expect(answer.codes.contains("base-report-older") && answer.status == 0, "\(answer.outcome)")
  }

  @Test func `a place that was touched since the earlier report is not proven old by it`() throws {
    let touched = Self.code.replacing("step_3()", with: "step_3(1)")
    let history = try History(
      middle: ["src/pay/charge.py": touched], change: ["src/pay/charge.py": touched + "more()\n"])
    // What names no line may be about the touched one.
    #expect(try history.newness([Self.whole], base: [("old", [Self.whole])]) == "introduced surfaced inherited")
    #expect(try history.newness([Self.at(5)], base: [("old", [Self.at(5)])]) == "inherited")
  }

  @Test func `what an earlier report lacks is not proven old, and not proven new`() throws {
    let history = try History(change: Self.edit)
    #expect(try history.newness([Self.at(3)], base: []) == "inherited")
    #expect(try history.newness([Self.at(3)], base: [("middle", [])]) == "surfaced")
    #expect(try history.newness([Self.at(3)], base: [("old", [])]) == "surfaced inherited")
    // The base itself was scanned too.
    #expect(try history.newness([Self.at(3)], base: [("old", []), ("tip", [])]) == "surfaced")
    #expect(try history.newness([Self.at(11)], base: [("old", [])]) == "introduced")
    // Somebody else touched the file since: the diff is all that is known.
    let touched = try History(
      middle: ["src/pay/charge.py": "a()\n" + Self.code], change: ["src/pay/charge.py": "a()\n" + Self.code + "m()\n"])
    #expect(try touched.newness([Self.at(4)], base: [("old", [])]) == "inherited")
  }

  @Test func `a report on a commit that is not one before the base is told, and proves nothing`() throws {
    let history = try History(change: Self.edit)
    for commit in ["head", String(repeating: "1", count: 40)] {
      #expect(try history.newness([Self.at(11)], base: [(commit, [Self.at(11)])]) == "introduced")
      let answer = try history.check([Self.at(3)], base: [(commit, [])])
      #expect(answer.status == 0 && answer.codes.contains("report-wrong-commit"), "\(answer.outcome)")
    }
  }

  @Test func `what was fixed on the base and comes back with the change is not old`() throws {
    let bad = Self.code.replacing("    step_3()", with: "    eval(x)")
    let history = try History(
      old: ["src/pay/charge.py": .text(bad)], middle: ["src/pay/charge.py": Self.code],
      change: ["src/pay/charge.py": bad])
    #expect(try history.newness([Self.at(3)], base: [("old", [Self.at(3)])]) == "introduced")
  }

  // The change begins at `middle`; on the base branch `tip` comes after it.

  @Test func `reports on the base and on earlier commits name one problem by one place`() throws {
    let shifted = "first()\nsecond()\n" + Self.code
    let history = try History(
      tip: ["src/pay/charge.py": shifted, "src/moved.py": "eval(x)\n"], change: Self.edit)
    let reports = [("tip", [Self.at(5)]), ("middle", [Self.at(3)]), ("old", [Self.at(3)])]
    for base in [reports, reports.reversed(), Array(reports.prefix(1))] {
      #expect(try history.newness([Self.at(3)], base: base) == "inherited")
    }
    // Line 7 of the head is line 9 of the tip.
    let twoOfTip = [("tip", [Self.at(5), Self.at(9)]), ("middle", [Self.at(3)])]
    #expect(try history.newness([Self.at(3)], base: twoOfTip) == "inherited")
    #expect(try history.newness([Self.at(7)], base: twoOfTip) == "inherited")
    #expect(try history.newness([Self.at(10)], base: twoOfTip) == "surfaced")
  }

  @Test func `what the base branch brought after the change began makes nothing else old`() throws {
    let later = Self.code.replacing("    step_4()", with: "    eval(x)\n    step_4()")
    let history = try History(tip: ["src/pay/charge.py": later, "src/new.py": "eval(x)\n"], change: Self.edit)
    // The head has another line in the place that it has there.
    #expect(try history.newness([Self.at(4)], base: [("tip", [Self.at(4)])]) == "inherited")
    // What the base branch wrote above may have fixed a line below.
    #expect(try history.newness([Self.at(10)], base: [("tip", [Self.at(4)])]) == "inherited")
    #expect(try history.newness([Self.at(11)], base: [("tip", [Self.at(4)])]) == "introduced")
  }

  @Test func `what the base branch fixed after the change began is not held against the change`() throws {
    let fixed = Self.code.replacing("step_3()", with: "safe_3()")
    let history = try History(tip: ["src/pay/charge.py": fixed], change: Self.edit)
    let place = Self.at(try #require(Self.code.split(separator: "\n").firstIndex { $0.contains("step_3()") }) + 1)
    #expect(try history.newness([place], base: [("tip", [])]) == "inherited")
    // What the base branch left as it was has been looked at.
    #expect(try history.newness([Self.at(8)], base: [("tip", [])]) == "surfaced")
    #expect(try history.newness([Self.at(11)], base: [("tip", [])]) == "introduced")
  }

  @Test func `what base branch and change both bring is old for the change`() throws {
    let bad = Self.code + "eval(x)\n"
    let history = try History(tip: ["src/pay/charge.py": bad], change: ["src/pay/charge.py": bad])
    #expect(try history.newness([Self.at(11)], base: []) == "introduced")
    #expect(try history.newness([Self.at(11)], base: [("tip", [Self.at(11)])]) == "inherited")
  }
}
