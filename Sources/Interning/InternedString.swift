extension String: Internable {
  public static func number(of value: String) -> UInt32 { StringPool.shared.number(of: value.utf8Span.span) }
  public static func value(of number: UInt32) -> String { StringPool.shared.text(of: number) }
}

/// An interned string, as a number of four bytes. Strings are equal, and ordered, by their UTF-8 bytes, not by Unicode
/// equivalence.
public typealias InternedString = Interned<String>

extension Interned<String> {
  /// The empty string.
  public static let empty = InternedString("")

  /// Interns the text of these bytes.
  ///
  /// - Parameter utf8: Valid UTF-8.
  public init(utf8 bytes: Span<UInt8>) { self.init(number: StringPool.shared.number(of: bytes)) }

  /// The UTF-8 bytes, without creating a `String`.
  public var utf8: Span<UInt8> {
    @_lifetime(immortal) get { StringPool.shared.bytes(of: number) }
  }
}

extension Interned: Comparable where Value == String {
  public static func < (one: InternedString, other: InternedString) -> Bool {
    one.number != other.number && one.utf8.precedes(other.utf8)
  }
}

extension InternedString: CustomStringConvertible {
  public var description: String { wrappedValue }
}
