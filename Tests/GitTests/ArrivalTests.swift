import Foundation
import Model
import Testing

@testable import Git

private let day = 86_400
private let start = 1_700_000_000
private let now = Timestamp(seconds: Int64(start + 400 * day))

/// A file of plain lines, with other lines in its middle.
private func body(_ extra: String..., word: String = "step") -> String {
  let plain = (1...12).map { "\(word) \($0)" }
  return (plain[..<6] + extra + plain[6...]).map { $0 + "\n" }.joined()
}

/// One line of a history, and the mark of the commit that brought it.
private struct Case: CustomTestStringConvertible {
  var name: String
  var commits: [String]
  var path = "a"
  var text = "eval(x)"
  var expected: Int
  /// The arrival in days from `start`.
  var day: Int
  var testDescription: String { name }
}

private func made(_ mark: Int, from: [Int] = [], day at: Int, _ files: KeyValuePairs<String, String?>) -> String {
  commit(
    from.isEmpty ? "refs/heads/other\(mark)" : "refs/heads/main", mark: mark, from: from.map { ":\($0)" },
    time: start + at * day, fresh: from.isEmpty, files)
}

private let eval = body("eval(x)")

private let cases = [
  Case(
    name: "a commit in between",
    commits: [
      made(1, day: 0, ["a": body()]), made(2, from: [1], day: 1, ["a": eval]),
      made(3, from: [2], day: 2, ["a": "# top\n" + eval]),
    ], expected: 2, day: 1),
  Case(name: "the root commit", commits: [made(1, day: 0, ["a": eval])], expected: 1, day: 0),
  Case(
    name: "a merge brings what its branch had",
    commits: [
      made(1, day: 0, ["a": body()]), made(2, from: [1], day: 1, ["a": eval]),
      made(3, from: [1], day: 5, ["b": "1\n"]), made(4, from: [3, 2], day: 9, ["a": eval]),
    ], expected: 4, day: 9),
  Case(
    name: "a merge that leaves it out, and a later commit",
    commits: [
      made(1, day: 0, ["a": body()]), made(2, from: [1], day: 1, ["a": eval]),
      made(3, from: [1, 2], day: 2, ["b": "1\n"]), made(4, from: [3], day: 6, ["a": eval]),
    ], expected: 4, day: 6),
  Case(
    name: "a renamed file goes on",
    commits: [
      made(1, day: 0, ["old/a": eval]), made(2, from: [1], day: 3, ["old/a": nil, "new/b": eval]),
    ], path: "new/b", expected: 1, day: 0),
  Case(
    name: "a renamed and edited file goes on",
    commits: [
      made(1, day: 0, ["a": body("eval(x)", "keep()")]),
      made(2, from: [1], day: 3, ["a": nil, "b": body("eval(y)", "keep()")]),
    ], path: "b", text: "keep()", expected: 1, day: 0),
  Case(
    name: "a copy is new",
    commits: [
      made(1, day: 0, ["a": eval]), made(2, from: [1], day: 3, ["b": eval]),
    ], path: "b", expected: 2, day: 3),
  Case(
    name: "a file becomes a folder",
    commits: [
      made(1, day: 0, ["a": eval]), made(2, from: [1], day: 3, ["a": nil, "a/main": eval]),
    ], path: "a/main", expected: 1, day: 0),
  Case(
    name: "reverted and back again",
    commits: [
      made(1, day: 0, ["a": eval]), made(2, from: [1], day: 1, ["a": body()]), made(3, from: [2], day: 30, ["a": eval]),
    ], expected: 3, day: 30),
  Case(
    name: "deleted and restored",
    commits: [
      made(1, day: 0, ["a": eval, "b": "1\n"]), made(2, from: [1], day: 1, ["a": nil]),
      made(3, from: [2], day: 60, ["a": eval]),
    ], expected: 3, day: 60),
  Case(
    name: "a later commit has an earlier date",
    commits: [
      made(1, day: 0, ["a": body()]), made(2, from: [1], day: 50, ["a": eval]),
      made(3, from: [2], day: 20, ["b": "1\n"]),
    ], expected: 2, day: 20),
  Case(
    name: "a date in the future",
    commits: [
      made(1, day: 0, ["a": body()]), made(2, from: [1], day: 9_000, ["a": eval]),
    ], expected: 2, day: 400),
  Case(
    name: "carriage returns",
    commits: [
      made(1, day: 0, ["a": body().replacing("\n", with: "\r\n")]),
      made(2, from: [1], day: 1, ["a": eval.replacing("\n", with: "\r\n")]),
      made(3, from: [2], day: 2, ["a": "top\r\n" + eval.replacing("\n", with: "\r\n")]),
    ], text: "eval(x)\r", expected: 2, day: 1),
]

extension Case {
  /// The line of `text` in a file of main.
  func line(in sandbox: Sandbox) throws -> Int {
    let content = try Array(sandbox.git(["show", "main:\(path)"]).utf8)
    let lines = content.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    return try #require(lines.firstIndex { $0.elementsEqual(text.utf8) }) + 1
  }
}

struct ArrivalTests {
  @Test(arguments: cases)
  fileprivate func `a line arrives with a commit of the first-parent line`(_ test: Case) throws {
    let sandbox = try Sandbox(test.commits.joined() + "reset refs/heads/main\nfrom :\(test.commits.count)\n")
    let marks = try (1...test.commits.count).map { try mark($0, of: test, in: sandbox) }
    let found = try arrivals(in: sandbox, [HistoryQuery(path: test.path, lines: [test.line(in: sandbox)])])
    #expect(
      found[0].lines == [
        Arrival(commit: marks[test.expected - 1], time: Timestamp(seconds: Int64(start + test.day * day)))
      ])
  }

  private func mark(_ mark: Int, of test: Case, in sandbox: Sandbox) throws -> String {
    let day = try #require(test.commits[mark - 1].firstMatch(of: /> ([0-9]+) \+0000/)?.1)
    let all = try sandbox.git(["log", "--all", "--format=%H %ct"]).split(separator: "\n")
    return try String(#require(all.first { $0.hasSuffix(" \(day)") }).prefix(40))
  }

  private func arrivals(
    in sandbox: Sandbox, _ queries: [HistoryQuery], budget: HistoryBudget = HistoryBudget()
  ) throws -> [HistoryAnswer] {
    try sandbox.open().arrivals(of: queries, at: sandbox.commit("main"), now: now, budget: budget).answers
  }

  @Test func `a cut history gives a lower bound, and says why`() throws {
    let sandbox = try Sandbox(
      made(1, day: 0, ["a": eval]) + made(2, from: [1], day: 1, ["a": body("eval(x)", "late()")])
        + made(3, from: [2], day: 2, ["a": "# top\n" + body("eval(x)", "late()")]))
    let clone = sandbox.folder.appending(path: "clone").path
    try sandbox.git(["clone", "-q", "--bare", "--depth", "2", "file://" + sandbox.path, clone])
    let (answers, end) = try Repository(at: clone).arrivals(
      of: [HistoryQuery(path: "a", lines: [1, 8, 9])], at: sandbox.commit("main"), now: now)
    #expect(end == .incomplete)
    #expect(answers[0].lines.map { $0?.isLowerBound } == [false, true, true])
    #expect(answers[0].lines.map { $0?.time.seconds } == [2, 1, 1].map { Int64(start + $0 * day) })
    let (short, budget) = try sandbox.open().arrivals(
      of: [HistoryQuery(path: "a", lines: [8])], at: sandbox.commit("main"), now: now, budget: HistoryBudget(commits: 2)
    )
    #expect(budget == .budget(commits: 2))
    #expect(short[0].lines[0]?.isLowerBound == true)
    #expect(short[0].lines[0]?.time.seconds == Int64(start + day))
  }

  @Test func `an entry arrives with the commit since which it is there without a break`() throws {
    let sandbox = try Sandbox(
      made(1, day: 0, ["lock": "x 1\n"]) + made(2, from: [1], day: 1, ["lock": "x 2\n"])
        + made(3, from: [2], day: 2, ["lock": "x 1\ny 1\n"]) + made(4, from: [3], day: 3, ["lock": "y 1\n\nx 1\n"])
        + made(5, from: [4], day: 4, ["lock": nil, "locks/lock": "y 1\n\nx 1\n"]))
    let names = ["x 1", "y 1", "z 1"]
    let query = HistoryQuery(
      path: "locks/lock", entries: names.indices.map { HistoryQuery.Entry(key: $0, marks: [Array(names[$0].utf8)]) },
      readEntries: { content in
        let lines = content.split(separator: UInt8(ascii: "\n"))
        return Set(names.indices.filter { name in lines.contains { $0.elementsEqual(names[name].utf8) } })
      }, content: true)
    let found = try arrivals(in: sandbox, [query])[0]
    #expect(found.entries.map { $0?.time.seconds } == [Int64(start + 2 * day), Int64(start + 2 * day), nil])
    #expect(found.entries[0]?.isLowerBound == false)
    #expect(found.content?.time.seconds == Int64(start + 3 * day))
    #expect(found.content?.isLowerBound == true)
  }

  @Test func `what the tip does not have has no arrival`() throws {
    let sandbox = try Sandbox(made(1, day: 0, ["a": eval, "b/c": "1\n"]) + "reset refs/heads/main\nfrom :1\n")
    let found = try arrivals(
      in: sandbox,
      [
        HistoryQuery(path: "none", lines: [1]), HistoryQuery(path: "a", lines: [0, 99]),
        HistoryQuery(path: "b", lines: [1]),
      ])
    #expect(found.flatMap(\.lines) == [nil, nil, nil, nil])
  }

  @Test func `a content that is missing bounds the answer`() throws {
    let sandbox = try Sandbox(
      made(1, day: 0, ["a": body(), "b": eval]) + made(2, from: [1], day: 1, ["a": eval]))
    let blob = try sandbox.git(["rev-parse", "main~1:a"])
    let file = sandbox.repository.appending(path: ".git/objects/\(blob.prefix(2))/\(blob.dropFirst(2))")
    try FileManager.default.removeItem(at: file)
    let found = try arrivals(
      in: sandbox, [HistoryQuery(path: "a", lines: [7]), HistoryQuery(path: "b", lines: [7])])
    #expect(found.map { $0.lines[0]?.isLowerBound } == [true, false])
  }
}

/// Histories with edits, moves of files and merges, of which every line is asked for.
struct ArrivalOracleTests {
  @Test(arguments: 1...6)
  func `every line arrives as git blame and git log say`(seed: Int) throws {
    var random = GeneratedHistory(seed: seed)
    let sandbox = try Sandbox(packed: seed.isMultiple(of: 2), random.commits(60))
    let paths = try sandbox.git(["ls-tree", "-r", "--name-only", "main"]).split(separator: "\n").map(String.init)
    // Each line is an entry too, as no line stands twice.
    let queries = try paths.map { path in
      let lines = try sandbox.git(["show", "main:\(path)"]).split(separator: "\n").map { Array($0.utf8) }
      return HistoryQuery(
        path: path, lines: Array(1...lines.count),
        entries: lines.indices.map { HistoryQuery.Entry(key: $0, marks: [lines[$0]]) },
        readEntries: { content in
          let old = Set(content.split(separator: UInt8(ascii: "\n")).map { Array($0) })
          return Set(lines.indices.filter { old.contains(lines[$0]) })
        })
    }
    let answers = try sandbox.open().arrivals(of: queries, at: sandbox.commit("main"), now: now).answers
    for (path, answer) in zip(paths, answers) {
      let blame = try sandbox.git(["blame", "--first-parent", "-s", "-l", "--root", "main", "--", path])
      let told = blame.split(separator: "\n").map { String($0.prefix(40)) }
      #expect(answer.lines.map { $0?.commit } == told, "\(path)")
      #expect(answer.entries == answer.lines, "\(path)")
    }
    let line = min(3, answers[0].lines.count)
    let range = "-L\(line),\(line):\(paths[0])"
    let log = try sandbox.git(["log", "--first-parent", "-m", range, "--format=@%H", "-s", "main"])
    let first = try #require(log.split(separator: "@").last)
    #expect(answers[0].lines[line - 1]?.commit == String(first.prefix(40)))
  }
}
