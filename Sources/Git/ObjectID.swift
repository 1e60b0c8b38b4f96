/// The SHA-1 id of an object, stored as three numbers for fast comparison and hashing.
struct ObjectID: Hashable, Sendable, Comparable, CustomStringConvertible {
  private let high: UInt64, middle: UInt64, low: UInt32

  /// Nil unless there are exactly 20 bytes.
  init?(bytes: some Collection<UInt8>) {
    guard bytes.count == 20 else { return nil }
    var words: (UInt64, UInt64, UInt32) = (0, 0, 0)
    for (index, byte) in bytes.enumerated() {
      if index < 8 {
        words.0 = words.0 << 8 | UInt64(byte)
      } else if index < 16 {
        words.1 = words.1 << 8 | UInt64(byte)
      } else {
        words.2 = words.2 << 8 | UInt32(byte)
      }
    }
    (high, middle, low) = words
  }

  /// The 20 bytes at an offset, which must be there.
  init(_ bytes: [UInt8], at offset: Int) {
    var words: (UInt64, UInt64, UInt32) = (0, 0, 0)
    for index in offset..<offset + 8 { words.0 = words.0 << 8 | UInt64(bytes[index]) }
    for index in offset + 8..<offset + 16 { words.1 = words.1 << 8 | UInt64(bytes[index]) }
    for index in offset + 16..<offset + 20 { words.2 = words.2 << 8 | UInt32(bytes[index]) }
    (high, middle, low) = words
  }

  /// Nil unless there are exactly 40 hexadecimal digits, in either case.
  init?(hex: some Collection<UInt8>) {
    let digits = hex.compactMap(Self.value)
    guard hex.count == 40, digits.count == 40 else { return nil }
    self.init(bytes: stride(from: 0, to: 40, by: 2).map { digits[$0] << 4 | digits[$0 + 1] })
  }

  var bytes: [UInt8] {
    (0..<8).map { UInt8(truncatingIfNeeded: high >> (56 - 8 * UInt64($0))) }
      + (0..<8).map { UInt8(truncatingIfNeeded: middle >> (56 - 8 * UInt64($0))) }
      + (0..<4).map { UInt8(truncatingIfNeeded: low >> (24 - 8 * UInt32($0))) }
  }

  var description: String {
    let digits = Array("0123456789abcdef".utf8)
    return String(decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
  }

  static func < (one: ObjectID, other: ObjectID) -> Bool {
    (one.high, one.middle, one.low) < (other.high, other.middle, other.low)
  }

  private static func value(of digit: UInt8) -> UInt8? {
    switch digit {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0")
    case UInt8(ascii: "a")...UInt8(ascii: "f"): digit - UInt8(ascii: "a") + 10
    case UInt8(ascii: "A")...UInt8(ascii: "F"): digit - UInt8(ascii: "A") + 10
    default: nil
    }
  }
}

/// The full id of a commit: 40 lower-case hexadecimal digits. Abbreviated ids are never accepted.
package struct CommitID: Hashable, Sendable, Comparable, CustomStringConvertible {
  let id: ObjectID

  init(_ id: ObjectID) { self.id = id }

  /// Nil unless `hex` is exactly 40 hexadecimal digits.
  package init?(_ hex: String) {
    guard let id = ObjectID(hex: hex.utf8) else { return nil }
    self.id = id
  }

  package var description: String { id.description }
  /// The first seven digits, for display only.
  package var short: String { String(description.prefix(7)) }
  package static func < (one: CommitID, other: CommitID) -> Bool { one.id < other.id }
}
