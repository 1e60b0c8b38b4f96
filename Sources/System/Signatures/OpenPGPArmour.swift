/// A file or message in OpenPGP's armour (RFC 9580 §6.2), and what it holds.
enum OpenPGPArmour {
  /// The bytes between `-----BEGIN PGP LABEL-----` and `-----END PGP LABEL-----`; nil when there is anything else, such as a
  /// second block. The checksum is not needed.
  static func decoded(_ text: [UInt8], label: String) -> [UInt8]? {
    var lines = text.split(separator: 10, omittingEmptySubsequences: false).map { line in
      line[..<(line.lastIndex { $0 != 13 && $0 != 0x20 && $0 != 9 }.map { $0 + 1 } ?? line.startIndex)]
    }
    while lines.last?.isEmpty == true { lines.removeLast() }
    guard lines.first?.elementsEqual("-----BEGIN PGP \(label)-----".utf8) == true,
      lines.last?.elementsEqual("-----END PGP \(label)-----".utf8) == true, lines.count > 2,
      // Headers such as `Version:` come before an empty line.
      let headers = lines.firstIndex(where: \.isEmpty)
    else { return nil }
    let body = lines[(headers + 1)..<(lines.count - 1)]
    return base64Decoded(body.filter { $0.first != UInt8(ascii: "=") }.joined())
  }

  /// Whether bytes are one signature packet and nothing else (RFC 9580 §4.2 and §5.2).
  static func isOneSignature(_ bytes: [UInt8]) -> Bool {
    guard bytes.count > 2, bytes[0] & 0x80 != 0 else { return false }
    let isNewFormat = bytes[0] & 0x40 != 0
    guard (isNewFormat ? bytes[0] & 0x3F : bytes[0] >> 2 & 0x0F) == 2 else { return false }
    guard let (start, count) = isNewFormat ? newLength(bytes) : oldLength(bytes) else { return false }
    return count > 0 && start + count == bytes.count
  }

  /// Where the body of the first packet starts, and how long it is; nil for partial and indeterminate lengths.
  private static func newLength(_ bytes: [UInt8]) -> (start: Int, count: Int)? {
    switch bytes[1] {
    case ..<192: return (2, Int(bytes[1]))
    case 192..<224: return bytes.count < 3 ? nil : (3, (Int(bytes[1]) - 192) << 8 + Int(bytes[2]) + 192)
    case 255: return bytes.count < 6 ? nil : (6, bytes[2..<6].reduce(0) { $0 << 8 | Int($1) })
    default: return nil
    }
  }

  private static func oldLength(_ bytes: [UInt8]) -> (start: Int, count: Int)? {
    let size = [0: 1, 1: 2, 2: 4][bytes[0] & 3]
    guard let size, bytes.count > size else { return nil }
    return (1 + size, bytes[1...size].reduce(0) { $0 << 8 | Int($1) })
  }
}
