/// Reads the fields of SSH's encoding (RFC 4251 §5).
struct SSHReader {
  private var rest: ArraySlice<UInt8>

  init(_ bytes: [UInt8]) { rest = bytes[...] }

  var isAtEnd: Bool { rest.isEmpty }

  mutating func number() -> UInt32? {
    guard rest.count >= 4 else { return nil }
    defer { rest = rest.dropFirst(4) }
    return rest.prefix(4).reduce(0) { $0 << 8 | UInt32($1) }
  }

  /// A string: its length, and its bytes.
  mutating func string() -> [UInt8]? {
    guard let count = number(), count <= rest.count else { return nil }
    defer { rest = rest.dropFirst(Int(count)) }
    return Array(rest.prefix(Int(count)))
  }

  /// A string that is a name in ASCII.
  mutating func name() -> String? {
    guard let bytes = string(), bytes.allSatisfy({ (0x21...0x7E).contains($0) }) else { return nil }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// A positive integer without the leading zeros, at most `most` bytes long.
  mutating func magnitude(most: Int) -> [UInt8]? {
    guard let bytes = string(), let first = bytes.first, first < 0x80 else { return nil }
    let digits = Array(bytes.drop { $0 == 0 })
    return digits.isEmpty || digits.count > most ? nil : digits
  }

  mutating func expect(_ bytes: some Collection<UInt8>) -> Bool {
    guard rest.starts(with: bytes) else { return false }
    rest = rest.dropFirst(bytes.count)
    return true
  }
}

/// A string in SSH's encoding.
func sshString(_ bytes: some Collection<UInt8>) -> [UInt8] {
  let count = UInt32(bytes.count)
  return [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: count >> $0) } + bytes
}
