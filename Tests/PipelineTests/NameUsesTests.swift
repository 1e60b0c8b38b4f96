import Interning
import Risks
import Testing

@testable import Pipeline

/// How the names in a line get their values in the function around it.
@Suite struct NameUsesTests {
  private static func uses(_ text: String, at mark: String) -> NameUses? {
    let lines = Array(text.utf8).split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
      .map(SourceLine.init)
    return lines.firstIndex { String(decoding: $0.text, as: UTF8.self).contains(mark) }
      .map { NameUses(of: $0..<$0 + 1, in: lines) }
  }

  private static let demo = "def demo():\n    cmd = \"ls\"\n    try:\n        call(cmd, shell=True)\n"
  private static let java =
    "class A {\n  void other(String cmd) {\n    x();\n  }\n  void run(String cmd)\n  {\n    if (bad(cmd))\n      return;\n    call(cmd);\n  }\n}\n"

  /// Two contents with one line, and whether the names in it have the values in the second one that they have in the first.
  private static let cases: [(String, String, String, Bool)] = [
    ("the same function in another file", demo, "import os\n\n\n" + demo, true),
    ("indented otherwise", demo, "if x:\n" + demo.split(separator: "\n").map { "  \($0)\n" }.joined(), true),
    ("another value", demo, demo.replacing("\"ls\"", with: "request.args"), false),
    ("a parameter", demo, demo.replacing("demo()", with: "demo(cmd)").replacing("    cmd = \"ls\"\n", with: ""), false),
    ("a guard comes", demo, demo.replacing("    try:", with: "    if bad(cmd): return\n    try:"), true),
    ("a guard around it comes", demo, demo.replacing("try:", with: "if ok(cmd):"), true),
    ("a line that does not name it comes", demo, demo.replacing("    try:", with: "    log(x)\n    try:"), true),
    ("a guard goes", java, java.replacing("    if (bad(cmd))\n      return;\n", with: ""), false),
    ("another method of the class goes", java, java.replacing("other(String cmd)", with: "other()"), true),
    (
      "another parameter, outside of a loop", java.replacing("if (bad(cmd))", with: "for (int i : list())"),
      java.replacing("if (bad(cmd))", with: "for (int i : list())").replacing("run(String", with: "run(Request"), false
    ),
    ("another parameter of the method", java, java.replacing("run(String cmd)", with: "run(Request cmd)"), false),
  ]

  @Test(arguments: cases)
  func `names keep their values, or not`(_ one: (name: String, old: String, new: String, keeps: Bool)) throws {
    let (old, new) = (try #require(Self.uses(one.old, at: "call(")), try #require(Self.uses(one.new, at: "call(")))
    let keeps = new.keeps(old)
    #expect(keeps == one.keeps, "\(one.name): \(old) \(new)")
  }

  @Test func `a whole function brings its names along`() throws {
    let text = "cmd = 1\n" + Self.demo.replacing("demo()", with: "demo(cmd)")
    let lines = Array(text.utf8).split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).map(
      SourceLine.init)
    let uses = NameUses(of: 1..<5, in: lines)
    #expect(uses == NameUses(bindings: [], others: []))
    // The values of another function are not those of a line outside of it.
    let script = (Self.demo + "call(cmd)\n").utf8.split(separator: UInt8(ascii: "\n")).map {
      SourceLine(Array($0)[...])
    }
    let outside = NameUses(of: 4..<5, in: script)
    #expect(outside.bindings.isEmpty)
  }

  @Test func `comparisons and arguments give no values`() {
    func targets(_ text: String) -> [String] {
      SourceLine(Array(text.utf8)[...]).words.filter { $0.isTarget }.map { $0.name }
    }
    #expect(targets("if a == b: call(c, d=e)") == [])
    #expect(targets("let x, y.z = f(x)") == ["let", "x", "y"])
  }
}
