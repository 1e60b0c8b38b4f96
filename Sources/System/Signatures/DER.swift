/// The few forms of ASN.1's distinguished encoding (X.690) in which libcrypto takes public keys and signatures.
enum DER {
  static func sequence(_ parts: [UInt8]...) -> [UInt8] { element(0x30, parts.flatMap(\.self)) }

  /// An integer from its big-endian bytes, which is not negative.
  static func integer(_ magnitude: [UInt8]) -> [UInt8] {
    element(0x02, (magnitude.first ?? 0x80) >= 0x80 ? [0] + magnitude : magnitude)
  }

  static func bits(_ bytes: [UInt8]) -> [UInt8] { element(0x03, [0] + bytes) }

  /// An object identifier from its encoded content.
  static func object(_ content: [UInt8]) -> [UInt8] { element(0x06, content) }

  static let null: [UInt8] = [0x05, 0]

  private static func element(_ tag: UInt8, _ content: [UInt8]) -> [UInt8] {
    [tag] + length(content.count) + content
  }

  private static func length(_ count: Int) -> [UInt8] {
    guard count >= 0x80 else { return [UInt8(count)] }
    let bytes = withBigEndianBytes(count)
    return [0x80 | UInt8(bytes.count)] + bytes
  }

  private static func withBigEndianBytes(_ count: Int) -> [UInt8] {
    Array([24, 16, 8, 0].map { UInt8(truncatingIfNeeded: count >> $0) }.drop { $0 == 0 })
  }
}
