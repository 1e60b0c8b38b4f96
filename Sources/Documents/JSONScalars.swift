// Strings and numbers (RFC 8259 §6, §7).

extension JSONScanner {
  /// Scans a string, from the opening quote to after the closing one. Escapes are validated here and decoded on access.
  @inline(__always)
  mutating func text(_ tape: inout Tape) throws(JSONFault) {
    let start = at
    at = bytes.endOfPlainText(from: at &+ 1)
    var kind = JSONNode.Kind.text
    while at >= bytes.count || bytes[at] != UInt8(ascii: "\"") {
      guard at < bytes.count else { throw JSONFault(.endedInText, at: start) }
      guard bytes[at] == UInt8(ascii: "\\") else { throw JSONFault(.controlInText(bytes[at]), at: at) }
      try escape()
      kind = .escapedText
      at = bytes.endOfPlainText(from: at)
    }
    try add(JSONNode(kind, at: start, extent: at &- start &- 1), to: &tape)
    at &+= 1
  }

  private mutating func escape() throws(JSONFault) {
    guard at + 1 < bytes.count else { throw JSONFault(.badEscape, at: at) }
    let letter = bytes[at + 1]
    switch letter {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "b"), UInt8(ascii: "f"),
      UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"):
      at += 2
    case UInt8(ascii: "u"): try unicodeEscape()
    default: throw JSONFault(.badEscape, at: at)
    }
  }

  /// Scans `\uXXXX`, or two of them that form a surrogate pair. Throws for a lone surrogate.
  private mutating func unicodeEscape() throws(JSONFault) {
    guard let unit = bytes.codeUnit(at: at) else { throw JSONFault(.badEscape, at: at) }
    guard unit & 0xF800 == 0xD800 else {
      at += 6
      return
    }
    guard unit < 0xDC00, let low = bytes.codeUnit(at: at + 6), low & 0xFC00 == 0xDC00 else {
      throw JSONFault(.loneSurrogate, at: at)
    }
    at += 12
  }

  @inline(__always)
  mutating func number(_ tape: inout Tape) throws(JSONFault) {
    let start = at
    guard let form = bytes.numberForm(from: start) else { throw JSONFault(.badNumber, at: start) }
    at = form.end
    // A number has no limit (RFC 8259 §6). One beyond the range of a double is refused when a reader asks for it.
    try add(JSONNode(form.isInteger ? .integer : .real, at: start, extent: at &- start), to: &tape)
  }
}

/// The maximum number of characters of a number that is converted, to bound the time. No double needs more than 767
/// digits.
private let longestNumber = 2048

extension Span<UInt8> {
  /// The UTF-16 code unit of the escape `\uXXXX` at `offset`; nil when there is none.
  func codeUnit(at offset: Int) -> UInt16? {
    guard offset + 6 <= count, self[offset] == UInt8(ascii: "\\"), self[offset + 1] == UInt8(ascii: "u") else {
      return nil
    }
    var unit: UInt16 = 0
    for index in (offset + 2)..<(offset + 6) {
      guard let digit = hexValue(self[index]) else { return nil }
      unit = unit << 4 | digit
    }
    return unit
  }

  /// The end and the form of the number that begins at `start`, by the grammar of JSON; nil when there is none.
  @inline(__always)
  func numberForm(from start: Int) -> (end: Int, isInteger: Bool, hasExponent: Bool)? {
    var at = start
    if at < count, self[at] == UInt8(ascii: "-") { at &+= 1 }
    let whole = digits(from: at)
    // No digit or a leading zero, as in `-`, `.5` and `01`.
    guard whole > at, whole == at &+ 1 || self[at] != UInt8(ascii: "0") else { return nil }
    at = whole
    guard at < count, self[at] == UInt8(ascii: ".") || self[at] | 0x20 == UInt8(ascii: "e") else {
      return (at, true, false)
    }
    if self[at] == UInt8(ascii: ".") {
      let end = digits(from: at &+ 1)
      guard end > at &+ 1 else { return nil }
      at = end
    }
    guard at < count, self[at] | 0x20 == UInt8(ascii: "e") else { return (at, false, false) }
    at &+= 1
    if at < count, self[at] == UInt8(ascii: "+") || self[at] == UInt8(ascii: "-") { at &+= 1 }
    let end = digits(from: at)
    return end > at ? (end, false, true) : nil
  }

  @inline(__always)
  private func digits(from start: Int) -> Int {
    var at = start
    while at < count, self[at] &- UInt8(ascii: "0") < 10 { at &+= 1 }
    return at
  }

  /// The value of a valid integer; nil when it does not fit an `Int`.
  func integer() -> Int? {
    let isNegative = count > 0 && self[0] == UInt8(ascii: "-")
    var value = 0
    for index in (isNegative ? 1 : 0)..<count {
      let digit = Int(self[index] &- UInt8(ascii: "0"))
      let (tenfold, tooBig) = value.multipliedReportingOverflow(by: 10)
      let (next, tooFar) =
        isNegative ? tenfold.subtractingReportingOverflow(digit) : tenfold.addingReportingOverflow(digit)
      if tooBig || tooFar { return nil }
      value = next
    }
    return value
  }

  /// The double nearest to a valid number; infinite when it is out of range, or too long to be converted.
  func double(_ range: Range<Int>) -> Double? {
    guard range.count <= longestNumber else { return .infinity }
    if let short = shortDecimal(range) { return short }
    var text = ""
    for index in range { text.unicodeScalars.append(Unicode.Scalar(self[index])) }
    return Double(text)
  }

  /// The value of a number of at most fifteen digits without an exponent; nil for any other number. The digits and the
  /// power of ten are exact doubles and the division rounds once, so the quotient is the nearest double (Clinger 1990,
  /// "How to Read Floating Point Numbers Accurately").
  private func shortDecimal(_ range: Range<Int>) -> Double? {
    guard range.count <= 17 else { return nil }
    var (digits, power, hasPoint, length) = (0, 1.0, false, 0)
    let isNegative = self[range.lowerBound] == UInt8(ascii: "-")
    for index in range.dropFirst(isNegative ? 1 : 0) {
      let byte = self[index]
      if byte == UInt8(ascii: ".") {
        hasPoint = true
      } else {
        guard byte &- UInt8(ascii: "0") < 10 else { return nil }
        (digits, length) = (digits * 10 + Int(byte &- UInt8(ascii: "0")), length + 1)
        if hasPoint { power *= 10 }
      }
    }
    guard length <= 15 else { return nil }
    return (isNegative ? -Double(digits) : Double(digits)) / power
  }
}

/// The value of a hexadecimal digit in either case; nil for any other byte.
private func hexValue(_ byte: UInt8) -> UInt16? {
  switch byte {
  case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt16(byte - UInt8(ascii: "0"))
  case UInt8(ascii: "a")...UInt8(ascii: "f"): UInt16(byte - UInt8(ascii: "a") + 10)
  case UInt8(ascii: "A")...UInt8(ascii: "F"): UInt16(byte - UInt8(ascii: "A") + 10)
  default: nil
  }
}

/// The UTF-8 bytes of a JSON string with its escapes decoded. The escapes must be valid.
func unescaped(_ raw: ArraySlice<UInt8>) -> [UInt8] {
  var decoded: [UInt8] = []
  decoded.reserveCapacity(raw.count)
  var at = raw.startIndex
  while at < raw.endIndex {
    guard raw[at] == UInt8(ascii: "\\") else {
      decoded.append(raw[at])
      at += 1
      continue
    }
    at = appendEscape(of: raw, at: at, to: &decoded)
  }
  return decoded
}

/// Appends the character of the escape at `at` and returns the index after the escape.
private func appendEscape(of raw: ArraySlice<UInt8>, at: Int, to decoded: inout [UInt8]) -> Int {
  let span = raw.span
  let local = at - raw.startIndex
  guard let unit = span.codeUnit(at: local) else {
    decoded.append(local + 1 < span.count ? shortEscapes[Int(span[local + 1] & 0x7F)] : UInt8(ascii: "\\"))
    return at + 2
  }
  guard unit & 0xFC00 == 0xD800, let low = span.codeUnit(at: local + 6) else {
    if let scalar = Unicode.Scalar(unit) { decoded.append(contentsOf: Character(scalar).utf8) }
    return at + 6
  }
  let value = 0x10000 + (UInt32(unit & 0x3FF) << 10 | UInt32(low & 0x3FF))
  if let scalar = Unicode.Scalar(value) { decoded.append(contentsOf: Character(scalar).utf8) }
  return at + 12
}

/// The bytes of the one-letter escapes, indexed by letter. Other characters map to themselves.
private let shortEscapes: [UInt8] = {
  var table = (0..<128).map { UInt8($0) }
  for (letter, byte) in zip("bfnrt".utf8, [0x08, 0x0C, 0x0A, 0x0D, 0x09] as [UInt8]) { table[Int(letter)] = byte }
  return table
}()
