extension String: Internable {
  package static func number(of value: String) -> UInt32 { StringPool.shared.number(of: value.utf8Span.span) }
  package static func value(of number: UInt32) -> String { StringPool.shared.text(of: number) }
}

/// A text, by number. Its order is that of its bytes.
package typealias InternedString = Interned<String>

extension Interned<String> {
  package static let empty = InternedString("")

  /// - Parameter utf8: valid UTF-8.
  package init(utf8 bytes: Span<UInt8>) { self.init(number: StringPool.shared.number(of: bytes)) }

  /// Without making a string.
  package var utf8: Span<UInt8> {
    @_lifetime(immortal) get { StringPool.shared.bytes(of: number) }
  }
}

extension Interned: Comparable where Value == String {
  package static func < (one: InternedString, other: InternedString) -> Bool {
    one.number != other.number && one.utf8.precedes(other.utf8)
  }
}

extension InternedString: CustomStringConvertible {
  package var description: String { wrappedValue }
}
