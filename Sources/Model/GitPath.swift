import Interning

/// Conversion between the paths of a git repository and text, without loss.
///
/// Git paths are bytes and need not be UTF-8; a `String` must be. Each byte that is not part of valid UTF-8 becomes the
/// private-use scalar U+10FF00 + byte. The bytes of such a scalar in a path are converted in the same way, so text and
/// bytes convert in both directions and different paths never become the same text. Valid UTF-8 without these scalars
/// is unchanged. Compare such texts by their `utf8`: `==` of `String` treats `ö` and `o` + diaeresis as equal, and git
/// does not.
package enum GitPath {
  /// The text that represents the bytes of a path.
  package static func text(of bytes: some Sequence<UInt8>) -> String {
    let bytes = Array(bytes)
    if bytes.allSatisfy({ $0 < 0x80 }) { return String(decoding: bytes, as: UTF8.self) }
    var scalars = String.UnicodeScalarView()
    var start = 0
    while start < bytes.count {
      if let (scalar, length) = scalar(in: bytes, at: start), !isStandIn(scalar) {
        scalars.append(scalar)
        start += length
      } else {
        scalars.append(standIn(for: bytes[start]))
        start += 1
      }
    }
    return String(scalars)
  }

  /// The bytes that a text represents; for a text that did not come from `text(of:)`, its UTF-8.
  package static func bytes(of text: String) -> [UInt8] {
    // The UTF-8 form of a replacement scalar begins with 0xF4.
    guard text.utf8.contains(0xF4), text.unicodeScalars.contains(where: isStandIn) else { return Array(text.utf8) }
    return text.unicodeScalars.flatMap { isStandIn($0) ? [UInt8($0.value & 0xFF)] : Array(UTF8.encode($0) ?? .init()) }
  }

  /// The bytes that an interned text represents.
  package static func bytes(of text: InternedString) -> [UInt8] {
    let span = text.utf8
    var bytes: [UInt8] = []
    bytes.reserveCapacity(span.count)
    for index in span.indices {
      // A replacement scalar begins with this byte.
      if span[index] == 0xF4 { return self.bytes(of: text.wrappedValue) }
      bytes.append(span[index])
    }
    return bytes
  }

  private static let standIns: ClosedRange<UInt32> = 0x10FF80...0x10FFFF

  private static func isStandIn(_ scalar: Unicode.Scalar) -> Bool { standIns.contains(scalar.value) }

  private static func standIn(for byte: UInt8) -> Unicode.Scalar {
    Unicode.Scalar(0x10FF00 + UInt32(byte)) ?? "\u{FFFD}"
  }

  private static func scalar(in bytes: [UInt8], at start: Int) -> (Unicode.Scalar, length: Int)? {
    let lead = bytes[start]
    let length = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4
    guard start + length <= bytes.count else { return nil }
    let text = String(validating: bytes[start..<(start + length)], as: UTF8.self)
    guard let only = text?.unicodeScalars.first, text?.unicodeScalars.count == 1 else { return nil }
    return (only, length)
  }
}
