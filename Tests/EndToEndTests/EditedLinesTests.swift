import Foundation
import TestSupport
import Testing

/// What the change edits is new, whatever reports on the base say; and what it only moves is not.
@Suite struct EditedLinesTests {
  /// A result as a scanner writes it.
  private struct Result {
    var path = "src/run.py"
    var lines = 1...1
    var message = "a command that a stranger writes"
    var level = "error"
    /// The places of its flow.
    var steps: [(path: String, line: Int)] = []

    var json: String {
      let flow = steps.map { #"{"location":\#(Self.place($0.path, $0.line...$0.line))}"# }.joined(separator: ",")
      let flows = steps.isEmpty ? "" : #","codeFlows":[{"threadFlows":[{"locations":[\#(flow)]}]}]"#
      return """
        {"ruleId":"shell","level":"\(level)","message":{"text":"\(message)"},"locations":[\(Self.place(path, lines))]\(flows)}
        """
    }

    private static func place(_ path: String, _ lines: ClosedRange<Int>) -> String {
      """
      {"physicalLocation":{"artifactLocation":{"uri":\(quoted(path))},
       "region":{"startLine":\(lines.lowerBound),"endLine":\(lines.upperBound)}}}
      """
    }
  }

  private static func report(_ results: [Result], by tool: String = "CodeQL") -> Report {
    let results = results.map(\.json).joined(separator: ",")
    return Report(
      "\(tool).sarif",
      #"{"version":"2.1.0","runs":[{"tool":{"driver":{"name":"\#(tool)"}},"results":[\#(results)]}]}"#)
  }

  private static let policy =
    "gatehouse: 1\nname: p\nrules: [{ id: new, when: { newness: [introduced, surfaced] }, effect: deny }]\n"

  private static func bench(_ before: [String: String], _ after: [String: String?]) throws -> Bench {
    var (base, change) = ([String: Entry?](), [String: Entry?]())
    for (path, text) in before { base[path] = .some(.text(text)) }
    for (path, text) in after { change[path] = .some(text.map { Entry.text($0) }) }
    (base[".gatehouse/policy.yaml"], change["src/pay/charge.py"]) = (.some(.text(policy)), .some(.text(Files.code())))
    return try Bench(base: base, change: change)
  }

  /// The newness of the findings of the head, with reports on the base, or without.
  private static func newness(
    _ bench: Bench, _ head: [Report], base: [Report]? = nil
  ) throws -> (status: Int32, newness: [String]) {
    let files = try (base ?? []).map { try bench.write($0, in: "base-\(UUID().uuidString)").path }
    let options = files.flatMap { ["--base-report", $0] } + (files.isEmpty ? [] : ["--base-scanned", bench.base])
    let answer = try bench.check(head, options)
    let found = answer.findings.compactMap { $0["newness"].text }.filter { $0 != "resolved" }
    return (answer.status, found)
  }

  private static func call(_ argument: String, indentation: Int = 4) -> String {
    let start = String(repeating: " ", count: indentation)
    return "import subprocess\n\n\ndef run(request):\n"
      + ["return subprocess.call(", "    \(argument),", "    shell=True,", ")"].map { start + $0 + "\n" }.joined()
  }

  @Test func `an edit of a later line of a result is new, though the base has a result that begins as it does`() throws
  {
    let bench = try Self.bench(
      ["src/run.py": Self.call("SAFE")], ["src/run.py": Self.call(#"request.args["cmd"]"#)])
    let (head, base) = (Result(lines: 5...8), Result(lines: 5...8, level: "warning"))
    #expect(try Self.newness(bench, [Self.report([head])]) == (1, ["introduced"]))
    #expect(try Self.newness(bench, [Self.report([head])], base: [Self.report([base])]) == (1, ["introduced"]))
  }

  @Test func `what only moves or is indented otherwise is as old as the base says`() throws {
    let code = Self.call("SAFE")
    let result = Result(lines: 5...8)
    let indented = try Self.bench(["src/run.py": code], ["src/run.py": Self.call("SAFE", indentation: 8)])
    #expect(try Self.newness(indented, [Self.report([result])], base: [Self.report([result])]) == (0, ["inherited"]))
    let moved = try Self.bench(["src/run.py": code], ["src/run.py": nil, "src/new/other.py": code])
    let there = Result(path: "src/new/other.py", lines: 5...8)
    #expect(try Self.newness(moved, [Self.report([there])], base: [Self.report([result])]) == (0, ["inherited"]))
    // Another result of another tool on the old lines says nothing of the new ones.
    let shifted = try Self.bench(["src/run.py": code], ["src/run.py": "# note\n" + code])
    #expect(
      try Self.newness(shifted, [Self.report([Result(lines: 6...9)])], base: [Self.report([result])])
        == (0, ["inherited"]))
  }

  @Test func `an edit of a step of a flow is new, and so is a new step in another file`() throws {
    func code(_ source: String) -> String { "a = 1\nq = \(source)\nb = 2\ndb.execute(q)\n" }
    let flow = Result(lines: 4...4, steps: [("src/run.py", 2), ("src/run.py", 4)])
    let edited = try Self.bench(["src/run.py": code("config.query")], ["src/run.py": code("request.query")])
    #expect(try Self.newness(edited, [Self.report([flow])], base: [Self.report([flow])]) == (1, ["introduced"]))
    let other = try Self.bench(["src/run.py": code("config.query")], ["src/view.py": "run.q = request.query\n"])
    let longer = Result(lines: 4...4, steps: [("src/view.py", 1), ("src/run.py", 4)])
    #expect(try Self.newness(other, [Self.report([longer])], base: [Self.report([flow])]) == (1, ["introduced"]))
    #expect(try Self.newness(other, [Self.report([flow])], base: [Self.report([flow])]) == (0, ["inherited"]))
  }

  @Test func `a copy of a step is a new way into a flow, and a step that moves is not`() throws {
    let (sink, view) = ("def find(q):\n  db.execute(q)\n", "def view(request):\n  q = request.query\n  find(q)\n")
    let other = (1...20).map { "a\($0) = 1\n" }.joined()
    func flow(_ views: (path: String, line: Int)...) -> Report {
      let steps = views.flatMap { [$0, ($0.path, $0.line + 1)] }
      return Self.report([Result(lines: 2...2, steps: steps + [("src/run.py", 2)])])
    }
    let before = ["src/run.py": sink, "src/view.py": view, "src/open.py": other, "src/more.py": other]
    let (old, new) = (flow(("src/view.py", 2)), flow(("src/open.py", 22)))
    let copied = try Self.bench(before, ["src/open.py": other + view])
    #expect(
      try Self.newness(copied, [flow(("src/view.py", 2), ("src/open.py", 22))], base: [old]) == (1, ["introduced"]))
    let moved = try Self.bench(before, ["src/open.py": other + view, "src/view.py": nil])
    #expect(try Self.newness(moved, [new], base: [old]) == (0, ["inherited"]))
    // A file that gets another name has its lines there.
    let renamed = try Self.bench(before, ["src/open.py": other + view, "src/view.py": nil, "src/last.py": view])
    #expect(
      try Self.newness(renamed, [flow(("src/last.py", 2), ("src/open.py", 22))], base: [old]) == (1, ["introduced"]))
    let shifted = try Self.bench(before, ["src/open.py": other + view, "src/view.py": "import os\n\n\n" + view])
    #expect(try Self.newness(shifted, [flow(("src/view.py", 5))], base: [old]) == (0, ["inherited"]))
    #expect(
      try Self.newness(shifted, [flow(("src/view.py", 5), ("src/open.py", 22))], base: [old]) == (1, ["introduced"]))
    // One line that the change takes away is no excuse for two.
    let twice = try Self.bench(
      before, ["src/open.py": other + view, "src/more.py": other + view, "src/view.py": nil])
    #expect(
      try Self.newness(twice, [flow(("src/open.py", 22), ("src/more.py", 22))], base: [old]) == (1, ["introduced"]))
  }

  @Test func `a key whose lines are replaced is another key, also where the tool names its first line only`() throws {
    func key(_ seed: String) -> String {
      "-----BEGIN RSA PRIVATE KEY-----\n" + (1...12).map { "MII\(seed)\($0)AAAABBBB\n" }.joined()
        + "-----END RSA PRIVATE KEY-----\n"
    }
    func report(_ name: String) -> Report {
      Report(
        "\(name).json",
        """
        {"version":"1.5.0","plugins_used":[{"name":"PrivateKeyDetector"}],"filters_used":[],"generated_at":"2026-11-20T11:00:00Z",
         "results":{"src/key.pem":[{"type":"Private Key","filename":"src/key.pem","is_verified":false,"line_number":1,
         "hashed_secret":"be4fc4886bd949b369d5e092eb87494f12e57e5b"}]}}
        """)
    }
    let replaced = try Self.bench(["src/key.pem": key("test")], ["src/key.pem": key("prod")])
    #expect(try Self.newness(replaced, [report("head")], base: [report("base")]) == (1, ["introduced"]))
    let same = try Self.bench(["src/key.pem": key("test")], ["src/key.pem": key("test") + "more\n"])
    #expect(try Self.newness(same, [report("head")], base: [report("base")]) == (0, ["inherited"]))
    // What was agreed on for one key is not for another, though all keys begin with the same line.
    let ids = try [replaced, same].map { try $0.check([report("head")]).findings.compactMap { $0["id"].text } }
    #expect(ids[0].count == 1 && ids[1].count == 1 && ids[0] != ids[1])
  }

  @Test func `a name with a backslash is the file of that name, not the one beside it`() throws {
    let bad = (1...9).map { "a\($0) = 1\n" }.joined() + "eval(request.body)\n"
    let bench = try Self.bench(["src/run.py": bad], [#""src\\run.py""#: bad])
    let (old, new) = (Result(lines: 10...10), Result(path: #"src\run.py"#, lines: 10...10))
    let answer = try Self.newness(bench, [Self.report([old, new])], base: [Self.report([old])])
    #expect(answer.status == 1 && Set(answer.newness) != ["inherited"], "\(answer)")
  }

  @Test(arguments: [("", "\u{FEFF}"), ("\u{FEFF}", "")])
  func `a byte order mark is no part of a line`(_ before: String, _ after: String) throws {
    let code = "import subprocess\nx = 1\n"
    let bench = try Self.bench(["src/run.py": before + code], ["src/run.py": after + code])
    let report = Self.report([Result()])
    #expect(try Self.newness(bench, [report]) == (0, ["inherited"]))
    #expect(try Self.newness(bench, [report], base: [report]) == (0, ["inherited"]))
  }

  @Test func `a file with lone carriage returns has no known lines`() throws {
    let code = (1...60).map { "a\($0) = 1\n" }.joined()
    let hidden = code.replacing("a11 = 1\n", with: String(repeating: "pass\r", count: 30) + "eval(request.body)\n")
    let bench = try Self.bench(["src/run.py": code], ["src/run.py": hidden])
    // Python counts the carriage returns.
    #expect(try Self.newness(bench, [Self.report([Result(lines: 41...41)])]).status == 1)
    #expect(try Self.newness(bench, [Self.report([Result(lines: 41...41)])], base: [Self.report([])]).status == 1)
  }

  /// Main fixes a line and merges the topic; the topic merges the fix, and keeps its own files.
  @Test func `a fix that a criss-cross merge takes back is the change's doing`() throws {
    let (bad, good) = (Files.code(line: "    eval(request.body)"), Files.code())
    let bench = try Bench(
      base: ["src/pay/charge.py": .text(bad), ".gatehouse/policy.yaml": .text(Self.policy)],
      change: ["src/pay/charge.py": .text(good)])
    try bench.git("checkout", "-q", "-f", "-B", "topic", bench.base)
    try bench.git("commit", "-q", "--allow-empty", "-m", "topic")
    let topic = try bench.git("rev-parse", "HEAD")
    try bench.git("checkout", "-q", "-f", "-B", "main", bench.head)
    try bench.git("merge", "-q", "--no-ff", "-m", "main merges", topic)
    try bench.git("checkout", "-q", "-f", "topic")
    try bench.git("merge", "-q", "--no-ff", "-s", "ours", "-m", "topic merges", bench.head)
    try bench.git("commit", "-q", "--allow-empty", "-m", "more")
    let head = try bench.git("rev-parse", "HEAD")
    func check(_ options: String..., line: Int = 7) throws -> Answer {
      try bench.check(
        [Self.report([Result(path: "src/pay/charge.py", lines: line...line)])], ["--scanned", head] + options,
        asking: ["--base", "refs/heads/main", "--head", "refs/heads/topic"], bound: false)
    }
    let answer = try check()
    #expect(answer.codes.contains("merge-bases-several"))
    #expect(answer.status == 1 && answer.findings.map { $0["newness"].text } == ["introduced"], "\(answer.outcome)")
    // A report on the merge base that has the flaw does not help, and a line that all have is old.
    let base = try bench.write(Self.report([Result(path: "src/pay/charge.py", lines: 7...7)]), in: "base").path
    #expect(try check("--base-report", base, "--base-scanned", topic).status == 1)
    #expect(try check(line: 3).findings.map { $0["newness"].text } == ["inherited"])
  }

  private static let demo = """
    import subprocess


    def demo():
        cmd = "ls"
        try:
            subprocess.call(cmd, shell=True)
        finally:
            print("done")

    """
  private static let handler = """
    import subprocess


    def handler(request):
        cmd = request.args["cmd"]
        try:
            subprocess.call(cmd, shell=True)
        finally:
            print("done")

    """

  @Test func `a line that moves to where its names have other values may be new`() throws {
    let (old, new) = (Result(lines: 7...7), Result(path: "src/server.py", lines: 7...7))
    // What stays is enough for no rename.
    let rest = "import subprocess\n\n\ndef demo():\n    cmd = \"ls\"\n" + Self.call("SAFE")
    let other = try Self.bench(
      ["src/run.py": Self.demo + Self.call("SAFE")], ["src/run.py": rest, "src/server.py": Self.handler])
    #expect(try Self.newness(other, [Self.report([new])], base: [Self.report([old])]).status == 1)
    let within = try Self.bench(
      ["src/run.py": Self.demo + Self.call("SAFE")],
      ["src/run.py": rest + Self.handler])
    let here = Result(lines: 20...20)
    #expect(try Self.newness(within, [Self.report([here])], base: [Self.report([old])]).status == 1)
    // The whole function is as old as it was.
    let moved = try Self.bench(
      ["src/run.py": Self.demo], ["src/run.py": nil, "src/server.py": "# moved\n" + Self.demo])
    let there = Result(path: "src/server.py", lines: 8...8)
    #expect(try Self.newness(moved, [Self.report([there])], base: [Self.report([old])]) == (0, ["inherited"]))
  }

  @Test func `what moves is as old as it was`() throws {
    let bench = try Self.bench(["src/run.py": Self.demo], [:])
    try bench.git("checkout", "-q", "-f", "-B", "main", bench.base)
    let later = ["GIT_COMMITTER_DATE": "2026-11-15T10:00:00Z"]
    try bench.git("commit", "-q", "--allow-empty", "-m", "later", environment: later)
    let tip = try bench.git("rev-parse", "HEAD")
    try bench.git("checkout", "-q", "-f", "-B", "change")
    try bench.git("rm", "-q", "src/run.py")
    let file = bench.repository.appending(path: "src/server.py")
    try Data("# moved\n\(Self.demo)\n\n\(Self.call("SAFE"))".utf8).write(to: file)
    try bench.git("add", "-A")
    try bench.git("commit", "-q", "-m", "move")
    let base = try bench.write(Self.report([Result(lines: 7...7)]), in: "base").path
    let answer = try bench.check(
      [Self.report([Result(path: "src/server.py", lines: 8...8)])],
      ["--scanned", try bench.git("rev-parse", "HEAD"), "--base-report", base, "--base-scanned", tip], bound: false)
    let found = try #require(answer.findings.first { $0["newness"].text == "inherited" }, "\(answer.outcome)")
    #expect(found["firstSeen"]["time"].text == "2026-11-01T10:00:00Z", "\(found["firstSeen"])")
  }
}
