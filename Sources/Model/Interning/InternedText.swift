extension String: Internable {
  package static func number(of value: String) -> UInt32 { TextPool.shared.number(of: value.utf8Span.span) }
  package static func value(of number: UInt32) -> String { TextPool.shared.text(of: number) }
}

/// A text, by number. Its order is that of its bytes.
package typealias Text = Interned<String>

extension Interned<String> {
  package static let empty = Text("")

  /// - Parameter utf8: valid UTF-8.
  package init(utf8 bytes: Swift.Span<UInt8>) { self.init(number: TextPool.shared.number(of: bytes)) }

  /// Without making a string.
  package var utf8: Swift.Span<UInt8> {
    @_lifetime(immortal) get { TextPool.shared.bytes(of: number) }
  }
}

extension Interned: Comparable where Value == String {
  package static func < (one: Text, other: Text) -> Bool {
    one.number != other.number && one.utf8.precedes(other.utf8)
  }
}

extension Text: CustomStringConvertible {
  package var description: String { wrappedValue }
}
