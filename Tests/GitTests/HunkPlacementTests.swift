import TestSupport
import Testing

@testable import Git

private struct Example {
  let name: String
  let old: String
  let new: String
  var removed: [ClosedRange<Int>] = []
  var added: [ClosedRange<Int>] = []
}

private let calls = (1...4).map { "  call(\n    \"\($0)\"),\n" }

private let examples = [
  Example(
    name: "one of several calls is removed", old: calls.joined(), new: calls[0] + calls[1] + calls[3], removed: [5...6]),
  Example(
    name: "two of several calls are removed", old: calls.joined(), new: calls[1] + calls[3], removed: [1...2, 5...6]),
  Example(
    name: "a call is added", old: calls[0] + calls[2], new: calls[0] + calls[1] + calls[2], added: [3...4]),
  Example(
    name: "a call is removed where another block gets another indentation",
    old: calls.joined() + "f() {\n  a();\n}\n", new: calls[0] + calls[2] + calls[3] + "f() {\n    a();\n}\n",
    removed: [3...4]),
  Example(
    name: "a function is added", old: "f() {\n  a();\n}\n\ng() {\n  b();\n}\n",
    new: "f() {\n  a();\n}\n\nh() {\n  c();\n}\n\ng() {\n  b();\n}\n", added: [5...8]),
  Example(
    name: "a call is removed beside one that changes", old: calls.joined(),
    new: calls[0] + "  call(\n    \"x\"),\n" + calls[3], removed: [4...6], added: [4...4]),
]

struct HunkPlacementTests {
  @Test(arguments: examples.indices)
  func `a block is removed or added where its indentation begins`(number: Int) throws {
    let example = examples[number]
    let difference = try LineDiff(
      from: Array(example.old.utf8), to: Array(example.new.utf8), ignoresIndentation: true)
    #expect(difference.removed == example.removed, "\(example.name)")
    #expect(difference.added == example.added, "\(example.name)")
  }

  @Test func `one run of lines is removed or added in the same place with and without the indentation`() throws {
    let texts = ["call(", "{", "}", "\"a\",", "\"b\",", "f()", "", "),"]
    var compared = 0
    for seed in Depth.lawSeeds {
      var random = Seeded(seed)
      let long = (0..<20).map { _ in
        let text = random.pick(of: texts)
        return text.isEmpty ? "\n" : String(repeating: " ", count: random.pick(of: [0, 2, 4])) + text + "\n"
      }
      var short = long
      let at = random.pick(of: Array(0..<long.count))
      short.removeSubrange(at..<min(long.count, at + random.pick(of: [1, 2, 3, 5])))
      let contents = [Array(long.joined().utf8), Array(short.joined().utf8)]
      for (old, new) in [(contents[0], contents[1]), (contents[1], contents[0])] {
        let indented = try LineDiff(from: old, to: new)
        let bare = try LineDiff(from: old, to: new, ignoresIndentation: true)
        guard indented.removed.count + indented.added.count == 1, bare.removed.count + bare.added.count == 1 else {
          continue
        }
        compared += 1
        #expect(bare.removed == indented.removed, "seed \(seed)")
        #expect(bare.added == indented.added, "seed \(seed)")
      }
    }
    #expect(compared > Depth.lawSeeds.count)
  }
}
