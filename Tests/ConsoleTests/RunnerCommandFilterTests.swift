import Console
import Testing

@Suite struct RunnerCommandFilterTests {
  @Test(
    arguments: [
      ("::error::x", ": :error::x"), ("  \t::error::x\n::stop", "  \t: :error::x\n: :stop"), ("a ::b", "a ::b"),
      (": :x", ": :x"), (":::x", ": ::x"), ("a:\n:b", "a:\n:b"), ("##[error]x", "## [error]x"),
      ("####[x]", "#### [x]"), ("a ##vso[task]", "a ##vso [task]"),
      ("### heading, #[x] ##vs [", "### heading, #[x] ##vs ["),
      ("##vs##[x]", "##vs## [x]"), ("x", "x"), ("", ""),
    ])
  func `commands are broken and all else is kept, however the text is cut`(_ text: String, _ expected: String) {
    let bytes = Array(text.utf8)
    for cut in 0...bytes.count {
      var filter = RunnerCommandFilter()
      let safe = filter.escaped(Array(bytes[..<cut])) + filter.escaped(Array(bytes[cut...]))
      #expect(String(decoding: safe, as: UTF8.self) == expected)
    }
  }

  @Test func `a name loses its control characters, and what is no character is replaced`() {
    func name(_ text: [UInt8]) -> String { String(decoding: neutralized(text), as: UTF8.self) }
    #expect(name(Array("a ß/@x".utf8)) == "a ß/@x")
    #expect(name(Array("\u{1b}[31m\u{202e}\t\n".utf8)) == "\\u{1b}[31m\\u{202e}\\u{9}\\u{a}")
    #expect(name([0x61, 0x9B, 0x0A]) == "a\u{FFFD}\\u{a}")
  }
}
