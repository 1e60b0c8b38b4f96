import Console
import Testing

struct InertTests {
  @Test(arguments: [
    ("plain text é 😀 👩‍👧 日本", "plain text é 😀 👩‍👧 日本"), ("", ""), ("\u{1b}[31mred", "\\u{1b}[31mred"),
    ("a\rb\nc\td", "a\\u{d}b\\u{a}c\\u{9}d"), ("\u{0}\u{7f}\u{85}\u{9b}", "\\u{0}\\u{7f}\\u{85}\\u{9b}"),
    ("\u{202e}\u{2066}\u{200e}\u{61c}", "\\u{202e}\\u{2066}\\u{200e}\\u{61c}"),
    ("a\u{2028}\u{200b}\u{feff}", "a\\u{2028}\\u{200b}\\u{feff}"),
    ("\u{ffff}\u{1fffe}", "\\u{ffff}\\u{1fffe}"), ("é\r\n", "é\\u{d}\\u{a}"), ("\u{e0041}", "\\u{e0041}"),
  ])
  func `characters that could act are made visible, all others stay`(hostile: String, safe: String) {
    #expect(hostile.neutralized() == safe)
    #expect(safe.neutralized() == safe)
  }

  @Test func `tabs and newlines stay on request, carriage returns never`() {
    #expect("a\tb\r\nc".neutralized(keepingLines: true) == "a\tb\\u{d}\nc")
  }

  @Test(arguments: [
    ("abc", 3, "abc"), ("abcd", 3, "ab…"), ("", 3, ""), ("ééé", 3, "ééé"), ("👩‍👧👩‍👧👩‍👧", 2, "👩‍👧…"), ("abc", 0, ""),
    ("abc", 1, "…"),
  ])
  func `a long text is cut between characters`(text: String, limit: Int, cut: String) {
    #expect(text.truncated(to: limit) == cut)
  }
}
