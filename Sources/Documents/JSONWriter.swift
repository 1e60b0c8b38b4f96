import Console
package import System

/// Writes JSON (RFC 8259) into a sink: append only, in the order of the calls, the same bytes every time.
///
/// Every character that could act on where the text is shown (control, bidirectional, invisible) is written as an escape, and
/// so is what a CI runner would take for a command (`##[`): the value stays the same, the bytes are inert. Members whose value
/// is nil are left out.
package struct JSONWriter {
  package enum Layout: Sendable { case compact, pretty }

  /// What was written and not yet handed on. The writer's own, for to append to it must cost next to nothing.
  private var bytes: [UInt8] = []
  private var sink: ByteSink?
  private let layout: Layout
  private var depth = 0
  private var needsComma = false
  private var followsKey = false

  /// Writes into memory.
  package init(_ layout: Layout = .compact) { self.layout = layout }

  fileprivate init(_ layout: Layout, into sink: ByteSink) { (self.layout, self.sink) = (layout, sink) }

  /// What was written, of a writer into memory.
  package var text: String { String(decoding: bytes, as: UTF8.self) }

  fileprivate consuming func finish() -> ByteSink {
    var rest = sink ?? ByteSink()
    rest.append(emptying: &bytes)
    return rest
  }

  private mutating func handOnWhenFull() {
    if bytes.count >= ByteSink.pieceSize { sink?.append(emptying: &bytes) }
  }
}

extension ByteSink {
  /// Appends JSON.
  package mutating func json(_ layout: JSONWriter.Layout = .compact, _ body: (inout JSONWriter) -> Void) {
    let taken = self
    self = ByteSink()
    var writer = JSONWriter(layout, into: taken)
    body(&writer)
    self = writer.finish()
  }
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

  /// A member that is an object; left out when the value is nil.
  package mutating func object<Value>(_ name: String, _ value: Value?, _ members: (inout JSONWriter, Value) -> Void) {
    guard let value else { return }
    object(name) { members(&$0, value) }
  }

  /// A member that is an array of objects, one for each element.
  package mutating func objects<Element>(
    _ name: String, _ elements: some Sequence<Element>, _ members: (inout JSONWriter, Element) -> Void
  ) {
    array(name) { json in
      for element in elements { json.object { members(&$0, element) } }
    }
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
    (depth, needsComma) = (depth + 1, false)
    body(&self)
    let isEmpty = !needsComma
    (depth, needsComma) = (depth - 1, true)
    if !isEmpty { breakLine() }
    bytes.append(last)
    handOnWhenFull()
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
}

// MARK: - Strings

extension JSONWriter {
  fileprivate mutating func quote(_ text: String) {
    bytes.append(UInt8(ascii: "\""))
    if text.utf8.isPlain {
      bytes.append(contentsOf: text.utf8)
    } else {
      var last: Unicode.Scalar = " "
      for scalar in text.unicodeScalars {
        append(scalar, after: last)
        last = scalar
      }
    }
    bytes.append(UInt8(ascii: "\""))
  }

  private mutating func append(_ scalar: Unicode.Scalar, after last: Unicode.Scalar) {
    switch scalar {
    case "\"": bytes.append(contentsOf: "\\\"".utf8)
    case "\\": bytes.append(contentsOf: "\\\\".utf8)
    case "\n": bytes.append(contentsOf: "\\n".utf8)
    case "\r": bytes.append(contentsOf: "\\r".utf8)
    case "\t": bytes.append(contentsOf: "\\t".utf8)
    // Runners of GitHub and Azure obey `##[…]` and `##vso[…]` wherever they stand in a log.
    case "#" where last == "#": escape(scalar)
    case _ where scalar.isActive(keepingLines: false): escape(scalar)
    default: bytes.append(contentsOf: UTF8.encode(scalar) ?? .init())
    }
  }

  private mutating func escape(_ scalar: Unicode.Scalar) {
    for unit in UTF16.encode(scalar) ?? .init() {
      let digits = String(unit, radix: 16)
      bytes.append(contentsOf: "\\u\(String(repeating: "0", count: 4 - digits.utf8.count))\(digits)".utf8)
    }
  }
}

extension String.UTF8View {
  /// Whether no byte needs a second look: printable ASCII without quotes, backslashes and number signs.
  fileprivate var isPlain: Bool {
    allSatisfy { byte in
      byte &- 0x20 < 0x5F && byte != UInt8(ascii: "\"") && byte != UInt8(ascii: "\\") && byte != UInt8(ascii: "#")
    }
  }
}
