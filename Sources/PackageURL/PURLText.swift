import Interning

// Parsing and writing the text of a purl (purl-spec, "How to parse" and "How to build a purl string").

extension PURL {
  /// Parses a purl. Throws for invalid syntax, and for a purl that breaks a rule of its type.
  package init(_ text: String) throws(PURLError) { try self.init(text, foldsKeys: false) }

  /// Parses a purl, and accepts upper-case letters in qualifier keys, as the specification asks parsers to do.
  package init(tolerating text: String) throws(PURLError) { try self.init(text, foldsKeys: true) }

  private init(_ text: String, foldsKeys: Bool) throws(PURLError) {
    if let plain = PURL(plain: text) {
      self = plain
      return
    }
    var rest = Array(text.utf8)[...]
    // From right to left, so that the delimiter of one component can occur in the components before it.
    let subpath = try cut(&rest, at: UInt8(ascii: "#")).map(decodedSegments)
    let qualifiers = try pairs(cut(&rest, at: UInt8(ascii: "?")), foldsKeys: foldsKeys)
    guard rest.count > 4, rest.prefix(4).elementsEqual("pkg:".utf8, by: { $0 | 0x20 == $1 | 0x20 }) else {
      throw PURLError(text: "does not begin with 'pkg:'")
    }
    rest = rest.dropFirst(4).drop { $0 == slash }
    guard let typeEnd = rest.firstIndex(of: slash) else {
      throw PURLError(text: "needs a type and a name, with a '/' between")
    }
    let type = String(decoding: rest[..<typeEnd], as: UTF8.self)
    rest = rest[(typeEnd + 1)...]
    // An '@' that begins a segment before the last one is an npm scope that was not percent-encoded, not a version.
    var version: String?
    if let mark = rest.lastIndex(of: UInt8(ascii: "@")),
      mark > rest.startIndex && rest[mark - 1] != slash || !rest[mark...].contains(slash)
    {
      version = try decoded(rest[(mark + 1)...])
      rest = rest[..<mark]
    }
    rest = rest.drop { $0 == slash }
    let nameStart = rest.lastIndex(of: slash).map { $0 + 1 } ?? rest.startIndex
    let namespace = nameStart > rest.startIndex ? try decodedSegments(rest[..<(nameStart - 1)]) : nil
    try self.init(
      type: type, namespace: namespace, name: decoded(rest[nameStart...]), version: version, qualifiers: qualifiers,
      subpath: subpath)
  }

  /// The canonical text of normalized components.
  static func canonical(
    type: String, namespace: String?, name: String, version: String?, qualifiers: [String: String], subpath: String?,
    keepsSlashes: Bool
  ) -> String {
    var out = Array("pkg:".utf8)
    out.reserveCapacity(96)
    out.append(contentsOf: type.utf8)
    out.append(slash)
    if let namespace {
      percentEncode(namespace, into: &out, keepsSlashes: true)
      out.append(slash)
    }
    percentEncode(name, into: &out, keepsSlashes: keepsSlashes)
    if let version {
      out.append(UInt8(ascii: "@"))
      percentEncode(version, into: &out)
    }
    if !qualifiers.isEmpty {
      var mark = UInt8(ascii: "?")
      for (key, value) in qualifiers.sorted(by: { $0.key < $1.key }) {
        out.append(mark)
        out.append(contentsOf: key.utf8)
        out.append(UInt8(ascii: "="))
        percentEncode(value, into: &out)
        mark = UInt8(ascii: "&")
      }
    }
    if let subpath {
      out.append(UInt8(ascii: "#"))
      percentEncode(subpath, into: &out, keepsSlashes: true)
    }
    return String(decoding: out, as: UTF8.self)
  }
}

private let (slash, percent) = (UInt8(ascii: "/"), UInt8(ascii: "%"))

/// Removes the text from the last `mark` on, and returns the part after the mark.
private func cut(_ rest: inout ArraySlice<UInt8>, at mark: UInt8) -> ArraySlice<UInt8>? {
  guard let found = rest.lastIndex(of: mark) else { return nil }
  let right = rest[(found + 1)...]
  rest = rest[..<found]
  return right
}

private func pairs(_ text: ArraySlice<UInt8>?, foldsKeys: Bool) throws(PURLError) -> [String: String] {
  guard let text, !text.isEmpty else { return [:] }
  var result: [String: String] = [:]
  for pair in text.split(separator: UInt8(ascii: "&")) {
    guard let sign = pair.firstIndex(of: UInt8(ascii: "=")) else {
      throw PURLError(text: "has a qualifier without '='")
    }
    var key = String(decoding: pair[..<sign], as: UTF8.self)
    if foldsKeys { key = lowercasedASCII(key) }
    guard result.updateValue(try decoded(pair[(sign + 1)...]), forKey: key) == nil else {
      throw PURLError(text: "has the same qualifier twice")
    }
  }
  return result
}

/// The percent-decoded segments joined by `/`. Throws for an encoded slash, which would change where segments begin.
private func decodedSegments(_ bytes: ArraySlice<UInt8>) throws(PURLError) -> String {
  guard bytes.contains(percent) else { return try decoded(bytes) }
  var segments: [String] = []
  for segment in bytes.split(separator: slash) {
    let text = try decoded(segment)
    guard !text.utf8.contains(slash) else { throw PURLError(text: "has an encoded '/' inside a segment") }
    segments.append(text)
  }
  return segments.joined(separator: "/")
}

private func decoded(_ bytes: ArraySlice<UInt8>) throws(PURLError) -> String {
  // The text was split at ASCII characters, so it is valid UTF-8 as long as nothing is decoded.
  guard let first = bytes.firstIndex(of: percent) else { return String(decoding: bytes, as: UTF8.self) }
  var out = Array(bytes[..<first])
  var index = first
  while index < bytes.endIndex {
    guard bytes[index] == percent else {
      out.append(bytes[index])
      index += 1
      continue
    }
    guard index + 2 < bytes.endIndex, let high = hex(bytes[index + 1]), let low = hex(bytes[index + 2]) else {
      throw PURLError(text: "has a '%' that is not followed by two hex digits")
    }
    out.append(high << 4 | low)
    index += 3
  }
  return try utf8(out[...])
}

private func utf8(_ bytes: ArraySlice<UInt8>) throws(PURLError) -> String {
  guard let text = String(validating: bytes, as: UTF8.self) else { throw PURLError(text: "is not UTF-8") }
  return text
}

private func hex(_ byte: UInt8) -> UInt8? {
  switch byte {
  case 48...57: byte - 48
  case 65...70: byte - 55
  case 97...102: byte - 87
  default: nil
  }
}

/// Appends the percent-encoded text (purl-spec, "Character encoding": letters, digits, `.-_~` and `:` stay).
private func percentEncode(_ text: String, into out: inout [UInt8], keepsSlashes: Bool = false) {
  let bytes = text.utf8Span.span
  for index in bytes.indices {
    let byte = bytes[index]
    if stays(byte) || byte == slash && keepsSlashes {
      out.append(byte)
    } else {
      out.append(percent)
      out.append(hexDigits[Int(byte >> 4)])
      out.append(hexDigits[Int(byte & 15)])
    }
  }
}

private let hexDigits = Array("0123456789ABCDEF".utf8)
private func stays(_ byte: UInt8) -> Bool {
  switch byte {
  case 48...57, 65...90, 97...122, 0x2D, 0x2E, 0x5F, 0x7E, 0x3A: true
  default: false
  }
}
