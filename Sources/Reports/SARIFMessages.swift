import Documents

extension JSONWriter {
  /// Writes a message object (SARIF 2.1.0 §3.11) with a plain text that holds no links.
  mutating func message(_ key: String, _ text: String) { object(key) { $0.field("text", withoutLinks(text)) } }
}

/// A text in which no viewer sees a link: the brackets of `[text](target)` are escaped with a backslash (SARIF 2.1.0
/// §3.11.6). Texts of scanners quote what they read, so that a link would lead where others want.
func withoutLinks(_ text: String) -> String {
  guard text.utf8.contains(closing) else { return text }
  let bytes = Array(text.utf8)
  var (escaped, open, isEscaped) = (Set<Int>(), [Int](), false)
  for (index, byte) in bytes.enumerated() {
    switch byte {
    case opening where !isEscaped: open.append(index)
    case closing where !isEscaped:
      let start = open.popLast()
      if index + 1 < bytes.count, bytes[index + 1] == UInt8(ascii: "(") {
        escaped.insert(index)
        if let start { escaped.insert(start) }
      }
    default: break
    }
    isEscaped = byte == backslash && !isEscaped
  }
  guard !escaped.isEmpty else { return text }
  var result: [UInt8] = []
  result.reserveCapacity(bytes.count + escaped.count)
  for (index, byte) in bytes.enumerated() {
    if escaped.contains(index) { result.append(backslash) }
    result.append(byte)
  }
  return String(decoding: result, as: UTF8.self)
}

private let (opening, closing, backslash) = (UInt8(ascii: "["), UInt8(ascii: "]"), UInt8(ascii: "\\"))
