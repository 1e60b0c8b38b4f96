/// The line of the first tag that would take libxml2 more than linear time: one with more than `limit` attributes, which
/// it compares in pairs, or with more than 32 namespaces, which it searches for each element inside, or declarations of
/// more than 64 KiB, whose attributes it compares in pairs as well. Nil if there is none.
///
/// Each attribute has one `=` outside of quotation marks (XML 1.0 §3.1). Comments, CDATA sections and processing
/// instructions are skipped. The text does not need to be well-formed: nothing depends on the answer but a limit, and
/// the time is linear in the length of the text.
func lineOfCostlyTag(in text: Span<UInt8>, attributes limit: Int) -> Int? {
  var (at, line, declared) = (0, 1, 0)
  while at < text.count {
    let byte = text[at]
    if byte == newline { line += 1 }
    guard byte == UInt8(ascii: "<") else {
      at += 1
      continue
    }
    if let end = text.endOfLiteral(at: at) {
      for index in at..<end where text[index] == newline { line += 1 }
      at = end
    } else {
      var (count, namespaces, quote) = (0, 0, UInt8(0))
      let (start, begin) = (line, at)
      at += 1
      while at < text.count, quote != 0 || text[at] != UInt8(ascii: ">") && text[at] != UInt8(ascii: "<") {
        let byte = text[at]
        if byte == newline { line += 1 }
        if quote != 0 {
          if byte == quote { quote = 0 }
        } else if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") {
          quote = byte
        } else if byte == UInt8(ascii: "=") {
          count += 1
        } else if byte == UInt8(ascii: "x"), text.begins(with: namespace, at: at) {
          namespaces += 1
        }
        at += 1
      }
      if begin + 1 < text.count, text[begin + 1] == UInt8(ascii: "!") { declared += at - begin }
      if count > limit || namespaces > 32 || declared > 1 << 16 { return start }
    }
  }
  return nil
}

extension Span<UInt8> {
  /// The offset after the comment, CDATA section or processing instruction that begins at `start`; nil if none does.
  fileprivate func endOfLiteral(at start: Int) -> Int? {
    for (opening, closing) in literals where begins(with: opening, at: start) {
      var at = start + opening.count
      while at < count, !begins(with: closing, at: at) { at += 1 }
      return Swift.min(count, at + closing.count)
    }
    return nil
  }

  fileprivate func begins(with word: [UInt8], at start: Int) -> Bool {
    guard start + word.count <= count else { return false }
    for index in word.indices where self[start + index] != word[index] { return false }
    return true
  }
}

private let literals = [
  (Array("<!--".utf8), Array("-->".utf8)), (Array("<![CDATA[".utf8), Array("]]>".utf8)),
  (Array("<?".utf8), Array("?>".utf8)),
]
private let namespace = Array("xmlns".utf8)
private let newline = UInt8(ascii: "\n")
