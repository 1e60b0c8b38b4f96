import Documents
import Model

extension Timestamp {
  /// A moment as tools write it: RFC 3339, the same with a space for the `T`, Go's `2021-05-19 13:17:04 +0000 UTC`, or the
  /// seconds or milliseconds since 1970 (AWS CLI 1, Prowler). Nil where no zone is said, and for a time that was never set.
  init?(loosely value: JSONValue?) {
    guard let value else { return nil }
    let found = value.number.map(Timestamp.init(epoch:)) ?? value.text.flatMap { Timestamp(loosely: $0) }
    guard let found, found.seconds > 0 else { return nil }
    self = found
  }

  init?(loosely text: String) {
    if let seconds = Int64(text) {
      self.init(epoch: Double(seconds))
      return
    }
    var bytes = Array(text.utf8)
    let ending = Array(" +0000 UTC".utf8)
    if bytes.suffix(ending.count) == ending[...] { bytes = bytes.dropLast(ending.count) + [UInt8(ascii: "Z")] }
    if bytes.count > 10, bytes[10] == UInt8(ascii: " ") { bytes[10] = UInt8(ascii: "T") }
    self.init(bytes: bytes[...])
  }

  /// No report is from the year 5138, from which on seconds would be taken for milliseconds.
  private init(epoch: Double) {
    let seconds = epoch.magnitude < 1e11 ? epoch : epoch / 1000
    self.init(seconds: seconds.magnitude < 1e12 ? Int64(seconds) : 0)
  }
}
