import Model

extension Timestamp {
  /// A moment as RFC 3339 writes it, or nearly so: a blank before the time or the zone, a zone without its colon
  /// (`2021-09-16 19:25:23 +0200`). Nil where no zone is stated.
  init?(loose text: String) {
    var bytes = Array(text.utf8)
    if bytes.count > 10, bytes[10] == space { bytes[10] = UInt8(ascii: "T") }
    bytes.removeAll { $0 == space }
    let zone = bytes.suffix(5)
    if zone.count == 5, zone.first == UInt8(ascii: "+") || zone.first == UInt8(ascii: "-"),
      zone.dropFirst().allSatisfy({ (48...57).contains($0) })
    {
      bytes.insert(UInt8(ascii: ":"), at: bytes.count - 2)
    }
    self.init(bytes: bytes[...])
  }
}

private let space = UInt8(ascii: " ")
