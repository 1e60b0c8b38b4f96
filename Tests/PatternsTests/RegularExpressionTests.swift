import Testing

@testable import Patterns

/// Whether an expression is found in a text, as Go's `regexp.MatchString` says.
private func finds(_ expression: String, _ text: [UInt8]) throws -> Bool {
  try !ExpressionSet([RegularExpression(expression)]).matches(in: text).isEmpty
}

@Test(arguments: [
  ("^a.c$", "abc", true), ("^a.c$", "abcd", false), ("^a.c$", "a\nc", false), ("(?s)^a.c$", "a\nc", true),
  ("^.*\\.go$", "a/b.go", true), ("^.*\\.go$", "a/b.goo", false),
  ("^docs/(aws|google)/[^/]*\\.(md|txt)$", "docs/aws/a.md", true),
  ("^docs/(aws|google)/[^/]*\\.(md|txt)$", "docs/aws/b/a.md", false), ("", "x", true), ("^$", "", true),
  ("^$", "x", false),
  // Without a group, an alternative has one anchor only.
  ("^a|b$", "ax", true), ("^a|b$", "xb", true), ("^a|b$", "xay", false), ("^(?:a|b)$", "ax", false),
  // Repetition.
  ("^a*b$", "b", true), ("^a+b$", "b", false), ("^a?b$", "aab", false), ("^a{2}$", "aa", true),
  ("^a{2}$", "aaa", false),
  ("^a{2,}$", "aaaa", true), ("^a{2,3}$", "aaaa", false), ("^a{0}$", "", true), ("^a{0}$", "a", false),
  ("^(ab){2}$", "abab", true),
  ("^a{,2}$", "a{,2}", true), ("^a{$", "a{", true), ("^(a*)*$", "aa", true), ("^(a|b)*?c$", "abac", true),
  ("^(|a)+$", "aa", true),
  ("^*.js$", "a.js", true), ("^*.js$", "xjs", true), ("^*.js$", "js", false),
  // Classes.
  ("^[a-c]$", "b", true), ("^[^a-c]$", "b", false), ("^[^a-c]$", "\n", true), ("^[]a]$", "]", true),
  ("^[^]a]$", "b", true),
  ("^[a-]$", "-", true), ("^[a\\]b]$", "]", true), ("^[\\d_]$", "7", true), ("^[^\\D]$", "7", true),
  ("^[[:upper:]x]$", "Q", true),
  ("^[[:^upper:]]$", "Q", false), ("^\\w\\W\\s\\S$", "a- b", true), ("^\\pL$", "\u{E9}", true),
  ("^\\p{Lu}$", "\u{E9}", false),
  ("^\\P{Lu}$", "\u{E9}", true), ("^[\\pN]$", "\u{663}", true), ("^.$", "\u{1F600}", true), ("^..$", "\u{E9}", false),
  // Escapes.
  ("^\\Qa.b\\E+$", "a.bb", true), ("^\\Qa.b$", "a.b$", true), ("^\\x41\\x{42}\\103$", "ABC", true),
  ("^\\t\\.\\_$", "\t._", true),
  ("^a\\/b$", "a/b", true), ("^\\0$", "\0", true),
  // Case.
  ("(?i)^straSSe$", "STRASSe", true), ("^(?i)[a-c]x$", "BX", true), ("^(?i:a)b$", "AB", false),
  ("^(?i)\u{E9}$", "\u{C9}", true),
  ("^(?i)k$", "\u{212A}", true), ("^(?i-s:A)$", "a", true),
  // Positions.
  ("\\bfoo\\b", "a foo.b", true), ("\\bfoo\\b", "afoo", false), ("\\Boo", "foo", true), ("\\Boo", "a oo", false),
  ("\\Aa\\z", "a", true),
  ("(?m)^b$", "a\nb\nc", true), ("^b$", "a\nb\nc", false), ("^(^a)$", "a", true), ("a$b", "ab", false),
  ("^a(?P<n>b)(?<m>c)$", "abc", true),
])
func `an expression finds what RE2 finds`(_ expression: String, _ text: String, _ expected: Bool) throws {
  #expect(try finds(expression, Array(text.utf8)) == expected, "\(expression) in \(text)")
}

@Test func `bytes that are not UTF-8 are characters of their own`() throws {
  #expect(try finds("^caf.$", Array("caf".utf8) + [0xE9]))
  #expect(try finds("^caf\u{FFFD}$", Array("caf".utf8) + [0xE9]))
  #expect(try !finds("^..$", [0xE9, 0xE9, 0xE9]))
}

@Test(arguments: [
  ("a(b", 1, false), ("a)b", 1, false), ("[a", 0, false), ("*a", 0, false), ("a|*", 2, false), ("a**", 2, false),
  ("a{3,2}", 1, false),
  ("a{1001}", 1, false), ("(a{100}){100}", 8, false), ("[b-a]", 2, false), ("a\\", 1, false), ("\\y", 0, false),
  ("[[:x:]]", 1, false),
  ("(?P<>a)", 0, false), ("\\x{zz}", 0, false), ("\\p{L", 0, false),
  ("(?!a)b", 0, true), ("a(?=b)", 1, true), ("(?<!a)b", 0, true), ("(?>a)", 0, true), ("(a)\\1", 3, true),
  ("a*+", 2, true),
  ("\\p{Greek}", 0, true), ("a\\Z", 1, true), ("(?#x)", 0, true),
])
func `an expression that RE2 does not know is refused where it goes wrong`(
  _ expression: String, _ offset: Int, _ isUnsupported: Bool
) throws {
  let error = #expect(throws: RegularExpressionError.self) { try RegularExpression(expression) }
  #expect(error?.offset == offset && error?.isUnsupported == isUnsupported, "\(expression): \(error?.text ?? "")")
}

@Test func `deep groups and long repetitions end`() throws {
  let deep = String(repeating: "(", count: 100_000)
  #expect(throws: RegularExpressionError.self) { try RegularExpression(deep) }
  #expect(try finds("^(a*)*b$", Array(String(repeating: "a", count: 100_000).utf8)) == false)
  #expect(try finds("^(a|aa){200}$", Array(String(repeating: "a", count: 300).utf8)))
  #expect(try finds("(x+x+)+y", Array(String(repeating: "x", count: 20_000).utf8)) == false)
}

@Test func `many expressions are found at once, each as if it were alone`() throws {
  let texts = ["", "a", "ab", "b/a.go", "src/x.js", "\u{E9}/x", "src/a b", "x\ny", "AB", "foo bar"].map {
    Array($0.utf8)
  }
  let expressions = try [
    "^a", "b$", "^src/.*$", "^.*\\.(go|js)$", "\\bbar\\b", "(?i)^ab$", "", "^[^/]*$", "x.y", "(?s)x.y", "\\pL/x",
    "^(?:a|)$", "(a*)*",
  ].map { try RegularExpression($0) }
  let set = ExpressionSet(expressions)
  for _ in 0..<2 {
    for text in texts {
      let alone = expressions.indices.filter { !ExpressionSet([expressions[$0]]).matches(in: text).isEmpty }
      #expect(set.matches(in: text) == alone, "\(String(decoding: text, as: UTF8.self))")
    }
  }
}

@Test(arguments: [
  // Ruby's File.fnmatch with FNM_PATHNAME and FNM_DOTMATCH: the pattern, the path, the answer.
  ("/a", "a", true), ("/a", "a/b", false), ("/**/a", "x/y/a", true), ("/**/a", "a", true), ("/a/**/*", "a/b/c", true),
  ("/a/**/*", "a", false), ("/a/**", "a/b", true), ("/a/**", "a/b/c", false), ("/a**b", "axyb", true),
  ("/a**b", "a/b", false),
  ("/*", ".a", true), ("/?", "\u{E9}", true), ("/??", "\u{E9}", false), ("/[\u{E0}-\u{EF}]", "\u{E9}", true),
  ("/[^a]", "\u{E9}", true),
  ("/[!a]", "a", false), ("/[]", "a", false), ("/[]a]", "]", false), ("/[]a]", "a]", false), ("/[!]", "x", true),
  ("/[a-c-]", "-", true),
  ("/[a/b]", "b", true), ("/[a/b]x", "bx", true), ("/[[:alpha:]]", "a]", true), ("/[a", "a", false),
  ("/a[", "a[", false), ("/[\\]]", "]", true),
  ("/[c-a]", "c", true), ("/[c-a]", "b", false), ("/\\*", "*", true), ("/\\*", "a", false), ("/a\\/b", "a/b", true),
  ("/a\\", "a\\", true),
  ("/{a,b}", "a", false), ("/a//b", "a/b", false), ("/*a?", "xa\u{E9}", true), ("/*a?", "xaa", true),
  ("/*[0-9]", "v10", true),
])
func `a pattern of GitLab matches as in Ruby`(_ pattern: String, _ path: String, _ expected: Bool) {
  #expect((Glob(fnmatch: pattern.utf8)?.matches(path) ?? false) == expected, "\(pattern) against \(path)")
}
