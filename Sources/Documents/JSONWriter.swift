/// Writes JSON into a buffer: append only, in the order of the calls, the same bytes every time.
///
/// Every character that could act on where the text is shown (control, bidirectional, invisible) is written as an escape: the
/// value is the same, the bytes are inert. `field` with nil leaves the field out: absent facts are left out.
package struct JSONWriter: Sendable {
  package enum Layout: Sendable { case compact, pretty }

  package private(set) var bytes: [UInt8] = []
  private let layout: Layout
  private var depth = 0
  private var needsComma = false
  private var followsKey = false

  package init(_ layout: Layout = .compact) { self.layout = layout }

  package var text: String { String(decoding: bytes, as: UTF8.self) }
}

// MARK: - Values

extension JSONWriter {
  package mutating func object(_ members: (inout JSONWriter) -> Void) {
    container(UInt8(ascii: "{"), UInt8(ascii: "}"), members)
  }

  package mutating func array(_ elements: (inout JSONWriter) -> Void) {
    container(UInt8(ascii: "["), UInt8(ascii: "]"), elements)
  }

  package mutating func value(_ text: String) {
    begin()
    quote(text)
  }

  package mutating func value(_ number: Int) { raw(String(number)) }

  /// The shortest digits that read back as the same double; JSON has no NaN and no infinity, they become null.
  package mutating func value(_ number: Double) { raw(number.isFinite ? String(describing: number) : "null") }

  package mutating func value(_ flag: Bool) { raw(flag ? "true" : "false") }

  package mutating func null() { raw("null") }

  /// Adds a value that is JSON already; the caller vouches for it.
  package mutating func raw(_ json: String) {
    begin()
    bytes.append(contentsOf: json.utf8)
  }

  /// Ends a line between two documents (JSON Lines).
  package mutating func newline() {
    bytes.append(UInt8(ascii: "\n"))
    needsComma = false
  }
}

// MARK: - Members

extension JSONWriter {
  /// The name of the next value.
  package mutating func key(_ name: String) {
    begin()
    quote(name)
    bytes.append(UInt8(ascii: ":"))
    if layout == .pretty { bytes.append(UInt8(ascii: " ")) }
    followsKey = true
  }

  package mutating func field(_ name: String, _ text: String?) { field(name, text) { $0.value($1) } }
  package mutating func field(_ name: String, _ number: Int?) { field(name, number) { $0.value($1) } }
  package mutating func field(_ name: String, _ number: Double?) { field(name, number) { $0.value($1) } }
  package mutating func field(_ name: String, _ flag: Bool?) { field(name, flag) { $0.value($1) } }

  package mutating func field(_ name: String, _ texts: some Sequence<String>) {
    array(name) { writer in for text in texts { writer.value(text) } }
  }

  package mutating func object(_ name: String, _ members: (inout JSONWriter) -> Void) {
    key(name)
    object(members)
  }

  package mutating func array(_ name: String, _ elements: (inout JSONWriter) -> Void) {
    key(name)
    array(elements)
  }

  private mutating func field<Value>(_ name: String, _ value: Value?, write: (inout JSONWriter, Value) -> Void) {
    guard let value else { return }
    key(name)
    write(&self, value)
  }
}

// MARK: - Layout

extension JSONWriter {
  private mutating func container(_ first: UInt8, _ last: UInt8, _ body: (inout JSONWriter) -> Void) {
    begin()
    bytes.append(first)
    let start = bytes.count
    (depth, needsComma) = (depth + 1, false)
    body(&self)
    (depth, needsComma) = (depth - 1, true)
    if bytes.count > start { breakLine() }
    bytes.append(last)
  }

  /// What stands before a value or a key: nothing after a key, else a comma and a new line.
  private mutating func begin() {
    if followsKey {
      followsKey = false
    } else {
      if needsComma { bytes.append(UInt8(ascii: ",")) }
      if depth > 0 { breakLine() }
    }
    needsComma = true
  }

  private mutating func breakLine() {
    guard layout == .pretty else { return }
    bytes.append(UInt8(ascii: "\n"))
    bytes.append(contentsOf: repeatElement(UInt8(ascii: " "), count: 2 * depth))
  }

  private mutating func quote(_ text: String) {
    bytes.append(UInt8(ascii: "\""))
    if text.utf8.allSatisfy({ $0 &- 0x20 < 0x5F && $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "\\") }) {
      bytes.append(contentsOf: text.utf8)
    } else {
      for scalar in text.unicodeScalars { append(scalar) }
    }
    bytes.append(UInt8(ascii: "\""))
  }

  private mutating func append(_ scalar: Unicode.Scalar) {
    switch scalar {
    case "\"": bytes.append(contentsOf: "\\\"".utf8)
    case "\\": bytes.append(contentsOf: "\\\\".utf8)
    case "\n": bytes.append(contentsOf: "\\n".utf8)
    case "\r": bytes.append(contentsOf: "\\r".utf8)
    case "\t": bytes.append(contentsOf: "\\t".utf8)
    default:
      guard scalar.isActive(keepingLines: false) else {
        return bytes.append(contentsOf: UTF8.encode(scalar) ?? .init())
      }
      for unit in UTF16.encode(scalar) ?? .init() {
        let digits = String(unit, radix: 16)
        bytes.append(contentsOf: "\\u\(String(repeating: "0", count: 4 - digits.utf8.count))\(digits)".utf8)
      }
    }
  }
}
