import Model

extension Timestamp {
  /// A moment of tools that keep to no standard: `2024-01-31 15:19:45 UTC`, `… -0700`, `2024-01-31T15:19:45.704+0000`,
  /// Go's `… +0000 UTC`. Nil without a zone: nobody knows where the clock stood.
  init?(spelled text: String) {
    let bytes = Array(text.utf8)
    guard bytes.count > 19, bytes[10] == UInt8(ascii: " ") || bytes[10] | 0x20 == UInt8(ascii: "t") else { return nil }
    var rest = bytes[19...]
    if rest.first == UInt8(ascii: ".") { rest = rest.dropFirst().drop { (48...57).contains($0) } }
    let zone = rest.split(separator: UInt8(ascii: " ")).first.map(Array.init) ?? []
    self.init(bytes: (bytes[..<10] + [UInt8(ascii: "T")] + bytes[11..<19] + offset(zone))[...])
  }

  /// Milliseconds since 1970.
  init?(milliseconds text: String) {
    guard let milliseconds = Int64(text), milliseconds > 0 else { return nil }
    self.init(seconds: milliseconds / 1000)
  }
}

/// The zone as RFC 3339 has it: `Z`, or `+hh:mm`.
private func offset(_ zone: [UInt8]) -> [UInt8] {
  if zone == Array("UTC".utf8) || zone == Array("GMT".utf8) { return [UInt8(ascii: "Z")] }
  return zone.count == 5 ? zone[..<3] + [UInt8(ascii: ":")] + zone[3...] : zone
}
