import Documents
import Model

extension Timestamp {
  /// Parses a time as tools write it: RFC 3339 or nearly so (a space before the time or the zone, a zone without its
  /// colon, `UTC` or `GMT` as the zone, Go's `2021-05-19 13:17:04 +0000 UTC`), or seconds or milliseconds since 1970.
  ///
  /// Nil without a time zone, since the moment is then unknown, and for a time that was never set.
  init?(loosely value: JSONValue?) {
    guard let value else { return nil }
    if let number = value.number { self.init(epoch: number) } else { self.init(loosely: value.text ?? "") }
  }

  /// Parses a time as tools write it; see `init(loosely:)` for JSON values.
  init?(loosely text: String) {
    let bytes = Array(text.utf8)
    guard let moment = Int64(text).flatMap({ Timestamp(epoch: Double($0)) }) ?? Timestamp(nearly: bytes),
      moment.seconds > 0
    else { return nil }
    self = moment
  }

  /// Seconds or milliseconds since 1970. A value of 1e11 or more is in milliseconds: as seconds it would be in the year
  /// 5138 or later.
  private init?(epoch: Double) {
    let seconds = epoch < 1e11 ? epoch : epoch / 1000
    guard seconds >= 1, seconds < 1e11 else { return nil }
    self.init(seconds: Int64(seconds))
  }

  private init?(nearly bytes: [UInt8]) {
    guard bytes.count > 19, bytes[10] == space || bytes[10] | 0x20 == UInt8(ascii: "t") else { return nil }
    var rest = bytes[19...]
    if rest.first == UInt8(ascii: ".") { rest = rest.dropFirst().drop { (48...57).contains($0) } }
    let zone = offset(rest.split(separator: space).first ?? [])
    self.init(bytes: (bytes[..<10] + [UInt8(ascii: "T")] + bytes[11..<19] + zone)[...])
  }
}

/// The zone in the form of RFC 3339: `Z` or `+hh:mm`.
private func offset(_ zone: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
  if zone.elementsEqual("UTC".utf8) || zone.elementsEqual("GMT".utf8) { return [UInt8(ascii: "Z")] }
  return zone.count == 5 ? zone.prefix(3) + [UInt8(ascii: ":")] + zone.suffix(2) : zone
}

private let space = UInt8(ascii: " ")
