import Model
import TestSupport
import Testing

@testable import Git

private struct Case: CustomTestStringConvertible {
  let name: String
  let old: String
  let new: String
  /// For each line of the new content the line of the old one that it continues; 0 for a new line.
  let origins: [Int]
  var testDescription: String { name }

  init(_ name: String, _ old: [String], _ new: [String], _ origins: [Int]) {
    (self.name, self.old, self.new) = (name, old.map { $0 + "\n" }.joined(), new.map { $0 + "\n" }.joined())
    self.origins = origins
  }
}

private let cases = [
  Case("indented lines", ["a", "run(x)", "b"], ["a", "if y:", "    run(x)", "b"], [1, 0, 2, 3]),
  Case("other spaces in a line", ["run(x, y)"], ["run(x,  y)"], [1]),
  Case(
    "a guard that goes away", ["if ok(x):", "    run(x)", "b"], ["run(x)", "b"], [2, 3]),
  Case(
    "a block that moves down", ["f(", "one()", "run(x)", "two()", "g(", "more()", "end()", "last()", "z()"],
    ["g(", "more()", "end()", "last()", "z()", "f(", "one()", "run(x)", "two()"], [5, 6, 7, 8, 9, 1, 2, 3, 4]),
  Case(
    "a block of two lines",
    ["import os", "", "def a(x):", "    run(x)", "", "def b(y):", "    run(x)", "    y()", "    z()"],
    ["import os", "", "def b(y):", "    run(x)", "    y()", "    z()", "", "def a(x):", "    run(x)"],
    [1, 2, 6, 7, 8, 9, 0, 3, 4]),
  Case(
    "removed here and written there", ["def a():", "    run(x)", "", "def b():", "    y()", "    z()"],
    ["def a():", "    pass", "", "def b():", "    y()", "    run(x)", "    z()"], [1, 0, 3, 4, 5, 0, 6]),
  Case("two of a text become one", ["a", "run(x)", "run(x)", "b"], ["a", "  c", "  run(x)", "b"], [1, 0, 0, 4]),
  Case("a copy above", ["a", "run(x)", "b"], ["run(x)", "c", "a", "run(x)", "b"], [0, 0, 1, 2, 3]),
  Case(
    "code that runs over more lines", ["a", "run(x, shell=True)", "b"],
    ["a", "run(", "    x,", "    shell=True,", ")", "b"],
    [1, 2, 2, 2, 2, 3]),
  Case("code that runs over fewer lines", ["a", "run(", "    x,", ")", "b"], ["a", "run(x)", "b"], [1, 2, 5]),
  Case("other code over more lines", ["a", "run(x)", "b"], ["a", "run(", "    y", ")", "b"], [1, 0, 0, 0, 3]),
  Case("code that was a comment", ["a", "# note run(x)", "b"], ["a", "# note", "run(x)", "b"], [1, 0, 0, 3]),
  Case("another text", ["run(x)"], ["run(y)"], [0]),
]

struct MovedLinesTests {
  @Test(arguments: cases)
  fileprivate func `a line is followed where the evidence leaves no choice`(_ test: Case) throws {
    let map = try lineMap(Array(test.old.utf8), Array(test.new.utf8))
    #expect(test.origins.indices.map { map.origin(of: $0 + 1) ?? 0 } == test.origins)
  }

  @Test func `only a line beside which no code is lost counts as merely moved`() throws {
    let indented = try lineMap(Array("a\nrun(x)\n".utf8), Array("a\n  run(x)\n".utf8))
    #expect(indented.onlyMoves(2...2))
    let unguarded = try lineMap(Array("if ok(x):\n  run(x)\n".utf8), Array("run(x)\n".utf8))
    #expect(unguarded.origin(of: 1) == 2 && !unguarded.onlyMoves(1...1))
  }

  /// A wrong place is the worst error, because a waiver would move to another line: it is never reported for a text that
  /// the line does not have, and no two lines continue one.
  @Test func `generated edits are followed, and no line is taken for another one`() throws {
    var (known, found) = (0, 0)
    for seed in Depth.lawSeeds {
      var edits = Edits(Seeded(seed))
      let (old, new) = edits.contents()
      let map = try lineMap(bytes(of: old), bytes(of: new.map(\.text)))
      let origins = new.indices.map { map.origin(of: $0 + 1) }
      // Blank lines are nobody's.
      let code = zip(new, origins).filter { $0.0.text.contains("(") }.compactMap(\.1)
      #expect(Set(code).count == code.count, "seed \(seed)")
      for (line, origin) in zip(new, origins) where line.text.contains("(") {
        if let origin { #expect(bare(old[origin - 1]) == bare(line.text), "seed \(seed)") }
        // Of a line and its copies nobody can tell which is which.
        guard let source = line.source, old.count(where: { bare($0) == bare(line.text) }) == 1,
          new.count(where: { bare($0.text) == bare(line.text) }) == 1
        else { continue }
        known += 1
        if origin == source { found += 1 } else { #expect(origin == nil, "seed \(seed)") }
      }
    }
    #expect(Double(found) >= 0.98 * Double(known), "\(found) of \(known)")
  }
}

private func lineMap(_ old: [UInt8], _ new: [UInt8]) throws -> LineMap {
  let lines = try LineDiff(from: old, to: new)
  var change = FileChange(
    path: "a.py", status: .modified, added: lines.added, removed: lines.removed, lineCount: lines.lineCount)
  change.moved = lines.moved
  return LineMap(change)
}

private func bytes(of lines: [String]) -> [UInt8] { Array(lines.map { $0 + "\n" }.joined().utf8) }
private func bare(_ line: String) -> [UInt8] { line.utf8.filter { $0 > 0x20 } }

/// Changes a generated content in ways of which it knows where every line comes from.
private struct Edits {
  private var random: Seeded
  private var next = 0

  init(_ random: Seeded) { self.random = random }

  mutating func contents() -> (old: [String], new: [(text: String, source: Int?)]) {
    let old = (0..<random.pick(of: [3, 6, 9])).flatMap { _ in block() }
    var new = old.enumerated().map { (text: $1, source: Int?($0 + 1)) }
    for _ in 0..<random.pick(of: [1, 1, 2]) { edit(&new) }
    return (old, new)
  }

  /// A function. Some of its lines are in other functions too.
  private mutating func block() -> [String] {
    next += 1
    let name = next
    let body = (0..<random.pick(of: [2, 4, 7])).map { index in
      random.pick(
        of: ["    run(x)", "    step_\(name)_\(index)(x)", "    call_\(name)_\(index)(y)", "    use(\(index))"])
    }
    return ["def f\(name)():"] + body + [""]
  }

  private mutating func edit(_ lines: inout [(text: String, source: Int?)]) {
    let starts = lines.indices.filter { lines[$0].text.hasPrefix("def") }
    guard let start = starts.isEmpty ? nil : random.pick(of: starts) else { return }
    let end = lines[(start + 1)...].firstIndex { $0.text.hasPrefix("def") } ?? lines.count
    switch random.pick(of: ["insert", "delete", "move", "copy", "indent", "returns"]) {
    case "insert": lines.insert(("    added_\(start)(z)", nil), at: start + 1)
    case "delete": lines.removeSubrange(start..<end)
    case "move":
      let block = Array(lines[start..<end])
      lines.removeSubrange(start..<end)
      lines += block
    case "copy":
      let copy = lines[start..<end].map { (text: $0.text, source: Int?.none) }
      lines.insert(contentsOf: copy, at: random.pick(of: [start, end]))
    case "indent": for index in start..<end { lines[index].text = "    " + lines[index].text }
    default: for index in lines.indices { lines[index].text += "\r" }
    }
  }
}
