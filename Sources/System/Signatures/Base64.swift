/// Decodes base64 (RFC 4648 §4) with line ends in it; nil when anything else is in it, or the padding is wrong.
package func base64Decoded(_ text: some Sequence<UInt8>) -> [UInt8]? {
  var (bytes, word, count, padding) = ([UInt8](), UInt32(0), 0, 0)
  for character in text where character != 10 && character != 13 {
    if character == UInt8(ascii: "=") {
      padding += 1
      continue
    }
    guard padding == 0, let value = value(of: character) else { return nil }
    (word, count) = (word << 6 | value, count + 1)
    if count % 4 == 0 { bytes += [16, 8, 0].map { UInt8(truncatingIfNeeded: word >> $0) } }
  }
  guard (count + padding) % 4 == 0, padding <= 2, count % 4 != 1 else { return nil }
  switch count % 4 {
  case 2: bytes.append(UInt8(truncatingIfNeeded: word >> 4))
  case 3: bytes += [UInt8(truncatingIfNeeded: word >> 10), UInt8(truncatingIfNeeded: word >> 2)]
  default: break
  }
  return bytes
}

/// Encodes bytes as base64 without padding, as OpenSSH writes fingerprints.
package func base64Unpadded(_ bytes: [UInt8]) -> String {
  let digits = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
  var text: [UInt8] = []
  for start in stride(from: 0, to: bytes.count, by: 3) {
    let part = bytes[start..<min(start + 3, bytes.count)]
    let word = part.reduce(UInt32(0)) { $0 << 8 | UInt32($1) } << UInt32(8 * (3 - part.count))
    text += (0...part.count).map { digits[Int(word >> UInt32(18 - 6 * $0) & 63)] }
  }
  return String(decoding: text, as: UTF8.self)
}

private func value(of character: UInt8) -> UInt32? {
  switch character {
  case 65...90: UInt32(character) - 65
  case 97...122: UInt32(character) - 71
  case 48...57: UInt32(character) + 4
  case UInt8(ascii: "+"): 62
  case UInt8(ascii: "/"): 63
  default: nil
  }
}
