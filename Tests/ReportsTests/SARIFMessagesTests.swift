import Testing

@testable import Reports

/// SARIF 2.1.0 §3.11.6: `[text](target)` in a plain text is a link unless the brackets are escaped.
@Suite struct SARIFMessages {
  @Test(arguments: [
    ("no bracket", "no bracket"),
    ("a[0] (see docs)", "a[0] (see docs)"),
    ("[the fix](https://evil.example)", #"\[the fix\](https://evil.example)"#),
    ("![image](x)", #"!\[image\](x)"#),
    ("[a[b](c)](d)", #"\[a\[b\](c)\](d)"#),
    ("](x)", #"\](x)"#),
    (#"[already\](x)"#, #"[already\](x)"#),
    (#"[a\\](x)"#, #"\[a\\\](x)"#),
  ])
  func `brackets of a plain text make no link`(text: String, expected: String) {
    #expect(withoutLinks(text) == expected)
  }

  @Test func `a text of brackets alone takes linear time`() {
    let text = String(repeating: "[", count: 200_000) + String(repeating: "](", count: 100_000)
    #expect(withoutLinks(text).utf8.count == text.utf8.count + 200_000)
  }
}
