import Model

/// What is looked for in the bytes of a YAML text before libyaml sees them: what YAML versions read differently, or eyes.
struct YAMLText {
  let input: Input
  /// Characters that make a text look different from what it says (CVE-2021-42574).
  private(set) var warnings: [Diagnostic] = []

  /// Refuses what is not UTF-8, tabs, control characters and line ends other than LF and CRLF.
  init(_ input: Input) throws(Diagnostic) {
    self.input = input
    do { _ = try UTF8Span(validating: input.bytes.span) } catch {
      let start = error.byteOffsets.lowerBound
      throw input.diagnostic(.encodingInvalid, "this is not UTF-8", at: start, help: "save the file as UTF-8")
    }
    let bytes = input.bytes
    for i in bytes.indices where bytes[i] < 0x20 || bytes[i] >= 0x7F { try look(at: i, bytes) }
  }

  private mutating func look(at i: Int, _ bytes: [UInt8]) throws(Diagnostic) {
    func byte(_ offset: Int) -> UInt8 { i + offset < bytes.count ? bytes[i + offset] : 0 }
    switch (bytes[i], byte(1), byte(2)) {
    case (0x0A, _, _), (0x0D, 0x0A, _): return
    case (0x09, _, _):
      throw refuse(i, "a tab is not allowed", help: "indent with spaces; in double quotes a tab is written \\t")
    case (0xEF, 0xBB, 0xBF):
      // YAML 1.2.2 §5.2: a byte order mark may stand at the start of a stream.
      if i > 0 { throw refuse(i, "a byte order mark is not allowed here", help: "delete it: it cannot be seen") }
    case (0xC2, 0x80...0x9F, _), (0xE2, 0x80, 0xA8), (0xE2, 0x80, 0xA9):
      // YAML 1.1 ends a line at U+0085, U+2028 and U+2029, YAML 1.2.2 §5.4 does not: no reader may guess.
      throw refuse(i, "this control character is not allowed", help: "delete it, or write it as an escape in quotes")
    case (0xE2, 0x80, 0x8E...0x8F), (0xE2, 0x80, 0xAA...0xAE), (0xE2, 0x81, 0xA6...0xA9), (0xD8, 0x9C, _):
      let found = input.diagnostic(
        .yamlBidirectional, "a bidirectional control makes this line look different from what it says", at: i,
        help: "delete it, or write it as an escape in double quotes")
      warnings.append(
        Diagnostic(
          found.code, found.text, severity: .warning, at: found.place, excerpt: found.excerpt, help: found.help))
    case (..<0x20, _, _), (0x7F, _, _):
      throw refuse(i, "this control character is not allowed", help: "delete it, or write it as an escape in quotes")
    default: return
    }
  }

  private func refuse(_ offset: Int, _ text: String, help: String) -> Diagnostic {
    input.diagnostic(.yamlInvalid, text, at: offset, help: help)
  }
}
