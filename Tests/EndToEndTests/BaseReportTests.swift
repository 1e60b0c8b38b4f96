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

  @Test(arguments: ["middle", "tip"])
  func `what a report on the base says is fixed is not there`(_ commit: String) throws {
    let history = try History(change: ["docs/b.md": "b\n"])
    var fixed = Self.at(3)
    fixed.more = #","baselineState":"absent""#
    #expect(try history.newness([Self.at(3)], base: [(commit, [fixed])]) == "surfaced")
  }

  @Test func `what lies in no file may come back with a change of what the base changed since it was reported`() throws
  {
    let page = Statement(path: "https://shop.example/pay", line: 1)
    let image = (11...12).map { "FROM debian:\($0)\n" }
    let old: [String: Entry?] = ["Dockerfile": .text(image[0])]
    let back = try History(old: old, middle: ["Dockerfile": image[1]], change: ["Dockerfile": image[0]])
    #expect(try back.newness([page], base: [("old", [page])]) == "introduced surfaced inherited")
    #expect(try back.newness([page], base: [("middle", [page])]) == "inherited")
    let other = try History(old: old, middle: ["Dockerfile": image[1]], change: Self.edit)
    #expect(try other.newness([page], base: [("old", [page])]) == "inherited")
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

  @Test func `a line that the base branch has got since is that of the change where both add it in one place`() throws {
    func added(after line: Int) -> [String: String] {
      var lines = Self.code.split(separator: "\n")
      lines.insert("    eval(request.body)", at: line)
      return ["src/pay/charge.py": lines.joined(separator: "\n") + "\n"]
    }
    let elsewhere = try History(tip: added(after: 2), change: added(after: 8))
    #expect(try elsewhere.newness([Self.at(9)], base: []) == "introduced")
    #expect(try elsewhere.newness([Self.at(9)], base: [("tip", [Self.at(3)])]) == "introduced")
    // As when a commit is taken over from the base branch.
    let same = try History(tip: added(after: 5), change: added(after: 5))
    #expect(try same.newness([Self.at(6)], base: [("tip", [Self.at(6)])]) == "inherited")
  }

  /// What Semgrep lists on the base, and what is possible of a finding in a file that the change takes out of `src/web`.
  @Test(arguments: [
    ("src/pay/charge.py", "introduced surfaced inherited"), ("src/web/index.py", "surfaced"),
  ])
  func `a file that scans of the base went past may be new where the change renames it`(
    _ scanned: String, _ expected: String
  ) throws {
    let history = try History(change: ["docs/b.md": "b\n"])
    try history.bench.git("mv", "src/web/index.py", "src/pay/index.py")
    try history.bench.git("commit", "-q", "-m", "move")
    let report = try history.bench.write(.semgrep(scanned: [scanned]), in: "base-\(UUID().uuidString)")
    let head = try history.bench.git("rev-parse", "HEAD")
    let answer = try history.bench.check(
      [.sarif([Self.at(3, "src/pay/index.py")], commit: { _ in head })],
      ["--scanned", head, "--base-report", report.path, "--base-scanned", history.ids["tip"] ?? ""], bound: false)
    let finding = try #require(answer.findings.first, "\(answer.outcome)")
    let possible = finding["newnessPossible"].list.compactMap(\.text)
    #expect((possible.isEmpty ? finding["newness"].text ?? "" : possible.joined(separator: " ")) == expected)
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

  /// What the side-car of the report on the base says, and what is possible of a finding in `src/` that it lacks.
  @Test(
    arguments: [
      ("covers: [docs]", "inherited"), ("covers: [src/pay/other]", "inherited"), ("covers: [src/pa]", "inherited"),
      ("covers: [src/pay]", "surfaced"), ("covers: [docs, src/pay/charge.py]", "surfaced"), ("covers: [.]", "surfaced"),
      ("folder: docs", "inherited"),
    ], ["old", "middle", "tip"])
  func `a place that the base report does not cover was not scanned`(
    _ part: (String, String), _ commit: String
  )
    throws
  {
    let history = try History(change: ["docs/b.md": "b\n"])
    let folder = "base-\(UUID().uuidString)"
    let id = try #require(history.ids[commit])
    let report = try history.bench.write(.sarif([], commit: { _ in id }), in: folder)
    try history.bench.write(.sideCar("codeql.sarif", part.0), in: folder)
    let answer = try history.bench.check(
      [.sarif([Self.at(3)])], ["--scanned", history.ids["head"] ?? "", "--base-report", report.path], bound: false)
    let finding = try #require(answer.findings.first, "\(answer.outcome)")
    let possible = finding["newnessPossible"].list.compactMap(\.text)
    // An earlier report proves nothing of what came later.
    let expected = part.1 == "surfaced" && commit == "old" ? ["surfaced", "inherited"] : [part.1]
    #expect((possible.isEmpty ? [finding["newness"].text ?? ""] : possible) == expected)
  }

  /// What Semgrep lists on the base, what it could not read there, and the newness of what the head has in the file.
  @Test(arguments: [
    ("src/web/index.py", "", "inherited"), ("src/pay/charge.py", "", "surfaced"),
    ("src/pay/charge.py", #"{"level":"warn","type":"Timeout","message":"m","path":"src/pay/charge.py"}"#, "inherited"),
  ])
  func `a file that the base report does not list, or could not read, was not scanned`(
    _ scanned: String, _ error: String, _ expected: String
  ) throws {
    let history = try History(change: ["docs/b.md": "b\n"])
    let folder = "base-\(UUID().uuidString)"
    let report = try history.bench.write(.semgrep(scanned: [scanned], errors: error), in: folder)
    let answer = try history.bench.check(
      [.sarif([Self.at(3)])],
      [
        "--scanned", history.ids["head"] ?? "", "--base-report", report.path, "--base-scanned",
        history.ids["middle"] ?? "",
      ], bound: false)
    #expect(answer.findings.first?["newness"].text == expected, "\(answer.outcome)")
  }

  @Test func `a report on a commit that is not one before the base is told, and proves nothing`() throws {
    let history = try History(change: Self.edit)
    for commit in ["head", String(repeating: "1", count: 40)] {
      #expect(try history.newness([Self.at(11)], base: [(commit, [Self.at(11)])]) == "introduced")
      let answer = try history.check([Self.at(3)], base: [(commit, [])])
      #expect(answer.status == 0 && answer.codes.contains("report-wrong-commit"), "\(answer.outcome)")
    }
  }

  @Test func `a base report that is bound to no commit is told and not used, and --base-scanned binds it`() throws {
    let history = try History(change: Self.edit)
    let report = try history.bench.write(.sarif([Self.whole]), in: "unbound").path
    func check(_ options: String...) throws -> Answer {
      try history.bench.check(
        [.sarif([Self.whole])], ["--scanned", history.ids["head"] ?? "", "--base-report", report] + options,
        bound: false)
    }
    let unbound = try check()
    #expect(unbound.status == 1 && unbound.findings.map { $0["newness"].text } == ["unknown"], "\(unbound.outcome)")
    let told = try #require(unbound.decision["diagnostics"].list.first { $0["code"].text == "report-commit-unknown" })
    #expect(told["severity"].text == "warning" && told["help"].text?.contains("--base-scanned") == true, "\(told)")
    let bound = try check("--base-scanned", history.ids["middle"] ?? "")
    #expect(bound.status == 0 && bound.findings.map { $0["newness"].text } == ["inherited"], "\(bound.outcome)")
    // A scan of the head is none of the base, whatever the option calls it.
    #expect(try check("--base-scanned", history.ids["head"] ?? "").status == 1)
    #expect(try check("--base-scanned", "main").status == 2)
  }

  @Test func `a folder without reports of the base is told`() throws {
    let bench = try Bench()
    let empty = bench.folder.appending(path: "empty")
    try FileManager.default.createDirectory(at: empty, withIntermediateDirectories: true)
    let answer = try bench.check([.sarif()], ["--base-report", empty.path])
    #expect(answer.status == 1 && answer.codes.contains("nothing-to-judge") && answer.obstacles.isEmpty)
  }

  @Test func `a base report that cannot be used is told, and the change is judged without it`() throws {
    let history = try History(change: Self.edit)
    func check(_ report: Report) throws -> Answer {
      try history.bench.check(
        [.sarif([Self.whole])],
        ["--scanned", history.ids["head"] ?? "", "--base-scanned", history.ids["middle"] ?? ""]
          + ["--base-report", try history.bench.write(report, in: "base-\(UUID().uuidString)").path], bound: false)
    }
    let failed = try check(.sarif([Self.whole], succeeded: false))
    #expect(failed.status == 1 && failed.codes.contains("report-failed"), "\(failed.outcome)")
    // What a scanner leaves that was stopped: a cut off report, and an empty one.
    for report in [Report("cut.sarif", #"{"version":"2.1.0","runs":[{"tool":"#), Report("empty.json", "")] {
      let answer = try check(report)
      #expect(answer.status == 1 && answer.outcome.output.contains("the base report is not used"), "\(answer.outcome)")
      #expect(answer.findings.compactMap { $0["newness"].text } == failed.findings.compactMap { $0["newness"].text })
    }
    let nowhere = history.bench.folder.appending(path: "nowhere.json").path
    #expect(try history.bench.check([.sarif([Self.whole])], ["--base-report", nowhere]).status == 2)
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

  @Test func `what the base branch upgraded after the change began is not brought by the change`() throws {
    func packages(_ rows: String...) -> String { rows.map { $0 + "\n" }.joined() }
    let old = packages("left-pad==1.0.0", "other==1.0.0")
    let history = try History(
      old: ["requirements.txt": .text(old)], middle: ["docs/m.md": "m\n"],
      tip: ["requirements.txt": packages("left-pad==1.0.1", "other==1.0.0")],
      change: ["requirements.txt": packages("left-pad==1.0.0", "other==1.0.1")])
    let report = Report("trivy.json") { _ in
      Data(
        """
        {"SchemaVersion":2,"CreatedAt":"2026-11-20T11:00:00Z","ArtifactName":".","ArtifactType":"repository","Results":[
         {"Target":"requirements.txt","Class":"lang-pkgs","Type":"pip","Vulnerabilities":[
          {"VulnerabilityID":"CVE-2026-1001","PkgName":"left-pad","InstalledVersion":"1.0.0","FixedVersion":"1.0.1",
           "PkgIdentifier":{"PURL":"pkg:pypi/left-pad@1.0.0"},"Severity":"HIGH","Title":"trouble"}]}]}
        """.utf8)
    }
    let answer = try history.bench.check([report], ["--scanned", history.ids["head"] ?? ""], bound: false)
    #expect(answer.findings.map { $0["newnessPossible"].list.compactMap(\.text) } == [["surfaced", "inherited"]])
  }

  @Test func `code that moves into a file that is there is old, and a copy of it is new`() throws {
    let block = (1...5).map { "    copied_\($0)()" }.joined(separator: "\n") + "\n"
    let (source, target) = (Self.code + block, Self.code.replacing("step", with: "other"))
    let middle = ["src/a.py": source, "src/b.py": target]
    let at = target.split(separator: "\n").count / 2
    let lines = target.split(separator: "\n").map { $0 + "\n" }
    let moved = lines[..<at].joined() + block + lines[at...].joined()
    let here = try #require(moved.split(separator: "\n").firstIndex { $0.contains("copied_3") }) + 1
    let there = try #require(source.split(separator: "\n").firstIndex { $0.contains("copied_3") }) + 1
    let base = [("middle", [Self.at(there, "src/a.py")])]
    let move = try History(middle: middle, change: ["src/a.py": Self.code, "src/b.py": moved])
    #expect(try move.newness([Self.at(here, "src/b.py")], base: base) == "inherited")
    // The last line of the code that moves has another line after it now.
    let (end, endBefore) = (here + 2, there + 2)
    #expect(
      try move.newness([Self.at(end, "src/b.py")], base: [("middle", [Self.at(endBefore, "src/a.py")])]) == "inherited")
    // The line is still where it was, though no scanner says so any more.
    let copy = try History(middle: middle, change: ["src/b.py": moved])
    #expect(try copy.newness([Self.at(here, "src/b.py")], base: base) == "introduced")
    // Another line of the base is taken away.
    let swap = try History(middle: middle, change: ["src/a.py": Self.code + "    copied_3()\n", "src/b.py": moved])
    #expect(
      try swap.newness([Self.at(here, "src/b.py")], base: [("middle", [Self.at(there + 1, "src/a.py")])])
        == "introduced")
  }

  @Test func `what base branch and change both bring is old for the change`() throws {
    let bad = Self.code + "eval(x)\n"
    let history = try History(tip: ["src/pay/charge.py": bad], change: ["src/pay/charge.py": bad])
    #expect(try history.newness([Self.at(11)], base: []) == "introduced")
    #expect(try history.newness([Self.at(11)], base: [("tip", [Self.at(11)])]) == "inherited")
  }
}
